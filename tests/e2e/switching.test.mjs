// No value of one customer ever stands in the view of another, however late and in whatever order the
// answers come. KLANTBEELD_SWITCHES=1000 makes the run long.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { assertQuiet, readingOf, startWorld } from "./lib/world.mjs";

const SWITCHES = Number(process.env.KLANTBEELD_SWITCHES ?? 200);
const SEED = Number(process.env.KLANTBEELD_SEED ?? 20261122);
const LONGEST_DELAY_MS = 160;

/** Small and repeatable: the same seed gives the same run. */
function randomness(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

let world;
before(async () => (world = await startWorld({ env: { KLANTBEELD_LOG: "text" } })));
afterEach(() => world.clear());
after(() => world?.close());

/** All that the server says of a customer, as far as its first thousand items. */
async function answersFor(id) {
  const { status, body: head } = await world.server.api("agent", "profile/open", { customer_id: id, page_size: 50 });
  assert.equal(status, 200, `${id}: ${JSON.stringify(head)}`);
  const items = [...head.page.items];
  for (let cursor = head.page.next; cursor && items.length < 1_000; ) {
    const request = { customer_id: id, cursor, limit: 100, kinds: [], channels: [], text: "" };
    const { status, body } = await world.server.api("agent", "timeline/page", request);
    assert.equal(status, 200, JSON.stringify(body));
    items.push(...body.items);
    cursor = body.next;
  }
  const values = head.fields.flatMap(({ claims }) => claims.map(({ value }) => value));
  const texts = [...values, ...items.map(({ title }) => title)].filter((text) => text.length > 5);
  return { texts: new Set(texts), all: JSON.stringify([head, items]) };
}

/** Texts that occur in the answers for one customer only: names, addresses, numbers, titles. */
async function marksOf(ids) {
  const answers = new Map();
  for (const id of ids) answers.set(id, await answersFor(id));
  const marks = {};
  for (const [id, { texts }] of answers) {
    const others = [...answers].filter(([other]) => other !== id).map(([, { all }]) => all);
    const inJson = (text) => JSON.stringify(text).slice(1, -1);
    const own = [...texts].filter((text) => !others.some((all) => all.includes(inJson(text))));
    // Of a household that shares its address and its items, one member is enough.
    if (own.length > 3) marks[id] = own;
  }
  assert.ok(Object.keys(marks).length > 5, `only ${Object.keys(marks)} have something of their own`);
  return marks;
}

describe("switching the customer", () => {
  it(`${SWITCHES} times with late and reordered answers shows no foreign value (seed ${SEED})`, async () => {
    const random = randomness(SEED);
    const marks = await marksOf(customers.map(({ id }) => id));
    const ids = Object.keys(marks);
    const { page, troubles } = await world.visitor();
    await page.route("**/api/v1/**", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_DELAY_MS));
      await route.continue().catch(() => {});
    });
    await page.goto(`/hosts/strict/?customer=${encodeURIComponent(ids[0])}`);
    await page.waitForFunction(() => document.querySelector("klantbeeld-view").shadowRoot.querySelector("h1:not(.u-hidden)"));

    await page.evaluate((marks) => {
      const view = document.querySelector("klantbeeld-view");
      const seen = (globalThis.__foreign = []);
      globalThis.__looks = 0;
      globalThis.__shown = new Set();
      const look = () => {
        globalThis.__looks += 1;
        const now = view.getAttribute("customer");
        const text = [...view.shadowRoot.children].map((box) => box.textContent).join(" ");
        if (marks[now].some((mark) => text.includes(mark))) globalThis.__shown.add(now);
        for (const [id, foreign] of Object.entries(marks)) {
          const mark = id === now ? undefined : foreign.find((mark) => text.includes(mark));
          if (mark) seen.push(`${mark} of ${id} while ${now} is open`);
        }
      };
      // What a frame is painted from, and every state in between that a task leaves behind.
      const frame = () => (look(), requestAnimationFrame(frame));
      frame();
      const channel = new MessageChannel();
      channel.port1.onmessage = look;
      new MutationObserver(() => channel.port2.postMessage(0)).observe(view.shadowRoot, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
    }, marks);

    let last = ids[0];
    for (let turn = 0; turn < SWITCHES; turn += 1) {
      last = ids[Math.floor(random() * ids.length)];
      const pause = random() < 0.3 ? LONGEST_DELAY_MS * 1.2 : random() * 60;
      await page.evaluate((id) => document.querySelector("klantbeeld-view").setAttribute("customer", id), last);
      await page.waitForTimeout(pause);
    }
    await page.waitForFunction((texts) => {
      const view = document.querySelector("klantbeeld-view");
      const text = [...view.shadowRoot.children].map((box) => box.textContent).join(" ");
      return texts.some((mark) => text.includes(mark));
    }, marks[last]);

    const outcome = await page.evaluate(() => ({
      foreign: globalThis.__foreign.slice(0, 5),
      looks: globalThis.__looks,
      shown: globalThis.__shown.size,
    }));
    assert.deepEqual(outcome.foreign, []);
    assert.ok(outcome.looks > SWITCHES, `only ${outcome.looks} looks`);
    assert.equal(outcome.shown, ids.length, "some customers were never seen: the test proves nothing");
    assertQuiet(troubles);
    assert.ok((await readingOf(page)).length > 0);
  });
});
