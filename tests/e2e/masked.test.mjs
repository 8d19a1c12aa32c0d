// A masked field: opened for a purpose, for a moment, and kept nowhere.
import { expect, test } from "./lib/product.mjs";
import { NO_NETWORK, readingOf, whoIsShown } from "./lib/view.mjs";

const VIEW = "klantbeeld-app";
const WIL = "c-4407321";
const SECRET = "beademingsapparaat";

async function open(page, customer = WIL) {
  await page.goto(`/app/?customer=${customer}`);
  await whoIsShown(page, VIEW);
}

/** The row of the one masked field that the demo has. */
function rowOf(page) {
  return page.getByRole("region", { name: "Afgeschermd" }).locator(".c-masked__row");
}

/** All that this origin keeps on the device, as one text. */
function keptOn(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((done, fail) => ((request.onsuccess = () => done(request.result)), (request.onerror = fail)));
    const text = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = await asked(database.transaction(store).objectStore(store).getAll());
        text.push(JSON.stringify(rows, (_, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value)));
      }
      database.close();
    }
    return text.join("\n");
  });
}

test("a masked field opens for a stated purpose, closes again, and is kept nowhere", async ({ page, watch }) => {
  // The server asks for a purpose before it opens.
  watch.allow(/428/);
  await open(page);
  const row = rowOf(page);
  await expect(row).toContainText("Gezondheid");
  await expect(row).toContainText("afgeschermd");
  expect(await readingOf(page, VIEW)).not.toContain(SECRET);
  await row.getByRole("button", { name: "Openen" }).click();
  await expect(row.getByRole("dialog")).toContainText("het openen wordt vastgelegd");
  await row.getByRole("button", { name: "Openen voor zorgvuldige hulp" }).click();
  await expect(row).toContainText(SECRET);
  await expect(row).toContainText("Het openen is vastgelegd");
  const close = row.getByRole("button", { name: "Sluiten" });
  await expect(close).toBeFocused();
  await expect.poll(() => keptOn(page)).toContain(WIL);
  expect(await keptOn(page)).not.toContain(SECRET);
  await close.click();
  await expect(row).not.toContainText(SECRET);
  await expect(row.getByRole("button", { name: "Openen" })).toBeFocused();
});

test("an opened value goes with its customer", async ({ page, watch }) => {
  // The server asks for a purpose before it opens.
  watch.allow(/428/);
  await open(page);
  const row = rowOf(page);
  await row.getByRole("button", { name: "Openen" }).click();
  await row.getByRole("button", { name: "Openen voor zorgvuldige hulp" }).click();
  await expect(row).toContainText(SECRET);
  await page.getByRole("combobox", { name: "Zoek een klant" }).fill("Haddou");
  await page.getByRole("option", { name: /Haddou/ }).first().click();
  await expect.poll(() => whoIsShown(page, VIEW)).toContain("Haddou");
  expect(await readingOf(page, VIEW)).not.toContain(SECRET);
  await page.goBack();
  await expect.poll(() => whoIsShown(page, VIEW)).toContain("Hendrikse");
  await expect(rowOf(page)).toContainText("afgeschermd");
  expect(await readingOf(page, VIEW)).not.toContain(SECRET);
});

test("without network it says that opening needs it", async ({ page, context, watch }) => {
  watch.allow(...NO_NETWORK);
  await open(page);
  await expect(rowOf(page)).toContainText("afgeschermd");
  await context.setOffline(true);
  await rowOf(page).getByRole("button", { name: "Openen" }).click();
  await expect(rowOf(page).getByRole("alert")).toContainText("alleen met netwerk");
});
