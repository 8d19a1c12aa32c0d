// What an employee corrects in place: telephone, e-mail, address, the pinned fact, and whatever else the policy lets
// them write; and where each value came from.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { settled } from "./lib/settled.mjs";
import { NO_NETWORK, whoIsShown } from "./lib/view.mjs";

const VIEW = "klantbeeld-app";
const FIRST = customers[0].id;
const POLICY = fileURLToPath(new URL("../../demo/policy.toml", import.meta.url));
const OWN_FIELD = `
[field."person.nickname"]
label = { nl = "Roepnaam op kantoor", en = "Office nickname" }
class = "identity"
owner = "service"
cadence = "at every contact"
purposes = ["service"]
retention = "2 years after the relation ends"
read = ["agent"]
write = ["agent"]
`;

const OWN_POLICY = join(tmpdir(), `klantbeeld-e2e-policy-${process.pid}.toml`);

/** Writes the demo's policy with a field of the organisation's own. */
async function writePolicy() {
  const text = await readFile(POLICY, "utf8");
  await writeFile(OWN_POLICY, text.replace('[field."service.note"]', `${OWN_FIELD}\n[field."service.note"]`));
}

test.use({ serverOptions: { env: { KLANTBEELD_POLICY: OWN_POLICY }, prepare: writePolicy } });

async function open(page) {
  await page.goto(`/app/?customer=${encodeURIComponent(FIRST)}`);
  await whoIsShown(page, VIEW);
  await settled(page);
}

/** The shown claim of a field, as the server knows it. */
async function claimOf(server, name) {
  const { body } = await server.api("agent", "profile/open", { customer_id: FIRST, page_size: 1 });
  return body.fields.find(({ field }) => field === name).claims[0];
}

/** Opens the origin of a value of the card, and the form in it. */
async function correct(page, text) {
  await page.locator(".c-contact .c-value", { hasText: text }).locator(".c-why").click();
  const panel = page.locator(".c-pop__panel");
  await panel.getByRole("button", { name: "Aanpassen" }).click();
  return panel;
}

test("an employee corrects a telephone number where it stands, and can take that back", async ({ page, server }) => {
  await open(page);
  const before = await claimOf(server, "contact.mobile");
  const panel = await correct(page, "06 12 34 56 78");
  const input = panel.getByRole("textbox", { name: "Mobiel" });
  await expect(input).toBeFocused();
  await input.fill("12");
  await panel.getByRole("button", { name: "Opslaan" }).click();
  await expect(panel.getByText(/Dit is geen telefoonnummer/)).toBeVisible();
  await input.fill("+31687654321");
  await panel.getByRole("button", { name: "Opslaan" }).click();
  await expect(panel).toBeHidden();
  const value = page.locator(".c-contact .c-value", { hasText: "06 87 65 43 21" });
  await expect(value).toBeVisible();
  await expect.poll(() => claimOf(server, "contact.mobile")).toMatchObject({ value: "+31687654321", source: "agent_desktop", author: "employee" });

  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await expect(page.locator(".c-contact").getByText("06 12 34 56 78")).toBeVisible();
  await expect.poll(async () => (await claimOf(server, "contact.mobile")).value).toBe(before.value);
});

test("an address is corrected as a whole, without network as well", async ({ page, context, server, watch }) => {
  watch.allow(...NO_NETWORK);
  await open(page);
  await context.setOffline(true);
  const panel = await correct(page, "Lindelaan 12");
  await panel.getByRole("textbox", { name: "Adres" }).fill("Kerkstraat 1");
  await panel.getByRole("textbox", { name: "Postcode" }).fill("1234");
  await panel.getByRole("button", { name: "Opslaan" }).click();
  await expect(panel.getByText(/Dit is geen postcode/)).toBeVisible();
  await panel.getByRole("textbox", { name: "Postcode" }).fill("1234 AB");
  await panel.getByRole("button", { name: "Opslaan" }).click();
  const value = page.locator(".c-contact .c-value", { hasText: "Kerkstraat 1, 1234 AB" });
  await expect(value.getByText("Wacht op verzending")).toBeVisible();
  await context.setOffline(false);
  await expect.poll(async () => (await claimOf(server, "contact.address")).value).toBe("Kerkstraat 1");
  await expect.poll(async () => (await claimOf(server, "contact.postcode")).value).toBe("1234 AB");
});

test("a fact is unpinned, and another one pinned", async ({ page, server }) => {
  await open(page);
  await page.locator(".c-header__note .c-why").click();
  await page.locator(".c-pop__panel").getByRole("button", { name: "Losmaken" }).click();
  await expect(page.locator(".c-header__note")).toBeHidden();
  await page.getByRole("button", { name: /Feit vastpinnen/ }).click();
  const panel = page.locator(".c-pop__panel");
  await panel.getByRole("textbox").fill("Belt liever niet op vrijdag.");
  await panel.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.locator(".c-header__note")).toContainText("Belt liever niet op vrijdag.");
  await expect.poll(async () => (await claimOf(server, "service.note")).value).toBe("Belt liever niet op vrijdag.");
});

test("a field of the organisation's own stands under more, is filled in there, and says where it comes from", async ({ page, server }) => {
  await open(page);
  const field = page.locator(".c-more__field", { hasText: "Roepnaam op kantoor" });
  await expect(field).toContainText("Nog niet ingevuld");
  await field.getByRole("button", { name: /Invullen/ }).click();
  await field.getByRole("textbox").fill("Rie");
  await field.getByRole("button", { name: "Opslaan" }).click();
  await expect(field).toContainText("Rie");
  await expect.poll(async () => (await claimOf(server, "person.nickname"))?.value).toBe("Rie");
  await field.locator(".c-why").click();
  await expect(field.locator(".c-pop__panel")).toContainText("Beheerder");
});

test("the one rule that decided is named, with what it decided against", async ({ page }) => {
  await open(page);
  const rules = /Gekozen omdat/g;
  await page.locator(".c-contact .c-value", { hasText: "marijke@voorbeeld.nl" }).locator(".c-why").click();
  const panel = page.locator(".c-pop__panel");
  await expect(panel.getByText("Bron", { exact: true })).toBeVisible();
  const text = await panel.innerText();
  const others = text.includes("Andere waarden");
  expect(text.match(rules)?.length ?? 0, text).toBe(others ? 1 : 0);
  expect(text).not.toMatch(/, of /);
});

test("answers in the table of preferences and links to others say where they come from", async ({ page }) => {
  await open(page);
  await page.locator(".c-matrix th .c-why").first().click();
  const panel = page.locator(".c-pop__panel");
  await expect(panel).toContainText("Bron");
  await expect(panel).toContainText("Geldt sinds");
  await page.keyboard.press("Escape");
  await page.locator(".c-relations .c-why").first().click();
  await expect(panel).toContainText("Bron");
});

test("goal and outcome are told of every contact, also that nobody recorded them", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Gesprekken/ }).click();
  await page.locator(".c-row:not([hidden]) .c-row__title").first().click();
  const facts = page.locator(".c-detail__facts").first();
  await expect(facts.getByText("Doel", { exact: true })).toBeVisible();
  await expect(facts.getByText("Uitkomst", { exact: true })).toBeVisible();
});

test("why somebody bought is asked and kept with the reason", async ({ page, server }) => {
  await open(page);
  await page.getByRole("button", { name: "Contact vastleggen" }).click();
  const dialog = page.getByRole("dialog", { name: "Vastleggen" });
  await dialog.getByRole("button", { name: "Aankoop" }).click();
  await dialog.getByLabel(/Waarom koopt de klant dit/).fill("Gaat elektrisch rijden");
  await dialog.getByRole("button", { name: "Post" }).click();
  await dialog.getByRole("button", { name: "Opslaan" }).click();
  await expect(async () => {
    const { body } = await server.api("agent", "profile/open", { customer_id: FIRST, page_size: 20 });
    const item = body.page.items.find(({ reason }) => reason === "Aankoop: Gaat elektrisch rijden");
    expect(item).toMatchObject({ kind: "letter", channel: "post" });
  }).toPass();
});
