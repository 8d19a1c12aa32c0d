// No value of one customer ever stands in the view of another, however late and in whatever order the
// answers come. KLANTBEELD_SWITCHES=1000 makes the run long.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { readingOf, who } from "./lib/view.mjs";

const SWITCHES = Number(process.env.KLANTBEELD_SWITCHES ?? 200);
const SEED = Number(process.env.KLANTBEELD_SEED ?? 20261122);
const LONGEST_DELAY_MS = 160;
/** Far more than a turn takes, and what comes before the first one. */
const TURN_MS = 1_000;
const START_MS = 90_000;

// A trace of every turn is larger than what it explains.
test.use({ trace: "off" });

/** Small and repeatable: the same seed gives the same run. */
function randomness(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** All that the server says of a customer, as far as its first thousand items. */
async function answersFor(server, id) {
  const { status, body: head } = await server.api("agent", "profile/open", { customer_id: id, page_size: 50 });
  expect(status, `${id}: ${JSON.stringify(head)}`).toBe(200);
  const items = [...head.page.items];
  for (let cursor = head.page.next; cursor && items.length < 1_000; ) {
    const request = { customer_id: id, cursor, limit: 100, kinds: [], channels: [], text: "" };
    const { status, body } = await server.api("agent", "timeline/page", request);
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.next;
  }
  const values = head.fields.flatMap(({ claims }) => claims.map(({ value }) => value));
  const texts = [...values, ...items.map(({ title }) => title)].filter((text) => text.length > 5);
  return { texts: new Set(texts), all: JSON.stringify([head, items]) };
}

/** Texts that occur in the answers for one customer only: names, addresses, numbers, titles. */
async function marksOf(server, ids) {
  const answers = new Map();
  for (const id of ids) answers.set(id, await answersFor(server, id));
  const marks = {};
  for (const [id, { texts }] of answers) {
    const others = [...answers].filter(([other]) => other !== id).map(([, { all }]) => all);
    const inJson = (text) => JSON.stringify(text).slice(1, -1);
    const own = [...texts].filter((text) => !others.some((all) => all.includes(inJson(text))));
    // Of a household that shares its address and its items, one member is enough.
    if (own.length > 3) marks[id] = own;
  }
  expect(Object.keys(marks).length, "have something of their own").toBeGreaterThan(5);
  return marks;
}

test.describe("switching the customer", () => {
  test(`${SWITCHES} times with late and reordered answers shows no foreign value (seed ${SEED})`, async ({ page, server }) => {
    test.setTimeout(START_MS + SWITCHES * TURN_MS);
    const random = randomness(SEED);
    const marks = await marksOf(server, customers.map(({ id }) => id));
    const ids = Object.keys(marks);
    await page.route("**/api/v1/**", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_DELAY_MS));
      await route.continue().catch(() => {});
    });
    await page.goto(`/hosts/strict/?customer=${encodeURIComponent(ids[0])}`);
    await expect(who(page)).toBeVisible();

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
    expect(outcome.foreign).toEqual([]);
    expect(outcome.looks).toBeGreaterThan(SWITCHES);
    expect(outcome.shown, "each customer was seen, or the test proves nothing").toBe(ids.length);
    expect(await readingOf(page)).not.toBe("");
  });
});
