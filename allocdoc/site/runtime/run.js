// Running a listing: the worker that Python lives in, and what the reader sees of it.
// Loaded when a reader first asks for it.

const PATIENCE = 60; // seconds without a sign of life while Python is fetched and started

let worker = null; // at most one, for all listings of the page
let running = null; // the listing that it works for
let timer;

// From here on the files come from a cache; where that cannot be, from the network as before.
async function keepFiles() {
  try {
    const script = new URL("../service-worker.js", import.meta.url);
    const registration = await navigator.serviceWorker.register(script);
    const service = registration.installing ?? registration.waiting ?? registration.active;
    await new Promise((resolve) => {
      service.addEventListener("statechange", () => service.state === "activated" && resolve());
      if (service.state === "activated") resolve();
      setTimeout(resolve, 2000);
    });
  } catch {
    // No service workers here, or none are allowed: a private window, a page without TLS.
  }
}

let kept;

async function start(listing) {
  kept ??= keepFiles();
  await kept;
  if (running !== listing) return; // stopped in the meantime
  worker ??= newWorker();
  worker.postMessage(listing.order());
}

function newWorker() {
  const made = new Worker(new URL("run-worker.js", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }) => running?.heard(data));
  made.addEventListener("error", (event) => {
    event.preventDefault();
    running?.heard({ kind: "broken", text: event.message || "worker" });
  });
  return made;
}

function end() {
  clearTimeout(timer);
  worker?.terminate();
  worker = null;
}

const element = (name, className, text = "") =>
  Object.assign(document.createElement(name), { className, textContent: text });

export class Listing {
  constructor(tools, words, buttons) {
    this.words = words;
    this.buttons = buttons;
    this.stem = tools.dataset.stem;
    this.steps = JSON.parse(tools.dataset.steps);
    this.panel = tools.parentElement;
    this.block = this.panel.querySelector(".allocdoc-code");
    this.source = this.block.querySelector("pre").textContent;
    this.built = this.panel.querySelector(".allocdoc-session");
  }

  order() {
    const code = this.editor?.value ?? this.source;
    return { stem: this.stem, code, steps: this.steps };
  }

  toggle() {
    if (running === this) this.stop("stopped");
    else this.run();
  }

  run() {
    running?.stop("replaced");
    running = this;
    this.showOutput();
    this.output.replaceChildren();
    this.verdict("");
    this.become("busy");
    this.say(this.words.starting);
    this.wait();
    start(this);
  }

  stop(reason) {
    end();
    this.finish(this.words[reason]);
  }

  finish(text, verdict = "") {
    clearTimeout(timer);
    running = null;
    this.become("idle");
    this.progress.hidden = true;
    this.verdict(verdict);
    this.say(text);
  }

  // A sign of life puts the end of our patience off, until the code itself runs.
  wait() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      end();
      this.finish(this.fill("late", { number: PATIENCE }), "bad");
    }, PATIENCE * 1000);
  }

  heard({ kind, text }) {
    const act = {
      loading: () => this.loaded(text),
      starting: () => this.sign("starting"),
      running: () => this.begun(),
      text: () => this.output.append(text),
      differs: () => this.output.append(this.difference(text)),
      failed: () => this.failed(text),
      cut: () => this.finish(this.fill("cut", { number: this.number(Number(text)) }), "bad"),
      done: () => this.done(...text.split("/").map(Number)),
      broken: () => this.broke(text),
    }[kind];
    act();
  }

  sign(word) {
    this.wait();
    this.progress.hidden = true;
    this.say(this.words[word]);
  }

  begun() {
    clearTimeout(timer);
    this.progress.hidden = true;
    this.say(this.words.running);
  }

  loaded({ done, total }) {
    this.wait();
    this.progress.hidden = false;
    Object.assign(this.progress, { max: total, value: done });
    const [part, whole] = [done, total].map((bytes) => this.number(bytes / 1e6, 1));
    this.say(this.fill("loading", { done: part, total: whole }), false);
  }

  difference(built) {
    const box = element("span", "allocdoc-run-built");
    box.append(element("span", "allocdoc-run-label", this.words.build), "\n");
    box.append(built.trimEnd() || this.words.nothing, "\n");
    return box;
  }

  failed(text) {
    this.output.append(text);
    this.finish(this.words.failed, "bad");
  }

  done(same, total) {
    if (same === total) this.finish(this.words.same, "good");
    else {
      const values = { number: this.number(total - same), total: this.number(total) };
      this.finish(this.fill("different", values), "different");
    }
  }

  broke(reason) {
    end();
    this.finish(this.fill("broken", { reason }), "bad");
  }

  // -- what the reader sees

  say(text, aloud = true) {
    // A number that changes many times a second is nothing to read aloud.
    this.status.setAttribute("aria-live", aloud ? "polite" : "off");
    this.status.textContent = text;
  }

  verdict(kind) {
    this.result.dataset.verdict = kind;
  }

  become(mode) {
    this.result.dataset.mode = mode;
    this.result.setAttribute("aria-busy", String(mode === "busy"));
    this.buttons.run.textContent = this.words[mode === "busy" ? "stop" : "run"];
  }

  showOutput() {
    if (this.result) return;
    this.result = element("div", "allocdoc-run");
    this.status = Object.assign(element("p", "allocdoc-run-status"), { role: "status" });
    this.progress = element("progress", "allocdoc-run-progress");
    this.progress.hidden = true;
    this.progress.setAttribute("aria-label", this.words.starting);
    this.output = element("pre", "allocdoc-run-output");
    this.output.tabIndex = 0;
    this.output.role = "region";
    this.output.setAttribute("aria-label", this.words.output);
    this.output.translate = false;
    const label = element("p", "allocdoc-output-label", this.words.output);
    this.result.append(label, this.status, this.progress, this.output);
    this.built.after(this.result);
  }

  edit() {
    if (this.editor) return this.editor.focus();
    const editor = element("textarea", "allocdoc-editor");
    const attributes = { spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off" };
    Object.assign(editor, attributes, { value: this.source, rows: this.source.split("\n").length });
    editor.setAttribute("aria-label", this.words.editor);
    editor.translate = false;
    editor.addEventListener("keydown", (event) => this.key(event));
    this.editor = editor;
    this.block.hidden = true;
    this.block.after(editor);
    this.buttons.edit.hidden = true;
    this.buttons.reset.hidden = false;
    editor.focus();
    editor.setSelectionRange(0, 0);
  }

  // Tab stays the key that leads on to the next control.
  key(event) {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.run();
    } else if (!event.isComposing) {
      event.preventDefault();
      const { value, selectionStart, selectionEnd } = this.editor;
      const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
      const indent = line.match(/^ */)[0] + (line.trimEnd().endsWith(":") ? "    " : "");
      this.editor.setRangeText(`\n${indent}`, selectionStart, selectionEnd, "end");
    }
  }

  reset() {
    if (running === this) this.stop("stopped");
    this.editor?.remove();
    this.editor = null;
    this.block.hidden = false;
    this.result?.remove();
    this.result = null;
    this.buttons.edit.hidden = false;
    this.buttons.reset.hidden = true;
    this.buttons.edit.focus();
  }

  fill(word, values) {
    return this.words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  number(value, digits = 0) {
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return value.toLocaleString(document.documentElement.lang, format);
  }
}
