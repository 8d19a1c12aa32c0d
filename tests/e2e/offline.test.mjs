// The agent's app without network: it starts, shows and searches what was opened before, and what is
// written waits in sight and arrives exactly once.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { anotherIsShown, assertQuiet, eventually, itemsWith, startWorld, whoIsShown } from "./lib/world.mjs";

const [{ id: FIRST }, { id: SECOND }, { id: THIRD }] = customers;
const VIEW = "klantbeeld-app";
/** What a browser writes to its console when there is no network. */
const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /ERR_NETWORK/];
const SHELL_MS = 3_000;
const SENT = "Alles is verzonden.";

const app = (id) => `/app/?customer=${encodeURIComponent(id)}`;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

/** The app with one customer opened, its worker in charge and everything kept. */
async function openedOnce(id = FIRST, options) {
  const visitor = await world.visitor(options);
  await visitor.page.goto(app(id));
  const who = await whoIsShown(visitor.page, VIEW);
  await visitor.page.evaluate(() => navigator.serviceWorker.ready);
  await isKept(visitor.page, id);
  return { ...visitor, who };
}

/** Waits until the device keeps a customer: the network is idle a moment earlier. */
function isKept(page, id) {
  // Not by `waitForFunction`: it takes the promise for the answer, and waits for nothing.
  return eventually(async () => assert.ok(await page.evaluate(hasBlocks, id), `${id} is kept`));
}

/** Whether the database has the blocks of a customer. Runs in the page. */
function hasBlocks(customer) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("klantbeeld");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const count = opening.result.transaction("blocks").objectStore("blocks").count(customer);
      count.onsuccess = () => resolve(count.result === 1);
      count.onerror = () => resolve(false);
      opening.result.close();
    };
  });
}

async function goOffline({ context, page }) {
  await context.setOffline(true);
  await page.reload();
}

/** Writes a promise for tomorrow; gives the text by which it is found again. */
async function promise(page, text) {
  await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Wat belooft u?").fill(text);
  await dialog.getByRole("button", { name: "Morgen" }).click();
  await dialog.getByRole("button", { name: "Opslaan" }).click();
  await dialog.waitFor({ state: "hidden" });
}

async function note(page, text) {
  await page.getByRole("button", { name: "Notitie", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Notitie" }).fill(text);
  await dialog.getByRole("button", { name: "Opslaan" }).click();
  await dialog.waitFor({ state: "hidden" });
}

const queue = (page) => page.locator(".c-queue");
const waits = (page, count) => queue(page).getByText(`${count} te verzenden`).waitFor();
const isSent = (page) => queue(page).getByText(SENT).first().waitFor();

/** Fails unless the server has the text exactly once, and keeps to that while the client goes on. */
async function assertOnce(text, id = FIRST) {
  await eventually(async () => assert.equal((await itemsWith(world.server, id, text)).length, 1, text));
}

describe("the app without network", () => {
  it("starts and shows the customer that was opened before", async () => {
    const visitor = await openedOnce();
    const start = Date.now();
    await goOffline(visitor);
    assert.equal(await whoIsShown(visitor.page, VIEW), visitor.who);
    assert.ok(Date.now() - start < SHELL_MS, `${Date.now() - start} ms`);
    await visitor.page.getByText(/Geen netwerk\. U ziet de stand van/).first().waitFor();
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("has every item of that customer, and finds in them", async () => {
    const visitor = await openedOnce(THIRD);
    const { page } = visitor;
    const { body } = await world.server.api("agent", "profile/open", { customer_id: THIRD, page_size: 1 });
    assert.ok(body.total > 50, "more than the first page");
    await goOffline(visitor);
    await whoIsShown(page, VIEW);
    await page.getByRole("button", { name: /Meer filters/ }).click();
    const planned = page.getByRole("button", { name: "Toon gepland" });
    if ((await planned.getAttribute("aria-pressed")) === "false") await planned.click();
    const shown = Number((await page.locator(".c-filters__count").innerText()).replace(/\D/g, ""));
    assert.equal(shown, body.total);
    await page.getByLabel("Zoek in de tijdlijn").fill(body.first.title);
    await page.locator(".c-row__title", { hasText: body.first.title }).first().waitFor();
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("finds the customers of this device, and says so of one that is not there", async () => {
    const visitor = await openedOnce(SECOND);
    const { page } = visitor;
    await page.goto(app(FIRST));
    await whoIsShown(page, VIEW);
    await isKept(page, FIRST);
    await goOffline(visitor);
    const first = await whoIsShown(page, VIEW);
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const known of ["06 12 34 56 78", "0612345678", "3571ab", "marijke@", "4401882"]) {
      await search.fill(known);
      await page.getByRole("option", { name: /Marijke/ }).waitFor();
    }
    await search.fill("Pieter");
    await page.getByText("Zonder netwerk zoekt u alleen in klanten op dit apparaat.").waitFor();
    await page.getByRole("option", { name: /Pieter/ }).click();
    await anotherIsShown(page, first, VIEW);
    await page.goto(app(THIRD));
    await page.getByText("Geen netwerk, en deze klant staat niet op dit apparaat.").waitFor();
    assertQuiet(visitor.troubles, NO_NETWORK);
  });
});

describe("the app on this device", () => {
  it("begins with the language and the appearance that were chosen last", async () => {
    const { page } = await openedOnce();
    const view = page.locator(VIEW).locator(".kb");
    await page.locator(VIEW).locator("header.c-bar").getByText("EN", { exact: true }).click();
    await page.getByRole("button", { name: /^Appearance/ }).click();
    await page.reload();
    await whoIsShown(page, VIEW);
    assert.equal(await view.getAttribute("lang"), "en-GB");
    assert.equal(await view.getAttribute("data-theme"), "dark");
  });
});

describe("what is written without network", () => {
  it("waits in the visible queue and arrives exactly once, for a second client as well", async () => {
    const visitor = await openedOnce();
    const { context, page } = visitor;
    const text = "Belofte zonder netwerk";
    await context.setOffline(true);
    await promise(page, text);
    await waits(page, 1);
    await queue(page).getByRole("button").first().click();
    await queue(page).getByText(text).first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal((await itemsWith(world.server, FIRST, text)).length, 0);

    await context.setOffline(false);
    await isSent(page);
    await assertOnce(text);
    const second = await world.visitor();
    await second.page.goto(app(FIRST));
    await whoIsShown(second.page, VIEW);
    await second.page.locator('[part="promises"]').getByText(text).first().waitFor();
    assert.equal(await second.page.locator('[part="promises"]').getByText(text, { exact: true }).count(), 1);
    assertQuiet(visitor.troubles, NO_NETWORK);
    assertQuiet(second.troubles);
  });

  it("stands on the timeline at once, marked until it has arrived", async () => {
    const visitor = await openedOnce();
    const { context, page } = visitor;
    const line = page.locator("article.c-row:not([hidden])", { hasText: "Sleutel ligt bij de buren" });
    await context.setOffline(true);
    await note(page, "Sleutel ligt bij de buren");
    await line.getByText("Wacht op verzending").waitFor();
    await page.getByLabel("Zoek in de tijdlijn").fill("sleutel");
    await line.getByRole("button").click();
    await page.locator(".c-detail").getByText("Wacht op verzending").waitFor();
    await page.getByLabel("Zoek in de tijdlijn").fill("");
    await context.setOffline(false);
    await isSent(page);
    await line.getByText("Wacht op verzending").waitFor({ state: "hidden" });
    assert.equal(await line.count(), 1);
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("still waits after a reload without network, several of them, and each arrives once", async () => {
    const visitor = await openedOnce();
    const { context, page } = visitor;
    await context.setOffline(true);
    await promise(page, "Belofte voor de herstart");
    await note(page, "Notitie voor de herstart");
    await waits(page, 2);
    await page.reload();
    await whoIsShown(page, VIEW);
    await waits(page, 2);
    await context.setOffline(false);
    await isSent(page);
    await assertOnce("Belofte voor de herstart");
    await assertOnce("Notitie voor de herstart");
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("arrives once when two windows of the app have it", async () => {
    const visitor = await openedOnce();
    const { context, page } = visitor;
    const other = await context.newPage();
    await context.setOffline(true);
    await promise(page, "Belofte in twee vensters");
    await waits(page, 1);
    await other.goto(app(FIRST));
    await whoIsShown(other, VIEW);
    await waits(other, 1);
    await context.setOffline(false);
    await Promise.all([isSent(page), isSent(other)]);
    await assertOnce("Belofte in twee vensters");
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("arrives once when the server's answer is lost", async () => {
    const { page, troubles } = await world.visitor({ serviceWorkers: "block" });
    await page.goto(app(FIRST));
    await whoIsShown(page, VIEW);
    let pushes = 0;
    await page.route("**/api/v1/operation/push", async (route) => {
      pushes += 1;
      if (pushes > 1) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await note(page, "Notitie waarvan het antwoord wegviel");
    await eventually(async () => assert.ok(pushes > 1, "sent again"), { within: 20_000 });
    await isSent(page);
    await assertOnce("Notitie waarvan het antwoord wegviel");
    assertQuiet(troubles, [/ERR_CONNECTION_RESET/, /ERR_FAILED/, ...NO_NETWORK, /ervice.?[wW]orker/]);
  });

  it("a preference is kept, shown as waiting, and arrives with its author", async () => {
    const visitor = await openedOnce();
    const { context, page } = visitor;
    await context.setOffline(true);
    const answer = page.locator(".c-matrix button.c-answer").first();
    const before = await answer.getAttribute("aria-label");
    await answer.click();
    await eventually(async () => assert.match(await answer.getAttribute("aria-label"), /Wacht op verzending/));
    await page.reload();
    await eventually(async () => assert.match(await answer.getAttribute("aria-label"), /Wacht op verzending/));
    await context.setOffline(false);
    await isSent(page);
    await eventually(async () => assert.doesNotMatch(await answer.getAttribute("aria-label"), /Wacht op verzending/));
    assert.notEqual(await answer.getAttribute("aria-label"), before);
    const { body } = await world.server.api("agent", "profile/open", { customer_id: FIRST, page_size: 1 });
    const claim = body.fields.find(({ field }) => field === "preference.email.service").claims[0];
    assert.equal(claim.author, "employee");
    assertQuiet(visitor.troubles, NO_NETWORK);
  });
});
