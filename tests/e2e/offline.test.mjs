// The agent's app without network: it starts, shows and searches what was opened before, and what is
// written waits in sight and arrives exactly once.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { assertQuiet, startWorld, whoIsShown } from "./lib/world.mjs";

const FIRST = customers[0].id;
const APP = `/app/?customer=${encodeURIComponent(FIRST)}`;
const VIEW = "klantbeeld-app";
/** What a browser writes to its console when there is no network. */
const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/];
const SHELL_MS = 3_000;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world.close());

/** The app with one customer opened, its worker in charge and everything kept. */
async function openedOnce() {
  const visitor = await world.visitor();
  await visitor.page.goto(APP);
  const who = await whoIsShown(visitor.page, VIEW);
  await visitor.page.evaluate(() => navigator.serviceWorker.ready);
  await visitor.page.waitForLoadState("networkidle");
  return { ...visitor, who };
}

async function goOffline({ context, page }) {
  await context.setOffline(true);
  await page.reload();
}

describe("the app without network", () => {
  it("starts and shows the customer that was opened before", async () => {
    const visitor = await openedOnce();
    const start = Date.now();
    await goOffline(visitor);
    assert.equal(await whoIsShown(visitor.page, VIEW), visitor.who);
    assert.ok(Date.now() - start < SHELL_MS, `${Date.now() - start} ms`);
    assertQuiet(visitor.troubles, NO_NETWORK);
  });
});
