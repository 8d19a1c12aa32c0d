// A page that touches the view's own nodes: a browser's translation, words that an extension marks and unmarks.
// Nothing of the former customer stays, and no row mixes two items.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { settled } from "./lib/settled.mjs";
import { readingOf, who, whoIsShown } from "./lib/view.mjs";

const FIRST = customers[0];
// Of another household: nothing of the first belongs on their card.
const OTHER = customers[3];
const VIEW = "klantbeeld-view";

/** What a translation does: each text is taken out, and two elements with another text stand in its place. */
const translated = (page) =>
  page.evaluate((selector) => {
    const walker = document.createTreeWalker(document.querySelector(selector).shadowRoot, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
    for (const text of texts) {
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  }, VIEW);

/** What an extension does that marked words and cleans up: empty texts go, neighbours become one. */
const normalised = (page) =>
  page.evaluate((selector) => document.querySelector(selector).shadowRoot.normalize(), VIEW);

const setCustomer = (page, id) =>
  page.evaluate(([selector, id]) => document.querySelector(selector).setAttribute("customer", id), [VIEW, id]);

/** The titles of the rows in sight, and the names that a screen reader says of them. */
const rows = (page) =>
  page.locator(VIEW).locator(".c-row:not([hidden]) .c-row__title").evaluateAll((all) =>
    all.map((button) => ({ title: button.innerText, name: button.getAttribute("aria-label") })),
  );

for (const [what, touch] of [["translated", translated], ["normalised", normalised]]) {
  test(`another customer in a ${what} view is whole, and nothing of the former is left`, async ({ page }) => {
    await page.goto(`/hosts/strict/?customer=${FIRST.id}`);
    const former = await whoIsShown(page);
    await settled(page);
    await touch(page);
    await setCustomer(page, OTHER.id);
    await expect(who(page)).not.toHaveText(former);
    await expect(who(page)).not.toContainText("«");
    await settled(page);
    const reading = await readingOf(page);
    for (const text of ["Marijke", "06 12 34 56 78", "marijke@voorbeeld.nl", "4401882", "«"]) {
      expect(reading, text).not.toContain(text);
    }
  });

  test(`rows of a ${what} view show one item each when others come into sight`, async ({ page }) => {
    await page.goto(`/hosts/strict/?customer=${FIRST.id}`);
    await whoIsShown(page);
    await settled(page);
    await touch(page);
    await page.locator(VIEW).locator(".c-filters__text").fill("factuur");
    await expect(page.locator(VIEW).locator(".c-row:not([hidden])").first()).toContainText(/factuur/i);
    const shown = await rows(page);
    expect(shown.length).toBeGreaterThan(3);
    for (const { title, name } of shown) expect(name).toContain(title);
  });
}

test("the view asks not to be translated", async ({ page }) => {
  await page.goto(`/hosts/strict/?customer=${FIRST.id}`);
  await whoIsShown(page);
  await expect(page.locator(VIEW).locator(".kb-root")).toHaveAttribute("translate", "no");
});

test("in a page that runs from right to left the view keeps its own direction, and so does each value", async ({ page }) => {
  await page.goto(`/hosts/strict/?customer=${FIRST.id}`);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await whoIsShown(page);
  const styles = await page.locator(VIEW).locator(".c-row:not([hidden]) .c-row__amount").first().evaluate((element) => {
    const { direction, unicodeBidi } = getComputedStyle(element);
    return { direction, unicodeBidi };
  });
  expect(styles).toEqual({ direction: "ltr", unicodeBidi: "isolate" });
});
