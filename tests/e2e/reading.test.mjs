// What a person reads of a customer: the requirement of each line stands behind it.
import { readFile } from "node:fs/promises";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { who, whoIsShown } from "./lib/view.mjs";

const FIRST = customers[0].id;
const VIEW = "klantbeeld-app";

async function open(page) {
  await page.goto(`/app/?customer=${encodeURIComponent(FIRST)}`);
  await whoIsShown(page, VIEW);
}

/** The facts of a panel by their names; of equal names the first. */
async function factsOf(page, panel) {
  const rows = page.locator(`.c-panel--${panel} .c-facts__row`);
  await expect(rows.first()).toBeVisible();
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => ["dt", "dd"].map((tag) => row.querySelector(tag).innerText.trim().split("\n")[0])),
  );
  return Object.fromEntries(texts.reverse());
}

/** Fails unless each of these facts is there and reads like this. */
function expectFacts(facts, expected) {
  const forms = Object.entries(expected).map(([name, form]) => [name, expect.stringMatching(form)]);
  expect(facts).toMatchObject(Object.fromEntries(forms));
}

test.describe("the crystal ball tells", () => {
  test("of the past: contacts, money, rhythm, last signs of life and the use of each product", async ({ page }) => {
    await open(page);
    // Money waits for all items.
    await expect(page.getByText("Betaald in 3 jaar", { exact: true })).toBeVisible();
    expectFacts(await factsOf(page, "past"), {
      Contacten: /^\d+ · meest via app$/,
      "Betaald in 3 jaar": /^€\s\d\.\d{3},\d{2}$/,
      "Koopt elke": /^\d+ maanden$/,
      "Laatste contact": /^vandaag$/,
      "Laatst ingelogd": /^34 dagen geleden langer dan normaal$/,
      Elektriciteit: /^\d\.\d{3}\skWh in 12 mnd · (gelijk aan|\d+ % (meer|minder) dan) een jaar eerder · laatst \d+ \w+$/,
      Gas: /^\d{3}\sm³ in 12 mnd · .* · laatst \d+ \w+$/,
      "Beveelt ons aan": /^5 van 10 · (stijgt|daalt), eerst \d+$/,
      "Is tevreden": /^2 van 5 · daalt, eerst 4$/,
      "Eerste contact": /^11 maart 2019$/,
    });
    await expect(page.locator(".c-panel--past .c-sparkline")).toHaveCount(4);
  });

  test("of the present and the future: what runs, what is owed and what is coming", async ({ page }) => {
    await open(page);
    expectFacts(await factsOf(page, "present"), {
      Stemming: /^Zeer ontevreden sinds \d+ \w+$/,
      "Open klacht": /^Warmtepomp maakt lawaai$/,
      "Open factuur": /^€\s186,40, vervalt /,
      Fase: /^Gebruik sinds \d+ \w+/,
      Contract: /^Stroom en gas/,
    });
    expectFacts(await factsOf(page, "future"), {
      Belofte: /^morgen · € 45 creditering$/,
      Afspraak: /om 10:00 · Monteur/,
      Afschrijving: /€\s132,00$/,
      "Tarief wijzigt": /€ 4,10/,
      "Contract verlengt": /opzeggen t\/m/,
      "Garantie tot": /Nibe/,
    });
  });
});

test.describe("a period", () => {
  test("is filtered and saved as one file, as it stands on the screen", async ({ page }) => {
    await open(page);
    const view = page.locator(VIEW);
    await view.getByRole("button", { name: "Meer filters" }).click();
    await view.getByLabel("Vanaf").fill("2026-01-01");
    await view.getByLabel("Tot en met").fill("2026-06-30");
    await view.getByRole("button", { name: /^Gesprekken/ }).click();
    const count = Number.parseInt(await view.locator(".c-filters__count").innerText(), 10);
    expect(count).toBeGreaterThan(5);

    const save = page.waitForEvent("download");
    await view.getByRole("button", { name: "Opslaan als bestand" }).click();
    const file = await save;
    expect(file.suggestedFilename()).toMatch(/^klantbeeld-c-4401882-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), "utf8");
    const lines = text.replace(/^\uFEFF/, "").trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^Wanneer;Soort;Kanaal;Richting;/);
    expect(lines).toHaveLength(count + 1);
    expect(lines.slice(1).filter((line) => line < "2026-01-01" || line >= "2026-07-01")).toEqual([]);
    const first = await view.locator("article:not([hidden]) .c-row__title").first().innerText();
    expect(lines[1]).toContain(first.split("\n")[0]);
  });
});

test.describe("the dossier", () => {
  const opener = (page, name) => page.locator(".c-dossier__part:not([hidden]) > .c-dossier__opener", { hasText: name });

  test("tells the term of each contract and when notice can be given", async ({ page }) => {
    await open(page);
    const contract = page.locator(".c-dossier .c-promise", { hasText: "Stroom en gas · 3 jaar vast" }).first();
    await expect(contract.getByText(/1 mrt 2024 tot 1 mrt( 2027)? · opzeggen t\/m 1 feb/)).toBeVisible();
    await expect(contract.getByText("Actief")).toBeVisible();
    await expect(page.locator(".c-dossier .c-promise", { hasText: "Afgelopen" }).first()).toBeVisible();
  });

  test("lists documents with version and validity, accounts with the last sign-in, and products looked at", async ({ page }) => {
    await open(page);
    for (const [name, form] of [
      ["Documenten", /Versie \d+ · \d+ pagina's · .* · geldig tot /],
      ["Accounts", /laatst ingelogd/],
      ["Laatst bekeken", /\d{1,2}:\d{2}/],
    ]) {
      const part = opener(page, name);
      await part.click();
      await part.locator("xpath=..").locator(".c-promise__meta").filter({ hasText: form }).first().waitFor();
    }
  });

  test("puts visits together by day, each of which opens", async ({ page }) => {
    await open(page);
    await opener(page, "Bezoek aan site en app").click();
    const day = page.locator(".c-dossier li > .c-dossier__opener").first();
    await expect(day).toHaveText(/\d bezoek/);
    await day.click();
    const visit = page.locator(".c-dossier__visits .c-promise").first();
    await expect(visit).toHaveText(/\d{1,2}:\d{2} · .*pagina/);
    await visit.getByRole("button").click();
    await expect(page.locator(".c-detail")).toBeVisible();
  });
});

test.describe("the journey", () => {
  test("is a ribbon of stages over the months, until the present one", async ({ page }) => {
    await open(page);
    const phases = page.locator(".c-axis__stage");
    await expect(phases.first()).toBeVisible();
    const titles = await phases.locator("title").allTextContents();
    const stages = /^(Behoefte|Oriënteren|Kopen|Gebruik|Heroverwegen), (\d.* tot \d|nu nog$)/;
    expect(titles.length).toBeGreaterThanOrEqual(3);
    expect(titles.filter((title) => !stages.test(title))).toEqual([]);
    expect(titles.at(-1)).toBe("Gebruik, nu nog");
    expect(await page.locator(".c-axis__stage-name").allTextContents()).toContain("Gebruik");
    await page.getByRole("slider", { name: "Tijdas per maand" }).press("ArrowLeft");
    await expect(page.locator(".c-ball__line", { hasText: /okt 2026: .* · (gebruik|kopen)/ })).toBeVisible();
  });
});

test.describe("a customer", () => {
  test("is found by any of their numbers, however it is typed", async ({ page }) => {
    await open(page);
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const number of ["ZK-20881", "zk-20881", "030 221 04 00"]) {
      await search.fill(number);
      await expect(page.getByRole("option", { name: /De Eendracht/ })).toBeVisible();
      await search.fill("");
    }
  });

  test("is recognised by what a telephone system knows, and keeps why they call", async ({ page }) => {
    await page.goto("/app/?find=%2B31612345678&channel=phone&reason=termijnbedrag");
    await expect(who(page, VIEW)).toHaveText(/Marijke/);
    await expect(page.getByText("Belt nu over:")).toBeVisible();
    await page.waitForURL(/customer=c-4401882/);
    expect(page.url()).toMatch(/reason=termijnbedrag/);
  });

  test("is chosen from the candidates when several fit, and said to be unknown when nobody does", async ({ page }) => {
    await page.goto("/app/?find=van+der+Veen");
    await expect(page.getByRole("heading", { name: "Wie is dit?" }).or(page.getByText(/^Wie is dit\?/)).first()).toBeVisible();
    await page.locator(VIEW).getByRole("button", { name: /Pieter/ }).click();
    await expect(who(page, VIEW)).toHaveText(/Pieter/);
    await page.goto("/app/?find=0699999999");
    await expect(page.getByText("Geen klant gevonden met 0699999999")).toBeVisible();
  });
});

test("days and times are those of the organisation, wherever the device is", async ({ page, browser, baseURL }) => {
  const told = async (where) => {
    await open(where);
    const times = where.locator(".c-row__side").filter({ hasText: ":" });
    await expect(times.first()).toBeVisible();
    return { days: await where.locator(".c-timeline__day").allInnerTexts(), times: await times.allInnerTexts() };
  };
  const far = await browser.newContext({ baseURL, locale: "nl-NL", timezoneId: "Pacific/Auckland", viewport: page.viewportSize() });
  try {
    expect(await told(await far.newPage())).toEqual(await told(page));
  } finally {
    await far.close();
  }
});
