// A server, a browser, and pages that are watched: what every end-to-end test of the product starts from.
import assert from "node:assert/strict";
import { launch, watchedPage, assertQuiet } from "./browser.mjs";
import { startServer } from "./server.mjs";

/** The host pages, with where they are. */
export const HOSTS = { plain: "/hosts/plain/", react: "/hosts/react/", strict: "/hosts/strict/", frame: "/hosts/frame/" };

/** The document that the view stands in: the page's own, or that of its frame once it is there. */
export async function documentOf(page) {
  const element = page.locator("iframe");
  if ((await element.count()) === 0) return page;
  await element.contentFrame().locator("klantbeeld-view").waitFor({ state: "attached" });
  return (await element.elementHandle()).contentFrame();
}

/**
 * Starts a server and a browser.
 *
 * @param {Parameters<typeof startServer>[0] & { flags?: string[] }} [options]
 */
export async function startWorld({ flags, ...options } = {}) {
  const server = await startServer(options);
  const browser = await launch(flags);
  const contexts = new Set();

  /** A new visitor, signed in nowhere, who kept nothing; his page is watched. */
  async function visitor(contextOptions = {}) {
    const context = await browser.newContext({
      baseURL: server.url,
      locale: "nl-NL",
      timezoneId: "Europe/Amsterdam",
      viewport: { width: 1440, height: 1000 },
      ...contextOptions,
    });
    contexts.add(context);
    const watched = await watchedPage(context);
    const leave = () => contexts.delete(context) && context.close();
    return { context, ...watched, leave };
  }

  /** Ends what the last test left open. */
  async function clear() {
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
  }

  async function close() {
    await clear();
    await browser.close();
    await server.close();
  }

  return { server, browser, visitor, clear, close };
}

/** What a person reads in a view, from the shadow root of the first element that matches. */
export function readingOf(page, selector = "klantbeeld-view") {
  return page.evaluate((selector) => {
    const boxes = [...document.querySelector(selector).shadowRoot.children];
    return boxes.map((box) => box.innerText).join("\n");
  }, selector);
}

/** The heading that names whoever is shown; the one of the empty and loading states is for screen readers only. */
export const WHO = "h1:not(.u-hidden)";

/** Waits until a view shows somebody; gives the heading's text. */
export async function whoIsShown(page, selector = "klantbeeld-view") {
  const heading = page.locator(selector).locator(WHO).first();
  await heading.waitFor();
  return heading.innerText();
}

/** Waits until a view shows another than this one. */
export async function anotherIsShown(page, former, selector = "klantbeeld-view") {
  await page.waitForFunction(
    ([selector, who, former]) => {
      const heading = document.querySelector(selector)?.shadowRoot?.querySelector(who);
      return heading && heading.innerText !== former;
    },
    [selector, WHO, former],
  );
}

/** Fails unless the browser kept nothing of this origin and no token went into an address. */
export async function assertNothingKept({ page, addresses }, { indexedDb = 0 } = {}) {
  const kept = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(kept, { cookie: "", local: 0, session: 0, databases: indexedDb });
  assert.deepEqual(addresses.filter((url) => /eyJ[\w-]+\.|bearer/i.test(url)), []);
}

/** Waits until a check holds; after some time its own failure is the test's. */
export async function eventually(check, { within = 10_000, every = 100 } = {}) {
  for (const until = Date.now() + within; ; await new Promise((resolve) => setTimeout(resolve, every))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** The items of a customer on the server whose title or summary holds a text. */
export async function itemsWith(server, customer, text) {
  const request = { customer_id: customer, page_size: 50 };
  const { status, body } = await server.api("agent", "profile/open", request);
  assert.equal(status, 200, JSON.stringify(body));
  const lines = new Map([...body.page.items, ...body.open, ...body.upcoming].map((line) => [line.item_id, line]));
  return [...lines.values()].filter(({ title, summary = "" }) => `${title}\n${summary}`.includes(text));
}

export { assertQuiet };
