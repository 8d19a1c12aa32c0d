// Coming and going: a view that left has left nothing behind.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { who, whoIsShown } from "./lib/view.mjs";

const ROUNDS = Number(process.env.KLANTBEELD_MOUNTS ?? 100);
const WARM_UP = 10;
const HEAP_GROWTH_MAX = 2 * 1024 * 1024;
/** Far more than a round takes, and what comes before the first one. */
const ROUND_MS = 1_000;
const START_MS = 90_000;

// A trace keeps what the page let go of.
test.use({ trace: "off" });

/** Heap, nodes and listeners of the page after a collection. */
async function weigh(session) {
  for (let time = 0; time < 3; time += 1) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { heap: value("JSHeapUsedSize"), nodes: value("Nodes"), listeners: value("JSEventListeners") };
}

test.describe("mounting and unmounting", () => {
  test(`${ROUNDS} times lets go of memory, nodes and listeners`, async ({ context, page }) => {
    test.setTimeout(START_MS + ROUNDS * ROUND_MS);
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
    const growth = (what) => afterwards[what] - before[what];
    expect(growth("heap"), "bytes").toBeLessThan(HEAP_GROWTH_MAX);
    expect(growth("nodes"), "nodes").toBeLessThan(200);
    expect(growth("listeners"), "listeners").toBeLessThan(50);
  });

  test("moves a view within the page without asking the server again", async ({ page }) => {
    await page.goto(`/hosts/strict/?customer=${encodeURIComponent(customers[0].id)}`);
    const shown = await whoIsShown(page);
    let asked = 0;
    page.on("request", (request) => (asked += request.url().includes("profile/open") ? 1 : 0));
    await page.evaluate(() => document.querySelector("header").after(document.querySelector("klantbeeld-view")));
    await page.waitForTimeout(200);
    await expect(who(page)).toHaveText(shown);
    expect(asked).toBe(0);
  });

  test("closes and opens the view in React", async ({ page }) => {
    await page.goto("/hosts/react/");
    const shown = await whoIsShown(page);
    await page.getByRole("button", { name: "Klantbeeld sluiten" }).click();
    await expect(page.locator("klantbeeld-view")).toHaveCount(0);
    await page.getByRole("button", { name: "Klantbeeld openen" }).click();
    await expect(who(page)).toHaveText(shown);
  });
});
