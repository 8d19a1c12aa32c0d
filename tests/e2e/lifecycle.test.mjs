// Coming and going: a view that left has left nothing behind.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { assertQuiet, startWorld, whoIsShown } from "./lib/world.mjs";

const ROUNDS = Number(process.env.KLANTBEELD_MOUNTS ?? 100);
const WARM_UP = 10;
const HEAP_GROWTH_MAX = 2 * 1024 * 1024;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

/** Heap, nodes and listeners of the page after a collection. */
async function weigh(session) {
  for (let time = 0; time < 3; time += 1) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { heap: value("JSHeapUsedSize"), nodes: value("Nodes"), listeners: value("JSEventListeners") };
}

describe("mounting and unmounting", () => {
  it(`${ROUNDS} times lets go of memory, nodes and listeners`, async () => {
    const { context, page, troubles } = await world.visitor();
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await page.goto(`/hosts/strict/?customer=${encodeURIComponent(customers[0].id)}`);
    await whoIsShown(page);
    const rounds = (count) =>
      page.evaluate(async (count) => {
        const view = document.querySelector("klantbeeld-view");
        const place = view.parentNode;
        for (let round = 0; round < count; round += 1) {
          view.remove();
          await new Promise((resolve) => setTimeout(resolve));
          const ready = new Promise((resolve) => view.addEventListener("klantbeeld-ready", resolve, { once: true }));
          place.append(view);
          // Every third leaves before its first screen is there.
          if (round % 3 !== 2) await ready;
        }
        view.remove();
        await new Promise((resolve) => setTimeout(resolve, 300));
        place.append(view);
      }, count);
    const settled = async () => {
      await whoIsShown(page);
      await page.waitForTimeout(300);
      return weigh(session);
    };
    await rounds(WARM_UP);
    const before = await settled();
    await rounds(ROUNDS);
    const afterwards = await settled();
    assert.ok(afterwards.heap - before.heap < HEAP_GROWTH_MAX, JSON.stringify({ before, afterwards }));
    assert.ok(afterwards.nodes - before.nodes < 200, JSON.stringify({ before, afterwards }));
    assert.ok(afterwards.listeners - before.listeners < 50, JSON.stringify({ before, afterwards }));
    assertQuiet(troubles);
  });

  it("moves a view within the page without asking the server again", async () => {
    const { page, troubles } = await world.visitor();
    await page.goto(`/hosts/strict/?customer=${encodeURIComponent(customers[0].id)}`);
    const who = await whoIsShown(page);
    let asked = 0;
    page.on("request", (request) => (asked += request.url().includes("profile/open") ? 1 : 0));
    await page.evaluate(() => document.querySelector("header").after(document.querySelector("klantbeeld-view")));
    await page.waitForTimeout(200);
    assert.equal(await whoIsShown(page), who);
    assert.equal(asked, 0);
    assertQuiet(troubles);
  });

  it("closes and opens the view in React", async () => {
    const { page, troubles } = await world.visitor();
    await page.goto("/hosts/react/");
    const who = await whoIsShown(page);
    await page.getByRole("button", { name: "Klantbeeld sluiten" }).click();
    assert.equal(await page.locator("klantbeeld-view").count(), 0);
    await page.getByRole("button", { name: "Klantbeeld openen" }).click();
    assert.equal(await whoIsShown(page), who);
    assertQuiet(troubles);
  });
});
