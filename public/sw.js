// Lets the agent's app start without network. It keeps the app's own files and nothing else: answers of
// the API pass it by, and what an agent has seen or written is in IndexedDB, which it never touches.
//
// A new version waits until the person asks for it; then all pages are reloaded, so that files of two
// versions never meet. The cache is named after the build.

/**
 * TypeScript does not know static routing yet, and not every browser does.
 *
 * @typedef {ExtendableEvent & { addRoutes?(rules: object[]): Promise<void> }} InstallEvent
 */

const CACHE = "klantbeeld-__KB_BUILD__";
/** @type {string[]} */
const SHELL = JSON.parse('__KB_SHELL__');
const APP = "/app/";
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
  routeShell(event);
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropFormer().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
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
/** @param {InstallEvent} event */
function routeShell(event) {
  const files = SHELL.filter((path) => !path.endsWith("/"));
  const route = (/** @type {string} */ urlPattern) => ({ condition: { urlPattern, requestMethod: "GET" }, source: { cacheName: CACHE } });
  event.addRoutes?.(files.map(route)).catch((error) => console.warn("no routes:", error.message));
}

async function dropFormer() {
  const names = await caches.keys();
  const former = names.filter((name) => name.startsWith("klantbeeld-") && name !== CACHE);
  await Promise.all(former.map((name) => caches.delete(name)));
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
