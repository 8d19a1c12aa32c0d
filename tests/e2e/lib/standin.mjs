// `test` for what stands around the widget, with a stand-in for it: no product has to be built.
import { expect, test as watched } from "./watch.mjs";
import { HOST_POLICY, serveLoader } from "./static.mjs";

/**
 * Fixtures around the widget.
 *
 * @typedef {object} StandIn
 * @property {string} policy The content security policy of every page.
 * @property {Awaited<ReturnType<typeof serveLoader>>} host Where `page` is at home.
 */

/** @type {import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs & import("./watch.mjs").Watching & StandIn, import("@playwright/test").PlaywrightWorkerArgs>} */
export const test = watched.extend({
  policy: [HOST_POLICY, { option: true }],
  host: async ({ policy }, use) => {
    const host = await serveLoader({ policy });
    await use(host);
    host.close();
  },
  baseURL: ({ host }, use) => use(host.url),
});

/** A task of the browser's loop further. */
export function settle(page) {
  return page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
}

export { expect };
