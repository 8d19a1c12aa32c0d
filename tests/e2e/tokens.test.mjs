// Tokens in the real product: fresh before the old one ends, asked for once more after a refusal, and never
// anywhere but in a header.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { klantbeeld } from "./lib/server.mjs";
import { expectNothingKept, who, whoIsShown } from "./lib/view.mjs";

const PAGE = `/hosts/strict/?customer=${encodeURIComponent(customers[0].id)}`;
const REFUSED = [/401 \(Unauthorized\)/];

async function minted(server, ttl) {
  const words = ["token", "--store", server.store, "--role", "agent", "--ttl", String(ttl)];
  return (await klantbeeld(...words)).trim();
}

/** Gives out these tokens, one a time; the last again and again. Counts what was asked. */
async function hand(page, tokens) {
  const given = { count: 0 };
  await page.route("**/demo/token*", (route) => {
    const token = tokens[Math.min(given.count, tokens.length - 1)];
    given.count += 1;
    return route.fulfill({ json: { token, expires_ms: 0 } });
  });
  return given;
}

async function nextRequest(page) {
  await page.evaluate((id) => document.querySelector("klantbeeld-view").setAttribute("customer", id), customers[1].id);
}

test.describe("a token", () => {
  test("that nearly ends is followed by a fresh one before the next request", async ({ page, server }) => {
    const [short, long] = [await minted(server, 4), await minted(server, 300)];
    const given = await hand(page, [short, long]);
    const used = [];
    page.on("request", (request) => {
      if (request.url().includes("profile/open")) used.push(request.headers().authorization);
    });
    await page.goto(PAGE);
    const first = await whoIsShown(page);
    await page.waitForTimeout(2_500);
    await nextRequest(page);
    await expect(who(page)).not.toHaveText(first);
    expect(used[0]).toBe(`Bearer ${short}`);
    expect(used.at(-1)).toBe(`Bearer ${long}`);
    expect(given.count).toBe(2);
  });

  test("that the server refuses is asked for once more, and the view comes", async ({ page, server, watch }) => {
    watch.allow(...REFUSED);
    const good = await minted(server, 300);
    const given = await hand(page, ["eyJhbGciOiJub25lIn0.e30.x", good]);
    await page.goto(PAGE);
    await whoIsShown(page);
    expect(given.count).toBe(2);
  });

  test("that stays refused ends in a plain sentence, not in a loop", async ({ page, watch }) => {
    watch.allow(...REFUSED);
    const given = await hand(page, ["eyJhbGciOiJub25lIn0.e30.x"]);
    await page.goto(PAGE);
    await expect(page.getByText("Uw aanmelding is verlopen.")).toBeVisible();
    await page.waitForTimeout(1_000);
    expect(given.count).toBeLessThanOrEqual(4);
  });

  test("is in no address, no cookie and no storage", async ({ context, page, watch }) => {
    await page.goto(PAGE);
    await whoIsShown(page);
    await expectNothingKept({ page, watch });
    expect(await context.cookies()).toEqual([]);
  });
});
