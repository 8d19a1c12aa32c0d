// `test` for the built product: a server with a copy of the demo organisation, and pages that are at home there.
import { expect, test as watched } from "./watch.mjs";
import { startServer } from "./server.mjs";

const START_MS = 120_000;

/**
 * Fixtures of the product.
 *
 * @typedef {object} Product
 * @property {Parameters<typeof startServer>[0]} serverOptions A file that sets them, be it to `{}`, has a server of
 *   its own. Who writes has to: the others read the demo organisation as it was made.
 * @property {import("./server.mjs").Server} server Where `page` is at home.
 */

/** @type {import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs & import("./watch.mjs").Watching, import("@playwright/test").PlaywrightWorkerArgs & Product>} */
export const test = watched.extend({
  serverOptions: [{}, { option: true, scope: "worker" }],
  server: [
    async ({ serverOptions }, use) => {
      const server = await startServer(serverOptions);
      await use(server);
      await server.close();
    },
    { scope: "worker", timeout: START_MS },
  ],
  baseURL: ({ server }, use) => use(server.url),
});

export { expect };
