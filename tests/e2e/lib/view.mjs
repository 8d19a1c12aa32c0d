// What the tests ask of a view, and of the server behind it.
import { expect } from "@playwright/test";

/** The host pages, with where they are. */
export const HOSTS = { plain: "/hosts/plain/", react: "/hosts/react/", strict: "/hosts/strict/", frame: "/hosts/frame/" };

/** What a browser writes to its console when there is no network. */
export const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /ERR_NETWORK/];

/** The document that the view stands in: the page's own, or that of its frame once it is there. */
export async function documentOf(page) {
  const element = page.locator("iframe");
  if ((await element.count()) === 0) return page;
  await element.contentFrame().locator("klantbeeld-view").waitFor({ state: "attached" });
  return (await element.elementHandle()).contentFrame();
}

/** What a person reads in a view, from the shadow root of the first element that matches. */
export function readingOf(page, selector = "klantbeeld-view") {
  return page.evaluate((selector) => {
    const boxes = [...document.querySelector(selector).shadowRoot.children];
    return boxes.map((box) => box.innerText).join("\n");
  }, selector);
}

/** The heading that names whoever is shown; the one of the empty and loading states is for screen readers only. */
export function who(page, selector = "klantbeeld-view") {
  return page.locator(selector).locator("h1:not(.u-hidden)").first();
}

/** Waits until a view shows somebody; gives the heading's text. */
export async function whoIsShown(page, selector) {
  const heading = who(page, selector);
  await heading.waitFor();
  return heading.innerText();
}

/** Fails unless the browser kept nothing of this origin and no token went into an address. */
export async function expectNothingKept({ page, watch }) {
  const kept = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  expect(kept).toEqual({ cookie: "", local: 0, session: 0, databases: 0 });
  expectNoTokenIn(watch.addresses);
}

/** Fails when an address looks as if it carried a token. */
export function expectNoTokenIn(addresses) {
  expect(addresses.filter((url) => /eyJ[\w-]+\.|bearer/i.test(url))).toEqual([]);
}

/** The items of a customer on the server whose title or summary holds a text. */
export async function itemsWith(server, customer, text) {
  const request = { customer_id: customer, page_size: 50 };
  const { status, body } = await server.api("agent", "profile/open", request);
  expect(status, JSON.stringify(body)).toBe(200);
  const lines = new Map([...body.page.items, ...body.open, ...body.upcoming].map((line) => [line.item_id, line]));
  return [...lines.values()].filter(({ title, summary = "" }) => `${title}\n${summary}`.includes(text));
}
