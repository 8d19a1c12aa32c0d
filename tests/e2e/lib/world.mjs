// A server, a browser, and pages that are watched: what every end-to-end test of the product starts from.
import assert from "node:assert/strict";
import { launch, watchedPage, assertQuiet } from "./browser.mjs";
import { startServer } from "./server.mjs";

/** The three host pages, with where the view stands on them. */
export const HOSTS = { plain: "/hosts/plain/", react: "/hosts/react/", strict: "/hosts/strict/" };

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

/** Waits until a view shows somebody; gives the heading's text. */
export async function whoIsShown(page, selector = "klantbeeld-view") {
  const heading = page.locator(selector).getByRole("heading", { level: 1 }).or(page.locator(selector).getByRole("heading", { level: 2 }));
  await heading.first().waitFor();
  return heading.first().innerText();
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

export { assertQuiet };
