// Keeps what Python in the browser is made of, once it was fetched: it works offline from then on.
// Its scope is this folder, so that it never stands between a reader and a page. The folders in it
// are named by version or content, so what is kept never has to be asked for again.

const CACHE = "allocdoc-runtime";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event));
});

async function answer(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(event.request.url);
  if (kept) return kept;
  const response = await fetch(event.request);
  // Where there is no room left, nothing is kept and all works as without this script.
  if (response.ok) event.waitUntil(cache.put(event.request.url, response.clone()).catch(() => {}));
  return response;
}
