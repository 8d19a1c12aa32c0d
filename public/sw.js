// Lets the agent's app start without network. It keeps the app's own files and nothing else: answers of
// the API pass it by, and what an agent has seen or written is in IndexedDB, which it never touches.
//
// A new version waits until the person asks for it; then all pages are reloaded, so that files of two
// versions never meet. The cache is named after the build.

const CACHE = "klantbeeld-__KB_BUILD__";
const SHELL = __KB_SHELL__;
const APP = "/app/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
  routeShell(event);
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropFormer().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const isApp = request.mode === "navigate" && url.pathname.startsWith(APP);
  if (isApp) event.respondWith(kept(APP, request));
  else if (SHELL.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  // Names with a hash in them never change; the others are asked for anew.
  const wanted = SHELL.map((url) => new Request(url, { cache: url.startsWith("/assets/") ? "default" : "no-cache" }));
  await cache.addAll(wanted);
}

// What is kept is found by the browser itself, where it can do that: a start does not wait for this script. A
// page's address has a query that the cache does not know, so that pages stay with this script.
function routeShell(event) {
  const files = SHELL.filter((path) => !path.endsWith("/"));
  const route = (urlPattern) => ({ condition: { urlPattern, requestMethod: "GET" }, source: { cacheName: CACHE } });
  event.addRoutes?.(files.map(route)).catch((error) => console.warn("no routes:", error.message));
}

async function dropFormer() {
  const names = await caches.keys();
  const former = names.filter((name) => name.startsWith("klantbeeld-") && name !== CACHE);
  await Promise.all(former.map((name) => caches.delete(name)));
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
