// Texts that try to be more than text, through the import into every place that shows them: they read as they
// were written, and nothing runs, opens, loads or moves.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { asRead, corpus } from "./lib/corpus.mjs";
import { expect, test as product } from "./lib/product.mjs";
import { klantbeeld } from "./lib/server.mjs";
import { readingOf, whoIsShown } from "./lib/view.mjs";

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

/** The customer of whom all of it is said. */
async function prepare(store) {
  const file = join(tmpdir(), `klantbeeld-hostile-${process.pid}.ndjson`);
  await writeFile(file, messages().map((message) => JSON.stringify(message)).join("\n"));
  const report = JSON.parse(await klantbeeld("import", "--store", store, "--quiet", "--json", file));
  expect(report.refused, JSON.stringify(report)).toBe(0);
}

const test = product.extend({
  /** The page reports whatever runs, opens or loads. */
  canary: [
    async ({ context, page, server, watch }, use) => {
      await page.exposeBinding("__canary", () => watch.report("canary: a text ran"));
      context.on("page", () => watch.report("canary: a window opened"));
      page.on("framenavigated", (frame) => {
        if (frame !== page.mainFrame() || !frame.url().startsWith(server.url)) watch.report(`canary: ${frame.url()}`);
      });
      await use();
    },
    { auto: true },
  ],
});
test.use({ serverOptions: { prepare } });

/** Nothing ran, nothing from elsewhere was asked for, and no element came out of a text. */
async function expectInert({ page, server, watch }, element) {
  watch.expectQuiet();
  expect(watch.addresses.filter((url) => !url.startsWith(server.url))).toEqual([]);
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
  expect(strange).toEqual([]);
}

test.describe(`${TEXTS.length} hostile texts`, () => {
  test("read in the timeline exactly as they were written", async ({ page, server, watch }) => {
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    await expect(page.locator(".c-row__title").first()).toBeVisible();
    const { body } = await server.api("agent", "profile/open", { customer_id: WHO, page_size: 1 });
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
    expect(missing).toEqual([]);
    await expectInert({ page, server, watch }, "klantbeeld-app");
  });

  test("read in an opened item, and nothing in it leads anywhere", async ({ page, server, watch }) => {
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    for (const wanted of ["<script>__canary()</script>", '<a href="javascript:__canary()">klik</a>', "javascript:__canary()"]) {
      await page.getByLabel("Zoek in de tijdlijn").fill(wanted);
      const row = page.locator(".c-row:not([hidden]) .c-row__title", { hasText: wanted }).first();
      await row.click();
      await expect(page.locator(".c-timeline__detail:not([hidden])").getByText(wanted, { exact: false }).first()).toBeVisible();
      await expectInert({ page, server, watch }, "klantbeeld-app");
      await row.click();
    }
  });

  test("read in the header, the search and the customer's own page", async ({ page, server, watch }) => {
    await page.goto(`/app/?customer=${WHO}`);
    expect(asRead(await whoIsShown(page, "klantbeeld-app"))).toContain(asRead(TEXTS[35]));
    expect(asRead(await readingOf(page, "klantbeeld-app"))).toContain(asRead(TEXTS[37]));
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const text of TEXTS.filter((_, index) => index % 10 === 0)) await search.fill(text);
    await search.fill(WHO);
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectInert({ page, server, watch }, "klantbeeld-app");
    await page.goto(`/mijn/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-self");
    await expectInert({ page, server, watch }, "klantbeeld-self");
  });

  test("in the address and in the attributes of the element are text as well", async ({ page, server, watch }) => {
    for (const text of TEXTS.filter((_, index) => index % 40 === 0)) {
      await page.goto(`/app/?${new URLSearchParams({ customer: WHO, channel: text, reason: text, lang: text, theme: text })}`);
      await whoIsShown(page, "klantbeeld-app");
      await expectInert({ page, server, watch }, "klantbeeld-app");
    }
  });

  test("that an agent types come back as they are", async ({ page, server, watch }) => {
    const text = `"><img src=x onerror=__canary()> \u202e{{1+1}}`;
    await page.goto(`/app/?customer=${WHO}`);
    await whoIsShown(page, "klantbeeld-app");
    await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Wat belooft u?").fill(text);
    await dialog.getByRole("button", { name: "Morgen" }).click();
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(page.locator('[part="promises"]').getByText('"><img src=x onerror=__canary()>').first()).toBeVisible();
    await expectInert({ page, server, watch }, "klantbeeld-app");
  });
});
