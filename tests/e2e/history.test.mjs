// Back and Forward in the agent's app: each customer has an address of his own, and why somebody was in contact
// stays with him.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { SIZES } from "./lib/scenes.mjs";
import { anotherIsShown, assertQuiet, eventually, readingOf, startWorld, whoIsShown } from "./lib/world.mjs";

const [{ id: FIRST, channel, reason }, { id: SECOND }, , { id: OTHER }] = customers;
const VIEW = "klantbeeld-app";
const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /ERR_NETWORK/];
const CONTACT = { channel, reason };
const PLACE_PX = 420;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

async function opened(query = { customer: FIRST, ...CONTACT }, options = {}) {
  const visitor = await world.visitor(options);
  await visitor.page.goto(`/app/?${new URLSearchParams(query)}`);
  const first = await whoIsShown(visitor.page, VIEW);
  return { ...visitor, first };
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
async function assertState(page, expected) {
  await eventually(async () => assert.deepEqual(await stateOf(page), { address: expected, told: expected }));
}

/** Waits until this one is shown. */
async function isShown(page, name) {
  await eventually(async () => assert.equal(await whoIsShown(page, VIEW), name));
}

async function search(page, words) {
  const former = await whoIsShown(page, VIEW);
  await page.getByRole("combobox", { name: "Zoek een klant" }).fill(words);
  await page.getByRole("option", { name: new RegExp(words) }).first().click();
  await anotherIsShown(page, former, VIEW);
  return whoIsShown(page, VIEW);
}

async function relation(page) {
  const former = await whoIsShown(page, VIEW);
  await page.locator(".c-relation").filter({ hasText: "Pieter" }).first().click();
  await anotherIsShown(page, former, VIEW);
  return whoIsShown(page, VIEW);
}

describe("another customer in the app", () => {
  for (const [way, turn] of [["search", (page) => search(page, "Pieter")], ["a relation", relation]]) {
    it(`who is opened by ${way} has an address without the former one's reason`, async () => {
      const { page, troubles } = await opened();
      await assertState(page, { customer: FIRST, ...CONTACT });
      await turn(page);
      await assertState(page, { customer: SECOND });
      assertQuiet(troubles);
    });
  }

  it("is shown as he is without that reason", async () => {
    const { page } = await opened();
    const name = await search(page, "Pieter");
    const direct = await opened({ customer: SECOND });
    assert.equal(direct.first, name);
    // The parts of the view come one after the other.
    await eventually(async () => assert.equal(await readingOf(direct.page, VIEW), await readingOf(page, VIEW)));
  });

  it("is opened once, and not again because his address is written", async () => {
    const { page } = await opened();
    const asked = [];
    page.on("request", (request) => request.url().endsWith("/profile/open") && asked.push(request.postDataJSON()));
    await search(page, "Pieter");
    await assertState(page, { customer: SECOND });
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked.map(({ request }) => request.customer_id), [SECOND]);
  });
});

describe("Back and Forward", () => {
  it("show each customer again, with why he was in contact", async () => {
    const { page, first, troubles } = await opened();
    const second = await search(page, "Pieter");
    const third = await search(page, "Loon");
    await page.goBack();
    await isShown(page, second);
    await assertState(page, { customer: SECOND });
    await page.goBack();
    await isShown(page, first);
    await assertState(page, { customer: FIRST, ...CONTACT });
    await page.goForward();
    await page.goForward();
    await isShown(page, third);
    await assertState(page, { customer: OTHER });
    assertQuiet(troubles);
  });

  for (const viewport of [SIZES.desktop, SIZES.phone]) {
    it(`finds the place on the page again, and another begins at his top: ${viewport.width} px`, async () => {
      const { page, first } = await opened({ customer: FIRST }, { viewport });
      await page.waitForLoadState("networkidle");
      await page.evaluate((down) => scrollTo(0, down), PLACE_PX);
      const isAt = (down) => eventually(async () => assert.equal(await page.evaluate(() => Math.round(scrollY)), down));
      await search(page, "Pieter");
      await isAt(0);
      await page.goBack();
      await isShown(page, first);
      await page.waitForLoadState("networkidle");
      await isAt(PLACE_PX);
    });
  }

  it("lead through the same customer once, however often he is opened", async () => {
    const { page, first } = await opened();
    const entries = () => page.evaluate(() => history.length);
    const before = await entries();
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Veen-Jansen");
    await page.getByRole("option", { name: /Jansen/ }).first().click();
    await page.waitForLoadState("networkidle");
    await isShown(page, first);
    assert.equal(await entries(), before);
    await assertState(page, { customer: FIRST, ...CONTACT });
    await search(page, "Pieter");
    assert.equal(await entries(), before + 1);
  });

  it("still do after a reload", async () => {
    const { page, first } = await opened();
    const second = await search(page, "Pieter");
    await page.reload();
    assert.equal(await whoIsShown(page, VIEW), second);
    await page.goBack();
    await isShown(page, first);
    await assertState(page, { customer: FIRST, ...CONTACT });
  });

  it("lead back to the start, where nobody is chosen", async () => {
    const { page } = await world.visitor();
    await page.goto("/app/");
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Pieter");
    await page.getByRole("option", { name: /Pieter/ }).first().click();
    await whoIsShown(page, VIEW);
    await assertState(page, { customer: SECOND });
    await page.goBack();
    await page.getByRole("heading", { name: "Eerder geopend" }).waitFor();
    await assertState(page, {});
  });

  it("work without network as well, also past one who is not on this device", async () => {
    const { context, page, first, troubles } = await opened();
    await page.evaluate(() => navigator.serviceWorker.ready);
    const second = await search(page, "Pieter");
    await page.waitForLoadState("networkidle");
    await context.setOffline(true);
    await page.goBack();
    await isShown(page, first);
    await assertState(page, { customer: FIRST, ...CONTACT });
    await page.locator(".c-relation").filter({ hasNotText: "Pieter" }).first().click();
    await page.getByText("Geen netwerk, en deze klant staat niet op dit apparaat.").waitFor();
    await page.goBack();
    await isShown(page, first);
    await page.reload();
    await isShown(page, first);
    await assertState(page, { customer: FIRST, ...CONTACT });
    await search(page, "Pieter");
    assert.equal(await whoIsShown(page, VIEW), second);
    assertQuiet(troubles, NO_NETWORK);
  });

  it("never show a late answer for the customer who was left", async () => {
    const { page, first } = await opened();
    await search(page, "Loon");
    const held = [];
    await page.route("**/api/v1/profile/open", async (route) => {
      if (route.request().postDataJSON().request.customer_id !== SECOND) return route.continue();
      held.push(() => route.continue().catch(() => {}));
    });
    await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Pieter");
    await page.getByRole("option", { name: /Pieter/ }).first().click();
    await eventually(() => assert.equal(held.length, 1));
    await page.goBack();
    await isShown(page, first);
    held[0]();
    await page.waitForLoadState("networkidle");
    await isShown(page, first);
    await assertState(page, { customer: FIRST, ...CONTACT });
  });
});
