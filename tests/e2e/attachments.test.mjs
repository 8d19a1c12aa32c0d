// Letters, documents and photos: a note takes one, and whoever may open it gets it back as it was.
import { readFile } from "node:fs/promises";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { VIEW, app, openedOnce } from "./lib/app.mjs";
import { itemsWith, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST }] = customers;
const LETTER = { name: "brief van Marijke é.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nGeachte mevrouw") };
const PAGE = { name: "pagina.pdf", mimeType: "application/pdf", buffer: Buffer.from("<!doctype html><script>alert(1)</script>") };

// What is written here is in nobody's way.
test.use({ serverOptions: {} });

/** Opens the window for a note, and gives it. */
async function noteWindow(page, text) {
  await page.getByRole("button", { name: "Notitie", exact: true }).click();
  const window = page.getByRole("dialog", { name: "Vastleggen" });
  await window.getByRole("textbox", { name: "Notitie" }).fill(text);
  return window;
}

test("a note takes a letter, and gives it back as it was", async ({ page, server }) => {
  await page.goto(app(FIRST));
  await whoIsShown(page, VIEW);
  const window = await noteWindow(page, "Brief ontvangen");
  await window.locator("input[type=file]").setInputFiles(LETTER);
  await expect(window.getByText(LETTER.name)).toBeVisible();
  await window.getByRole("button", { name: "Opslaan" }).click();
  await expect.poll(() => itemsWith(server, FIRST, "Brief ontvangen")).toHaveLength(1);

  await page.locator(".c-row__title", { hasText: "Brief ontvangen" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: `${LETTER.name} downloaden` }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(LETTER.name);
  expect(await readFile(await download.path())).toEqual(LETTER.buffer);
});

test("what is no document is refused with a reason, and the note stays", async ({ page, watch }) => {
  watch.allow(/400/);
  await page.goto(app(FIRST));
  await whoIsShown(page, VIEW);
  const window = await noteWindow(page, "Met een pagina");
  await window.locator("input[type=file]").setInputFiles(PAGE);
  await expect(window.getByText(/Dit soort bestand kan niet mee/)).toBeVisible();
  await expect(window.getByRole("textbox", { name: "Notitie" })).toHaveValue("Met een pagina");
});

test("without network an attachment waits for nobody: the view says so, and the note goes without", async ({ page, context, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/, /no token/);
  await openedOnce(page);
  await context.setOffline(true);
  const window = await noteWindow(page, "Zonder bijlage");
  await window.locator("input[type=file]").setInputFiles(LETTER);
  await expect(window.getByText(/Een bijlage kan alleen met netwerk mee/)).toBeVisible();
  await window.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.locator(".c-queue").getByText("1 te verzenden")).toBeVisible();
});
