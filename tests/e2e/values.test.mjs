// Values that cannot be right: shown as what they are, and of no use to dial.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VIEW, app } from "./lib/app.mjs";
import { expect, test } from "./lib/product.mjs";
import { klantbeeld } from "./lib/server.mjs";
import { whoIsShown } from "./lib/view.mjs";

test.use({ serverOptions: {} });

test("a telephone number that a spreadsheet shortened is marked, and is no link", async ({ page, server }) => {
  const folder = await mkdtemp(join(tmpdir(), "klantbeeld-values-"));
  const file = join(folder, "people.ndjson");
  const traits = { firstName: "Wim", lastName: "de Groot", phone: "6,12346E+08", email: "wim@voorbeeld.example" };
  await writeFile(file, `${JSON.stringify({ type: "identify", userId: "odd-1", traits, timestamp: "2026-11-01T10:00:00Z" })}\n`);
  await klantbeeld("import", "--store", server.store, "--source", "crm", file);
  await rm(folder, { recursive: true });
  await page.goto(app("odd-1"));
  await whoIsShown(page, VIEW);
  const contact = page.locator(".c-contact");
  await expect(contact.getByText("6,12346E+08")).toBeVisible();
  await expect(contact.getByText("lijkt ongeldig")).toHaveCount(1);
  await expect(contact.locator('a[href^="tel:"]')).toHaveCount(0);
  await expect(contact.locator('a[href="mailto:wim@voorbeeld.example"]')).toBeVisible();
});
