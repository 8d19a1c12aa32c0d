// What every page of these tests has to keep to: no script error, no dialog, no violation of the content security
// policy, nothing on the console but what a test says beforehand.
import { test as base, expect } from "@playwright/test";

/** What was seen of one visitor, on all of their pages. */
export class Watch {
  /** Every address that was asked for, in order. */
  addresses = [];
  #troubles = [];
  #allowed = [];

  /** Expects troubles of these kinds until the end of the test. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  /** Something went wrong. */
  report(trouble) {
    this.#troubles.push(trouble);
  }

  /** Fails when something went wrong that nobody expected. */
  expectQuiet() {
    const unexpected = this.#troubles.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
    expect(unexpected, "nothing goes wrong on the page").toEqual([]);
  }
}

/**
 * Watches every page that the context opens from now on.
 *
 * @param {import("@playwright/test").BrowserContext} context
 * @returns {Promise<Watch>}
 */
async function watchOver(context) {
  const watch = new Watch();
  context.on("weberror", (event) => watch.report(`error: ${event.error().stack ?? event.error()}`));
  context.on("dialog", (dialog) => {
    watch.report(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("console", (message) => {
    if (message.type() === "error") watch.report(`console: ${message.text()} ${message.location().url ?? ""}`);
  });
  context.on("request", (request) => watch.addresses.push(request.url()));
  await context.exposeBinding("__violated", (_, text) => watch.report(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.__violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`),
    );
  });
  return watch;
}

/**
 * Fixtures of every file.
 *
 * @typedef {object} Watching
 * @property {Watch} watch Over the pages of the fixture `context`; asks at the end, whether a test names it or not.
 * @property {(options?: import("@playwright/test").BrowserContextOptions) => Promise<Visitor>} newVisitor Somebody
 *   else, signed in nowhere, who kept nothing; watched as well, and gone after the test.
 *
 * @typedef {{ context: import("@playwright/test").BrowserContext, page: import("@playwright/test").Page, watch: Watch }} Visitor
 */

/** @type {import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs & Watching, import("@playwright/test").PlaywrightWorkerArgs>} */
export const test = base.extend({
  watch: [
    async ({ context }, use) => {
      const watch = await watchOver(context);
      await use(watch);
      watch.expectQuiet();
    },
    { auto: true },
  ],

  newVisitor: async ({ browser }, use) => {
    const visitors = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      const visitor = { context, watch: await watchOver(context), page: await context.newPage() };
      visitors.push(visitor);
      return visitor;
    });
    await Promise.all(visitors.map(({ context }) => context.close()));
    for (const { watch } of visitors) watch.expectQuiet();
  },
});

export { expect };
