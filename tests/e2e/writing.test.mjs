// Writing with network: three taps for a contact, a keyboard alone, and a customer whose correction reaches
// the agent.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { assertQuiet, eventually, itemsWith, readingOf, startWorld, whoIsShown } from "./lib/world.mjs";

const FIRST = customers[0].id;
const VIEW = "klantbeeld-app";
const MOST_TABS = 200;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

async function agent(id = FIRST, options) {
  const visitor = await world.visitor(options);
  await visitor.page.goto(`/app/?customer=${encodeURIComponent(id)}`);
  await whoIsShown(visitor.page, VIEW);
  return visitor;
}

async function fieldOf(id, name) {
  const { body } = await world.server.api("agent", "profile/open", { customer_id: id, page_size: 1 });
  return body.fields.find(({ field }) => field === name);
}

describe("a contact", () => {
  it("is logged in three taps on a phone", async () => {
    const { page, troubles } = await agent(FIRST, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const before = (await itemsWith(world.server, FIRST, "Verhuizing")).length;
    await page.getByRole("button", { name: "Contact vastleggen" }).tap();
    await page.getByRole("dialog").getByRole("button", { name: "Verhuizing" }).tap();
    await page.getByRole("dialog").getByRole("button", { name: "Opslaan" }).tap();
    await page.getByText("Opgeslagen.").waitFor();
    await eventually(async () => {
      const found = await itemsWith(world.server, FIRST, "Verhuizing");
      assert.equal(found.length, before + 1);
      assert.equal(found[0].channel, "phone");
    });
    await page.locator(".c-tabs button", { hasText: "Tijdlijn" }).tap();
    await page.locator("article.c-row:not([hidden])", { hasText: "Verhuizing" }).first().waitFor();
    assertQuiet(troubles);
  });

  it("has a goal and an outcome, when somebody says them", async () => {
    const { page, troubles } = await agent();
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Andere reden").fill("Verbouwing keuken");
    await dialog.getByLabel(/^Doel/).fill("Inductie aansluiten");
    await dialog.getByLabel(/^Uitkomst/).fill("Offerte volgt");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await page.locator("article.c-row", { hasText: "Doel: Inductie aansluiten. Uitkomst: Offerte volgt." }).waitFor();
    await eventually(async () => {
      const [item] = await itemsWith(world.server, FIRST, "Verbouwing keuken");
      assert.equal(`${item?.goal}/${item?.outcome}`, "Inductie aansluiten/Offerte volgt");
    });
    assertQuiet(troubles);
  });

  it("without a reason is not saved, and what was typed stays", async () => {
    const { page } = await agent();
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/Wat is besproken/).fill("Wil morgen gebeld worden");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await dialog.getByText("Kies of typ een reden.").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    assert.equal(await dialog.getByLabel(/Wat is besproken/).inputValue(), "Wil morgen gebeld worden");
  });
});

describe("a promise", () => {
  it("with a date and an amount stands among the promises at once", async () => {
    const { page, troubles } = await agent();
    await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Wat belooft u?").fill("Terugbetaling van de voorrijkosten");
    await dialog.getByRole("button", { name: "Over een week" }).click();
    await dialog.getByLabel(/Bedrag in euro/).fill("45,50");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await page.locator('[part="promises"]').getByText("Terugbetaling van de voorrijkosten").first().waitFor();
    await eventually(async () => {
      const [line] = await itemsWith(world.server, FIRST, "Terugbetaling van de voorrijkosten");
      assert.deepEqual(line.amount, { amount_minor: 4550, currency: "EUR" });
    });
    assertQuiet(troubles);
  });
});

describe("a keyboard alone", () => {
  /** What has the focus: its name, class, and whether that can be seen. */
  const focused = (page) =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const rings = [getComputedStyle(element), getComputedStyle(element, "::after")];
      const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText ?? "";
      return {
        name: name.trim().replace(/\s+/g, " "),
        css: element.getAttribute("class") ?? "",
        isSeen: element.matches(":focus-visible") && rings.some((ring) => ring.outlineStyle !== "none" || ring.boxShadow !== "none"),
      };
    });

  /** Presses Tab until what matches has the focus; it has to be seen there. */
  async function tabTo(page, matches) {
    const passed = [];
    for (let step = 0; step < MOST_TABS; step += 1) {
      await page.keyboard.press("Tab");
      const now = await focused(page);
      if (matches(now)) {
        assert.ok(now.isSeen, `the focus on "${now.name}" (${now.css}) cannot be seen`);
        return now;
      }
      passed.push(now.name || now.css);
    }
    throw new Error(`never reached by Tab; passed: ${passed.join(" | ")}`);
  }

  it("finds a customer, opens an item, filters, logs a contact and sets a preference", async () => {
    const { page, troubles } = await world.visitor();
    await page.goto("/app/");
    await page.getByRole("combobox", { name: "Zoek een klant" }).waitFor();
    await tabTo(page, ({ name }) => name === "Zoek een klant");
    await page.keyboard.type("Veen-Jansen");
    await page.getByRole("option", { name: /Veen-Jansen/ }).first().waitFor();
    await page.keyboard.press("Enter");
    assert.match(await whoIsShown(page, VIEW), /Veen-Jansen/);

    await tabTo(page, ({ css }) => css.includes("c-row__title"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".c-row__title[aria-expanded=true]").waitFor();
    await page.locator(".c-timeline__detail:not([hidden])").waitFor();
    await page.keyboard.press("Escape");

    const chip = await tabTo(page, ({ name, css }) => css.includes("c-chip") && name.startsWith("Klachten"));
    await page.keyboard.press("Space");
    const count = Number(chip.name.replace(/\D/g, ""));
    assert.ok(count > 0);
    await page.locator(".c-filters__count", { hasText: new RegExp(`^${count} item`) }).waitFor();
    await page.keyboard.press("Space");

    await tabTo(page, ({ name }) => name === "Contact vastleggen");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, ({ name }) => name === "Advies");
    await page.keyboard.press("Space");
    await tabTo(page, ({ name }) => name === "Opslaan");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    assert.equal((await focused(page)).name, "Contact vastleggen", "the focus is back where it was");

    const answer = await tabTo(page, ({ css }) => css.includes("c-answer"));
    await page.keyboard.press("Space");
    await eventually(async () => assert.notEqual((await focused(page)).name, answer.name));
    assert.ok((await focused(page)).css.includes("c-answer"), "the focus stays on the answer");
    assertQuiet(troubles);
  });
});

describe("what somebody else wrote", () => {
  it("is there when a person comes back to the page", async () => {
    const first = await agent();
    const second = await agent();
    await second.page.getByRole("button", { name: "Notitie", exact: true }).first().click();
    const dialog = second.page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Notitie" }).fill("Elders vastgelegd");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await eventually(async () => assert.equal((await itemsWith(world.server, FIRST, "Elders vastgelegd")).length, 1));
    await first.page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 60_000;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await first.page.locator("article.c-row:not([hidden])", { hasText: "Elders vastgelegd" }).waitFor();
    assertQuiet(first.troubles);
    assertQuiet(second.troubles);
  });
});

describe("a correction by the customer", () => {
  const NEW = "nieuw.adres@voorbeeld.nl";

  it("shows in the open view of the agent at its next refresh, with its source", async () => {
    const employee = await agent();
    assert.ok(!(await readingOf(employee.page, VIEW)).includes(NEW));

    const self = await world.visitor();
    await self.page.goto(`/mijn/?customer=${encodeURIComponent(FIRST)}`);
    await whoIsShown(self.page, "klantbeeld-self");
    const label = (await fieldOf(FIRST, "contact.email")).label.nl;
    await self.page.getByRole("button", { name: `Aanpassen ${label}`, exact: true }).click();
    const form = self.page.locator(".c-own__edit");
    await form.getByRole("textbox").fill("geen adres");
    await form.getByRole("button", { name: "Opslaan" }).click();
    await form.getByText(/Dit is geen e-mailadres/).waitFor();
    await form.getByRole("textbox").fill(NEW);
    await form.getByRole("button", { name: "Opslaan" }).click();
    await self.page.getByText("Opgeslagen. Onze medewerkers zien het ook.").waitFor();
    await eventually(async () => assert.equal((await fieldOf(FIRST, "contact.email")).claims[0].value, NEW));
    const [claim] = (await fieldOf(FIRST, "contact.email")).claims;
    assert.equal(claim.author, "customer");

    await employee.page.getByRole("button", { name: "Vernieuwen" }).click();
    await employee.page.getByText(NEW).first().waitFor();
    const origin = employee.page.getByRole("button", { name: new RegExp(`Herkomst van ${label}`, "i") }).first();
    await origin.click();
    await employee.page.getByText(/klant zelf/).first().waitFor();
    assertQuiet(employee.troubles);
    assertQuiet(self.troubles);
  });

  it("can be made by keyboard, and the focus returns to its button", async () => {
    const { page } = await world.visitor();
    await page.goto(`/mijn/?customer=${encodeURIComponent(FIRST)}`);
    await whoIsShown(page, "klantbeeld-self");
    const label = (await fieldOf(FIRST, "contact.town")).label.nl;
    const button = page.getByRole("button", { name: `Aanpassen ${label}`, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator(".c-own__edit").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Houten");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await fieldOf(FIRST, "contact.town")).claims[0].value, "Houten"));
    await page.waitForFunction(
      (name) => document.activeElement?.shadowRoot?.activeElement?.textContent.includes(name),
      label,
    );
  });
});
