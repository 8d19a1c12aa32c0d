// Texts that try to be more than text, through the import into every place that shows them: they read as they
// were written, and nothing runs, opens, loads or moves.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { after, afterEach, before, describe, it } from "node:test";
import { asRead, corpus } from "./lib/corpus.mjs";
import { klantbeeld } from "./lib/server.mjs";
import { assertQuiet, readingOf, startWorld, whoIsShown } from "./lib/world.mjs";

const TEXTS = corpus();
const WHO = "hostile-texts";
const START_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** Messages that put every text into a title, and some into each other place. */
function messages() {
  const at = (index) => new Date(START_MS + index * MINUTE_MS).toISOString();
  const about = { userId: WHO };
  const events = TEXTS.map((text, index) => ({
    ...about,
    type: "track",
    event: text,
    messageId: `event-${index}`,
    properties: { text },
    timestamp: at(index),
  }));
  const pages = TEXTS.slice(0, 110).map((text, index) => ({
    ...about,
    type: "page",
    name: text,
    messageId: `page-${index}`,
    properties: { title: text, url: text, path: text, referrer: text, search: text },
    timestamp: at(index + 0.5),
  }));
  const orders = TEXTS.slice(20, 60).map((text, index) => ({
    ...about,
    type: "track",
    event: "Order Completed",
    messageId: `order-${index}`,
    properties: { order_id: `order-${index}`, currency: "EUR", total: 1, products: [{ name: text, sku: text, price: 1, quantity: 1 }] },
    timestamp: at(index + 0.25),
  }));
  const [first, last, street, city, name] = TEXTS.slice(34, 39);
  const person = {
    ...about,
    type: "identify",
    messageId: "who",
    timestamp: at(0),
    traits: { firstName: first, lastName: last, name, phone: TEXTS[40], title: TEXTS[41], address: { street, city, postalCode: TEXTS[42] } },
  };
  return [person, ...events, ...pages, ...orders];
}

let world;
before(async () => {
  world = await startWorld({
    prepare: async (store) => {
      const file = join(tmpdir(), `klantbeeld-hostile-${process.pid}.ndjson`);
      await writeFile(file, messages().map((message) => JSON.stringify(message)).join("\n"));
      const report = JSON.parse(await klantbeeld("import", "--store", store, "--quiet", "--json", file));
      assert.equal(report.refused, 0, JSON.stringify(report));
    },
  });
});
afterEach(() => world.clear());
after(() => world?.close());

/** A visitor whose page notices whatever runs, opens or loads. */
async function canary() {
  const visitor = await world.visitor();
  const { context, page, troubles } = visitor;
  await page.exposeBinding("__canary", () => troubles.push("canary: a text ran"));
  context.on("page", () => troubles.push("canary: a window opened"));
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame() || !frame.url().startsWith(world.server.url)) troubles.push(`canary: ${frame.url()}`);
  });
  return visitor;
}

/** Nothing from elsewhere was asked for, and no element came out of a text. */
async function assertInert({ page, addresses, troubles }, element) {
  assertQuiet(troubles);
  assert.deepEqual(addresses.filter((url) => !url.startsWith(world.server.url)), []);
  const strange = await page.evaluate((element) => {
    const root = document.querySelector(element).shadowRoot;
    const dangerous = root.querySelectorAll("script, iframe, object, embed, img, video, audio, base, meta, link, style, template, klantbeeld-view");
    const handlers = [...root.querySelectorAll("*")].filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith("on")));
    const links = [...root.querySelectorAll("[href], [src], [action], [formaction]")].filter((found) => {
      const address = found.getAttribute("href") ?? found.getAttribute("src") ?? found.getAttribute("action") ?? "";
      return !/^(#|mailto:|tel:|https?:)/.test(address);
    });
    return [...dangerous, ...handlers, ...links].map((found) => found.outerHTML.slice(0, 200));
  }, element);
  assert.deepEqual(strange, []);
}

describe(`${TEXTS.length} hostile texts`, () => {
  it("read in the timeline exactly as they were written", async () => {
    const visitor = await canary();
    const { page } = visitor;
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    await page.locator(".c-row__title").first().waitFor();
    const { body } = await world.server.api("agent", "profile/open", { customer_id: WHO, page_size: 1 });
    const seen = new Set(
      await page.evaluate(async (total) => {
        const root = document.querySelector("klantbeeld-app").shadowRoot;
        const list = root.querySelector(".c-timeline__list");
        const found = new Map();
        const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const read = () => {
          for (const row of root.querySelectorAll(".c-row:not([hidden])")) {
            found.set(row.getAttribute("aria-posinset"), row.querySelector(".c-row__title").textContent);
          }
        };
        // Down step by step; the rest of the items may still be arriving.
        for (let turn = 0; turn < 2_000 && found.size < total; turn += 1) {
          const isBelow = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
          list.scrollTop = isBelow ? 0 : list.scrollTop + list.clientHeight / 2;
          await frame();
          read();
        }
        return [...found.values()];
      }, body.total),
    );
    const read = new Set([...seen].map(asRead));
    const missing = TEXTS.filter((text) => asRead(text) && !read.has(asRead(text)));
    assert.deepEqual(missing, []);
    await assertInert(visitor, "klantbeeld-app");
  });

  it("read in an opened item, and nothing in it leads anywhere", async () => {
    const visitor = await canary();
    const { page } = visitor;
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    for (const wanted of ["<script>__canary()</script>", '<a href="javascript:__canary()">klik</a>', "javascript:__canary()"]) {
      await page.getByLabel("Zoek in de tijdlijn").fill(wanted);
      const row = page.locator(".c-row:not([hidden]) .c-row__title", { hasText: wanted }).first();
      await row.click();
      await page.locator(".c-timeline__detail:not([hidden])").getByText(wanted, { exact: false }).first().waitFor();
      await assertInert(visitor, "klantbeeld-app");
      await row.click();
    }
  });

  it("read in the header, the search and the customer's own page", async () => {
    const visitor = await canary();
    const { page } = visitor;
    await page.goto(`/app/?customer=${WHO}`);
    assert.ok(asRead(await whoIsShown(page, "klantbeeld-app")).includes(asRead(TEXTS[35])));
    assert.ok(asRead(await readingOf(page, "klantbeeld-app")).includes(asRead(TEXTS[37])));
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const text of TEXTS.filter((_, index) => index % 10 === 0)) await search.fill(text);
    await search.fill(WHO);
    await page.getByRole("option").first().waitFor();
    await assertInert(visitor, "klantbeeld-app");
    await page.goto(`/mijn/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-self");
    await assertInert(visitor, "klantbeeld-self");
  });

  it("in the address and in the attributes of the element are text as well", async () => {
    const visitor = await canary();
    const { page } = visitor;
    for (const text of TEXTS.filter((_, index) => index % 40 === 0)) {
      await page.goto(`/app/?${new URLSearchParams({ customer: WHO, channel: text, reason: text, lang: text, theme: text })}`);
      await whoIsShown(page, "klantbeeld-app");
      await assertInert(visitor, "klantbeeld-app");
    }
  });

  it("that an agent types come back as they are", async () => {
    const visitor = await canary();
    const { page } = visitor;
    const text = `"><img src=x onerror=__canary()> \u202e{{1+1}}`;
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Wat belooft u?").fill(text);
    await dialog.getByRole("button", { name: "Morgen" }).click();
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await page.locator('[part="promises"]').getByText('"><img src=x onerror=__canary()>').first().waitFor();
    await assertInert(visitor, "klantbeeld-app");
  });
});
