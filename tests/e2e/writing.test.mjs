// Writing with network: three taps for a contact, a keyboard alone, and a customer whose correction reaches
// the agent.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { SIZES } from "./lib/scenes.mjs";
import { itemsWith, readingOf, who, whoIsShown } from "./lib/view.mjs";

const FIRST = customers[0].id;
const VIEW = "klantbeeld-app";
const MOST_TABS = 200;

// What is written here is in nobody's way.
test.use({ serverOptions: {} });

/** Opens the agent's app. */
async function agent(page) {
  await page.goto(`/app/?customer=${encodeURIComponent(FIRST)}`);
  await whoIsShown(page, VIEW);
}

/** Opens the customer's own page. */
async function self(page) {
  await page.goto(`/mijn/?customer=${encodeURIComponent(FIRST)}`);
  await whoIsShown(page, "klantbeeld-self");
}

/** What the server says of a field. */
async function fieldOf(server, name) {
  const { body } = await server.api("agent", "profile/open", { customer_id: FIRST, page_size: 1 });
  return body.fields.find(({ field }) => field === name);
}

test.describe("a contact", () => {
  test.describe(() => {
    test.use({ viewport: SIZES.phone, hasTouch: true, isMobile: true });

    test("is logged in three taps on a phone", async ({ page, server }) => {
      await agent(page);
      const before = (await itemsWith(server, FIRST, "Verhuizing")).length;
      await page.getByRole("button", { name: "Contact vastleggen" }).tap();
      await page.getByRole("dialog").getByRole("button", { name: "Verhuizing" }).tap();
      await page.getByRole("dialog").getByRole("button", { name: "Opslaan" }).tap();
      await expect(page.getByText("Opgeslagen.")).toBeVisible();
      await expect(async () => {
        const found = await itemsWith(server, FIRST, "Verhuizing");
        expect(found).toHaveLength(before + 1);
        expect(found[0].channel).toBe("phone");
      }).toPass();
      await page.locator(".c-tabs button", { hasText: "Tijdlijn" }).tap();
      await expect(page.locator("article.c-row:not([hidden])", { hasText: "Verhuizing" }).first()).toBeVisible();
    });
  });

  test("has a goal and an outcome, when somebody says them", async ({ page, server }) => {
    await agent(page);
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Andere reden").fill("Verbouwing keuken");
    await dialog.getByLabel(/^Doel/).fill("Inductie aansluiten");
    await dialog.getByLabel(/^Uitkomst/).fill("Offerte volgt");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(page.locator("article.c-row", { hasText: "Doel: Inductie aansluiten. Uitkomst: Offerte volgt." })).toBeVisible();
    await expect(async () => {
      const [item] = await itemsWith(server, FIRST, "Verbouwing keuken");
      expect(item).toMatchObject({ goal: "Inductie aansluiten", outcome: "Offerte volgt" });
    }).toPass();
  });

  test("without a reason is not saved, and what was typed stays", async ({ page }) => {
    await agent(page);
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/Wat is besproken/).fill("Wil morgen gebeld worden");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(dialog.getByText("Kies of typ een reden.")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "Contact vastleggen" }).click();
    await expect(dialog.getByLabel(/Wat is besproken/)).toHaveValue("Wil morgen gebeld worden");
  });
});

test.describe("a promise", () => {
  test("with a date and an amount stands among the promises at once", async ({ page, server }) => {
    await agent(page);
    await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Wat belooft u?").fill("Terugbetaling van de voorrijkosten");
    await dialog.getByRole("button", { name: "Over een week" }).click();
    await dialog.getByLabel(/Bedrag in euro/).fill("45,50");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(page.locator('[part="promises"]').getByText("Terugbetaling van de voorrijkosten").first()).toBeVisible();
    await expect(async () => {
      const [line] = await itemsWith(server, FIRST, "Terugbetaling van de voorrijkosten");
      expect(line.amount).toEqual({ amount_minor: 4550, currency: "EUR" });
    }).toPass();
  });
});

test.describe("a keyboard alone", () => {
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
        expect(now.isSeen, `the focus on "${now.name}" (${now.css}) can be seen`).toBe(true);
        return now;
      }
      passed.push(now.name || now.css);
    }
    throw new Error(`never reached by Tab; passed: ${passed.join(" | ")}`);
  }

  test("finds a customer, opens an item, filters, logs a contact and sets a preference", async ({ page }) => {
    // Some hundred keys, each of which the trace takes down.
    test.slow();
    await page.goto("/app/");
    await expect(page.getByRole("combobox", { name: "Zoek een klant" })).toBeVisible();
    await tabTo(page, ({ name }) => name === "Zoek een klant");
    await page.keyboard.type("Veen-Jansen");
    await expect(page.getByRole("option", { name: /Veen-Jansen/ }).first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(who(page, VIEW)).toHaveText(/Veen-Jansen/);

    await tabTo(page, ({ css }) => css.includes("c-row__title"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.locator(".c-row__title[aria-expanded=true]")).toBeVisible();
    await expect(page.locator(".c-timeline__detail:not([hidden])")).toBeVisible();
    await page.keyboard.press("Escape");

    const chip = await tabTo(page, ({ name, css }) => css.includes("c-chip") && name.startsWith("Klachten"));
    await page.keyboard.press("Space");
    const count = Number(chip.name.replace(/\D/g, ""));
    expect(count).toBeGreaterThan(0);
    await expect(page.locator(".c-filters__count", { hasText: new RegExp(`^${count} item`) })).toBeVisible();
    await page.keyboard.press("Space");

    await tabTo(page, ({ name }) => name === "Contact vastleggen");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await tabTo(page, ({ name }) => name === "Advies");
    await page.keyboard.press("Space");
    await tabTo(page, ({ name }) => name === "Opslaan");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
    expect((await focused(page)).name, "the focus is back where it was").toBe("Contact vastleggen");

    const answer = await tabTo(page, ({ css }) => css.includes("c-answer"));
    await page.keyboard.press("Space");
    await expect.poll(async () => (await focused(page)).name).not.toBe(answer.name);
    expect((await focused(page)).css, "the focus stays on the answer").toContain("c-answer");
  });
});

test.describe("what somebody else wrote", () => {
  test("is there when a person comes back to the page", async ({ newVisitor, page, server }) => {
    await agent(page);
    const { page: elsewhere } = await newVisitor();
    await agent(elsewhere);
    await elsewhere.getByRole("button", { name: "Notitie", exact: true }).first().click();
    const dialog = elsewhere.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Notitie" }).fill("Elders vastgelegd");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect.poll(() => itemsWith(server, FIRST, "Elders vastgelegd")).toHaveLength(1);
    await page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 60_000;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await expect(page.locator("article.c-row:not([hidden])", { hasText: "Elders vastgelegd" })).toBeVisible();
  });
});

test.describe("a correction by the customer", () => {
  const NEW = "nieuw.adres@voorbeeld.nl";

  test("shows in the open view of the agent at its next refresh, with its source", async ({ newVisitor, page, server }) => {
    await agent(page);
    expect(await readingOf(page, VIEW)).not.toContain(NEW);

    const { page: own } = await newVisitor();
    await self(own);
    const label = (await fieldOf(server, "contact.email")).label.nl;
    await own.getByRole("button", { name: `Aanpassen ${label}`, exact: true }).click();
    const form = own.locator(".c-own__edit");
    await form.getByRole("textbox").fill("geen adres");
    await form.getByRole("button", { name: "Opslaan" }).click();
    await expect(form.getByText(/Dit is geen e-mailadres/)).toBeVisible();
    await form.getByRole("textbox").fill(NEW);
    await form.getByRole("button", { name: "Opslaan" }).click();
    await expect(own.getByText("Opgeslagen. Onze medewerkers zien het ook.")).toBeVisible();
    const claim = async () => (await fieldOf(server, "contact.email")).claims[0];
    await expect.poll(claim).toMatchObject({ value: NEW, author: "customer" });

    await page.getByRole("button", { name: "Vernieuwen" }).click();
    await expect(page.getByText(NEW).first()).toBeVisible();
    const origin = page.getByRole("button", { name: new RegExp(`Herkomst van ${label}`, "i") }).first();
    await origin.click();
    await expect(page.getByText(/klant zelf/).first()).toBeVisible();
  });

  test("can be made by keyboard, and the focus returns to its button", async ({ page, server }) => {
    await self(page);
    const label = (await fieldOf(server, "contact.town")).label.nl;
    const button = page.getByRole("button", { name: `Aanpassen ${label}`, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".c-own__edit")).toBeVisible();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Houten");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await fieldOf(server, "contact.town")).claims[0].value).toBe("Houten");
    await page.waitForFunction(
      (name) => document.activeElement?.shadowRoot?.activeElement?.textContent.includes(name),
      label,
    );
  });
});
