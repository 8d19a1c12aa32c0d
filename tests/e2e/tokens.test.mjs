// Tokens in the real product: fresh before the old one ends, asked for once more after a refusal, and never
// anywhere but in a header.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { klantbeeld } from "./lib/server.mjs";
import { anotherIsShown, assertNothingKept, assertQuiet, startWorld, whoIsShown } from "./lib/world.mjs";

const PAGE = `/hosts/strict/?customer=${encodeURIComponent(customers[0].id)}`;
const REFUSED = [/401 \(Unauthorized\)/];

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

async function minted(ttl) {
  const words = ["token", "--store", world.server.store, "--role", "agent", "--ttl", String(ttl)];
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

describe("a token", () => {
  it("that nearly ends is followed by a fresh one before the next request", async () => {
    const { page, troubles } = await world.visitor();
    const [short, long] = [await minted(4), await minted(300)];
    const given = await hand(page, [short, long]);
    const used = [];
    page.on("request", (request) => {
      if (request.url().includes("profile/open")) used.push(request.headers().authorization);
    });
    await page.goto(PAGE);
    const first = await whoIsShown(page);
    await page.waitForTimeout(2_500);
    await nextRequest(page);
    await anotherIsShown(page, first);
    assert.equal(used[0], `Bearer ${short}`);
    assert.equal(used.at(-1), `Bearer ${long}`);
    assert.equal(given.count, 2);
    assertQuiet(troubles);
  });

  it("that the server refuses is asked for once more, and the view comes", async () => {
    const { page, troubles } = await world.visitor();
    const good = await minted(300);
    const given = await hand(page, ["eyJhbGciOiJub25lIn0.e30.x", good]);
    await page.goto(PAGE);
    await whoIsShown(page);
    assert.equal(given.count, 2);
    assertQuiet(troubles, REFUSED);
  });

  it("that stays refused ends in a plain sentence, not in a loop", async () => {
    const { page } = await world.visitor();
    const given = await hand(page, ["eyJhbGciOiJub25lIn0.e30.x"]);
    await page.goto(PAGE);
    await page.getByText("Uw aanmelding is verlopen.").waitFor();
    await page.waitForTimeout(1_000);
    assert.ok(given.count <= 4, `${given.count} tokens were asked for`);
  });

  it("is in no address, no cookie and no storage", async () => {
    const visitor = await world.visitor();
    await visitor.page.goto(PAGE);
    await whoIsShown(visitor.page);
    await assertNothingKept(visitor);
    assert.deepEqual(await visitor.context.cookies(), []);
    assertQuiet(visitor.troubles);
  });
});
