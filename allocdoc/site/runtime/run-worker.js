// Python in a thread of its own: it may loop for ever, and the page ends it by ending the thread.
// Fetches Pyodide, tells how far that is, then runs what the page sends.

const here = new URL("./", import.meta.url);
const ROOT = "/home/pyodide/listings";
const START = `
import sys
sys.path.insert(0, "${ROOT}")
from allocdoc.examples import reader
reader.run
`;

const tell = (kind, text = "") => self.postMessage({ kind, text });

async function boot() {
  const runtime = await (await ask(new URL("runtime.json", here))).json();
  const home = new URL(runtime.pyodide, here);
  const { name, size } = runtime.listings;
  const total = Object.values(runtime.sizes).reduce((sum, one) => sum + one, size);
  let done = 0;
  const count = (bytes) => {
    done += bytes;
    tell("loading", { done, total });
  };
  count(0);
  const module = async (file) => {
    const loaded = await import(new URL(file, home));
    count(runtime.sizes[file]);
    return loaded;
  };
  const [pyodide, , wasm, library, listings] = await Promise.all([
    module("pyodide.mjs"),
    module("pyodide.asm.mjs"), // Pyodide imports it, too, and finds it here
    read(new URL("pyodide.asm.wasm", home), count),
    read(new URL("python_stdlib.zip", home), count),
    read(new URL(name, here), count),
  ]);
  tell("starting");
  give({
    [new URL("pyodide.asm.wasm", home)]: [wasm, "application/wasm"],
    [new URL("python_stdlib.zip", home)]: [library, "application/zip"],
  });
  const python = await pyodide.loadPyodide({
    indexURL: home.href,
    lockFileContents: runtime.lock,
    packageBaseUrl: home.href,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", TZ: "UTC" },
  });
  python.setStdin({ error: true });
  python.unpackArchive(listings, "zip", { extractDir: ROOT });
  forgetOthers([home.href, here.href]);
  return { python, run: python.runPython(START), path: python.pyimport("pathlib").Path(ROOT) };
}

async function ask(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
  return response;
}

async function read(address, count) {
  const parts = [];
  const reader = (await ask(address)).body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    count(piece.value.length);
  }
  return new Blob(parts).arrayBuffer();
}

// Pyodide fetches by itself. What is here already is not fetched again.
function give(files) {
  const original = self.fetch;
  self.fetch = (address, options) => {
    const [content, type] = files[address] ?? [];
    if (!content) return original(address, options);
    return Promise.resolve(new Response(content, { headers: { "content-type": type } }));
  };
}

// What the service worker keeps of earlier versions of the site only takes room.
async function forgetOthers(current) {
  const cache = await self.caches?.open("allocdoc-runtime").catch(() => null);
  for (const { url } of (await cache?.keys()) ?? []) {
    if (!current.some((folder) => url.startsWith(folder))) await cache.delete(url);
  }
}

const booted = boot();

self.addEventListener("message", async ({ data }) => {
  try {
    const { python, run, path } = await booted;
    tell("running");
    const steps = python.toPy(data.steps);
    run(data.stem, data.code, steps, path, tell);
    steps.destroy();
  } catch (error) {
    tell("broken", String(error?.message ?? error));
  }
});
