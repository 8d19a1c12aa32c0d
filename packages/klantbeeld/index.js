// Loads <klantbeeld-view> from a Klantbeeld server. The program itself stays there, so that it is always of the
// version of its server.

/** @type {Map<string, Promise<typeof import("./element.js")>>} */
const loading = new Map();

/**
 * Defines `<klantbeeld-view>` with the loader of a server; once, however often it is called. What did not come is
 * asked for again by the next call.
 *
 * @param {string} server Where the server answers: `https://klantbeeld.example`.
 * @returns {Promise<typeof import("./element.js")>}
 */
export function load(server) {
  const url = new URL("embed.js", server.endsWith("/") ? server : `${server}/`).href;
  let module = loading.get(url);
  if (!module) {
    module = import(/* @vite-ignore */ /* webpackIgnore: true */ url).catch((error) => {
      loading.delete(url);
      throw error;
    });
    loading.set(url, module);
  }
  return module;
}

/**
 * Fetches and starts the view's program before it is needed.
 *
 * @param {string} server
 */
export async function preload(server) {
  const module = await load(server);
  await module.preload();
}
