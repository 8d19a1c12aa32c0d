// Back and Forward in the agent's app: each customer has an address of their own, and why somebody was in contact
// stays with them.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { SIZES } from "./lib/scenes.mjs";
import { settled } from "./lib/settled.mjs";
import { NO_NETWORK, readingOf, who, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST, channel, reason }, { id: SECOND }, , { id: OTHER }] = customers;
const VIEW = "klantbeeld-app";
const CONTACT = { channel, reason };
const PLACE_PX = 420;

/** Opens the app; gives who is shown. */
async function opened(page, query = { customer: FIRST, ...CONTACT }) {
  await page.goto(`/app/?${new URLSearchParams(query)}`);
  return whoIsShown(page, VIEW);
}

/** What the address says, and what the element was told of it. */
function stateOf(page) {
  return page.evaluate((selector) => {
    const view = document.querySelector(selector);
    const names = ["customer", "channel", "reason"];
    const told = names.filter((name) => view.hasAttribute(name)).map((name) => [name, view.getAttribute(name)]);
    return { address: Object.fromEntries(new URLSearchParams(location.search)), told: Object.fromEntries(told) };
  }, VIEW);
}

/** Waits until address and element say exactly this. */
function expectState(page, expected) {
  return expect.poll(() => stateOf(page)).toEqual({ address: expected, told: expected });
}

/** Waits until they are shown. */
function expectShown(page, name) {
  return expect(who(page, VIEW)).toHaveText(name);
}

async function search(page, words) {
  const former = await whoIsShown(page, VIEW);
  await page.getByRole("combobox", { name: "Zoek een klant" }).fill(words);
  await page.getByRole("option", { name: new RegExp(words) }).first().click();
  await expect(who(page, VIEW)).not.toHaveText(former);
  return whoIsShown(page, VIEW);
}

async function relation(page) {
  const former = await whoIsShown(page, VIEW);
  await page.locator(".c-relation").filter({ hasText: "Pieter" }).first().click();
  await expect(who(page, VIEW)).not.toHaveText(former);
  return whoIsShown(page, VIEW);
}

test.describe("another customer in the app", () => {
  for (const [way, turn] of [["search", (page) => search(page, "Pieter")], ["a relation", relation]]) {
    test(`who is opened by ${way} has an address without the former one's reason`, async ({ page }) => {
      await opened(page);
      await expectState(page, { customer: FIRST, ...CONTACT });
      await turn(page);
      await expectState(page, { customer: SECOND });
    });
  }

  test("is shown as they are without that reason", async ({ newVisitor, page }) => {
    await opened(page);
    const name = await search(page, "Pieter");
    const direct = await newVisitor();
    expect(await opened(direct.page, { customer: SECOND })).toBe(name);
    // The parts of the view come one after the other.
    await expect(async () => expect(await readingOf(direct.page, VIEW)).toBe(await readingOf(page, VIEW))).toPass();
  });

  test("is opened once, and not again because their address is written", async ({ page }) => {
    await opened(page);
    const asked = [];
    page.on("request", (request) => request.url().endsWith("/profile/open") && asked.push(request.postDataJSON()));
    await search(page, "Pieter");
    await expectState(page, { customer: SECOND });
    await settled(page);
    expect(asked.map(({ request }) => request.customer_id)).toEqual([SECOND]);
  });
});

test.describe("Back and Forward", () => {
  test("show each customer again, with why they were in contact", async ({ page }) => {
    const first = await opened(page);
    const second = await search(page, "Pieter");
    const third = await search(page, "Loon");
    await page.goBack();
    await expectShown(page, second);
    await expectState(page, { customer: SECOND });
    await page.goBack();
    await expectShown(page, first);
    await expectState(page, { customer: FIRST, ...CONTACT });
    await page.goForward();
    await page.goForward();
    await expectShown(page, third);
    await expectState(page, { customer: OTHER });
  });

  for (const viewport of [SIZES.desktop, SIZES.phone]) {
    test.describe(() => {
      test.use({ viewport });

      test(`finds the place on the page again, and another begins at their top: ${viewport.width} px`, async ({ page }) => {
        const first = await opened(page, { customer: FIRST });
        await settled(page);
        await page.evaluate((down) => scrollTo(0, down), PLACE_PX);
        const expectAt = (down) => expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(down);
        await search(page, "Pieter");
        await expectAt(0);
        await page.goBack();
        await expectShown(page, first);
        await settled(page);
        await expectAt(PLACE_PX);
      });
    });
  }

  test("lead through the same customer once, however often they are opened", async ({ page }) => {
    const first = await opened(page);
    const entries = () => page.evaluate(() => history.length);
    const before = await entries();
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Veen-Jansen");
    await page.getByRole("option", { name: /Jansen/ }).first().click();
    await settled(page);
    await expectShown(page, first);
    expect(await entries()).toBe(before);
    await expectState(page, { customer: FIRST, ...CONTACT });
    await search(page, "Pieter");
    expect(await entries()).toBe(before + 1);
  });

  test("still do after a reload", async ({ page }) => {
    const first = await opened(page);
    const second = await search(page, "Pieter");
    await page.reload();
    await expect(who(page, VIEW)).toHaveText(second);
    await page.goBack();
    await expectShown(page, first);
    await expectState(page, { customer: FIRST, ...CONTACT });
  });

  test("lead back to the start, where nobody is chosen", async ({ page }) => {
    await page.goto("/app/");
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Pieter");
    await page.getByRole("option", { name: /Pieter/ }).first().click();
    await whoIsShown(page, VIEW);
    await expectState(page, { customer: SECOND });
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Eerder geopend" })).toBeVisible();
    await expectState(page, {});
  });

  test("work without network as well, also past one who is not on this device", async ({ context, page, watch }) => {
    watch.allow(...NO_NETWORK);
    const first = await opened(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const second = await search(page, "Pieter");
    await settled(page);
    await context.setOffline(true);
    await page.goBack();
    await expectShown(page, first);
    await expectState(page, { customer: FIRST, ...CONTACT });
    await page.locator(".c-relation").filter({ hasNotText: "Pieter" }).first().click();
    await expect(page.getByText("Geen netwerk, en deze klant staat niet op dit apparaat.")).toBeVisible();
    await page.goBack();
    await expectShown(page, first);
    await page.reload();
    await expectShown(page, first);
    await expectState(page, { customer: FIRST, ...CONTACT });
    await search(page, "Pieter");
    await expect(who(page, VIEW)).toHaveText(second);
  });

  test("never show a late answer for the customer who was left", async ({ page }) => {
    const first = await opened(page);
    await search(page, "Loon");
    const held = [];
    await page.route("**/api/v1/profile/open", async (route) => {
      if (route.request().postDataJSON().request.customer_id !== SECOND) return route.continue();
      held.push(() => route.continue().catch(() => {}));
    });
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Pieter");
    await page.getByRole("option", { name: /Pieter/ }).first().click();
    await expect.poll(() => held).toHaveLength(1);
    await page.goBack();
    await expectShown(page, first);
    held[0]();
    await settled(page);
    await expectShown(page, first);
    await expectState(page, { customer: FIRST, ...CONTACT });
  });
});

test.describe("Back and Forward within a customer", () => {
  const detail = (page) => page.locator(VIEW).locator(".c-detail");
  const rows = (page) => page.locator(VIEW).locator("article.c-row:not([hidden])");
  const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

  for (const viewport of [SIZES.desktop, SIZES.phone]) {
    test.describe(() => {
      test.use({ viewport });

      test(`close and open the item: ${viewport.width} px`, async ({ page }) => {
        await opened(page, { customer: FIRST });
        await settled(page);
        if (viewport === SIZES.phone) await page.locator(".c-tabs button").nth(1).click();
        const before = await page.evaluate(() => history.length);
        await rows(page).first().getByRole("button").click();
        await expect(detail(page)).toBeVisible();
        await expect.poll(() => hash(page)).toContain("item=");
        await page.goBack();
        await expect(detail(page)).toHaveCount(0);
        await expect.poll(() => hash(page)).toBe("");
        await page.goForward();
        await expect(detail(page)).toBeVisible();
        // Closed by hand it leads nowhere twice.
        await rows(page).first().getByRole("button").click();
        await expect(detail(page)).toHaveCount(0);
        await expect.poll(() => hash(page)).toBe("");
        expect(await page.evaluate(() => history.length)).toBe(before + 1);
      });
    });
  }

  test("keep filter, opened item and the place in the list of the customer who is left, and a reload does", async ({ page }) => {
    const first = await opened(page, { customer: FIRST });
    await settled(page);
    const list = page.locator(VIEW).locator(".c-timeline__list");
    await page.getByLabel("Zoek in de tijdlijn").fill("meter");
    await expect.poll(() => hash(page)).toBe("#text=meter");
    await page.waitForTimeout(300);
    await list.evaluate((list) => (list.scrollTop = 300));
    await page.waitForTimeout(300);
    const at = await list.evaluate((list) => list.scrollTop);
    await search(page, "Pieter");
    expect(await hash(page)).toBe("");
    await expect(page.getByLabel("Zoek in de tijdlijn")).toHaveValue("");
    await page.goBack();
    await expectShown(page, first);
    const isAsLeft = async () => {
      await expect(page.getByLabel("Zoek in de tijdlijn")).toHaveValue("meter");
      await expect.poll(() => list.evaluate((list) => list.scrollTop)).toBe(at);
      expect(await hash(page)).toBe("#text=meter");
    };
    await isAsLeft();
    await page.reload();
    await expectShown(page, first);
    await isAsLeft();
  });

  test("an item that opens from elsewhere takes the focus and gives it back", async ({ page }) => {
    await opened(page, { customer: FIRST });
    const opener = page.locator(VIEW).locator(".c-promise__title").first();
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(VIEW).locator(".is-opened .c-row__title")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(opener).toBeFocused();
  });

  test("quick arrow keys open the line that they have reached", async ({ page }) => {
    await opened(page, { customer: FIRST });
    await settled(page);
    await page.locator(VIEW).getByRole("button", { name: "Naar de tijdlijn" }).focus();
    await page.keyboard.press("Enter");
    await expect(rows(page).first().locator(".c-row__title")).toBeFocused();
    // All in one task of the page, as a held key on a slow machine.
    const reached = await page.locator(VIEW).evaluate((view) => {
      const title = view.shadowRoot.activeElement;
      const press = (key) => title.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      for (const key of ["ArrowDown", "ArrowDown", "ArrowDown"]) press(key);
      if (press("Enter")) title.click();
      return 3;
    });
    await expect(page.locator(VIEW).locator(`article.is-opened[data-place="${reached}"]`)).toBeVisible();
    await expect(page.locator(VIEW).locator(".is-opened .c-row__title")).toBeFocused();
  });

  test("a window begins in its first field, and a panel that is open while the customer changes throws nothing", async ({ page }) => {
    await opened(page, { customer: FIRST });
    await page.getByRole("button", { name: "Notitie", exact: true }).first().click();
    await expect(page.getByRole("dialog").getByRole("textbox", { name: "Notitie" })).toBeFocused();
    await page.keyboard.press("Escape");
    const header = page.locator(VIEW).locator(".c-view__top .c-pop > button").first();
    await header.click();
    await expect(page.locator(VIEW).locator(".c-view__top .c-pop__panel")).toBeVisible();
    await page.evaluate(([view, id]) => document.querySelector(view).setAttribute("customer", id), [VIEW, SECOND]);
    await expect(page.locator(VIEW).locator(".c-pop__panel")).toHaveCount(0);
    await whoIsShown(page, VIEW);
  });
});
