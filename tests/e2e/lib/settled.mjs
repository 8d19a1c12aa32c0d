// When a page has what it asked for. Playwright's "networkidle" never comes: what others write is waited for as long as
// a customer is on screen.

const QUIET_MS = 500;

/** Waits until nothing was answered to a page for half a second. */
export async function settled(page) {
  await page.waitForLoadState("load");
  await page.evaluate(async (quiet) => {
    let [count, since] = [-1, 0];
    do {
      const now = performance.getEntriesByType("resource").length;
      if (now !== count) [count, since] = [now, performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 50));
    } while (performance.now() - since < quiet);
  }, QUIET_MS);
}
