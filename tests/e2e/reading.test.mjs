// What a person reads of a customer: the requirement of each line stands behind it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { assertQuiet, startWorld, whoIsShown } from "./lib/world.mjs";

const [FIRST] = customers;
const VIEW = "klantbeeld-app";

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

async function agent(id = FIRST.id, query = "") {
  const visitor = await world.visitor();
  await visitor.page.goto(`/app/?customer=${encodeURIComponent(id)}${query}`);
  await whoIsShown(visitor.page, VIEW);
  return visitor;
}

/** The facts of a panel by their names; of equal names the first. */
async function factsOf(page, panel) {
  const rows = page.locator(`.c-panel--${panel} .c-facts__row`);
  await rows.first().waitFor();
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => ["dt", "dd"].map((tag) => row.querySelector(tag).innerText.trim().split("\n")[0])),
  );
  return Object.fromEntries(texts.reverse());
}

function assertFacts(facts, expected) {
  for (const [name, form] of Object.entries(expected)) {
    assert.match(facts[name] ?? `no ${name} in ${Object.keys(facts)}`, form, name);
  }
}

describe("the crystal ball tells", () => {
  it("of the past: contacts, money, rhythm, last signs of life and the use of each product", async () => {
    const { page, troubles } = await agent();
    assertFacts(await factsOf(page, "past"), {
      Contacten: /^\d+ · meest via app$/,
      "Betaald in 3 jaar": /^€\s\d\.\d{3},\d{2}$/,
      "Koopt elke": /^\d+ maanden$/,
      "Laatste contact": /^vandaag$/,
      "Laatst ingelogd": /^34 dagen geleden langer dan normaal$/,
      Elektriciteit: /^\d\.\d{3}\skWh in 12 mnd · (gelijk|\d+ % (meer|minder)) · laatst \d+ \w+$/,
      Gas: /^\d{3}\sm³ in 12 mnd · .* · laatst \d+ \w+$/,
      "Beveelt ons aan": /^5 van 10$/,
      "Eerste contact": /^11 maart 2019$/,
    });
    assert.equal(await page.locator(".c-panel--past .c-sparkline").count(), 3);
    assertQuiet(troubles);
  });

  it("of the present and the future: what runs, what is owed and what is coming", async () => {
    const { page, troubles } = await agent();
    assertFacts(await factsOf(page, "present"), {
      Stemming: /^Zeer ontevreden sinds \d+ \w+$/,
      "Open klacht": /^Warmtepomp maakt lawaai$/,
      "Open factuur": /^€\s186,40, vervalt /,
      Fase: /^Gebruik sinds 12 apr 2021$/,
      Contract: /^Stroom en gas/,
    });
    assertFacts(await factsOf(page, "future"), {
      Belofte: /^morgen · € 45 creditering$/,
      Afspraak: /om 10:00 · Monteur/,
      Afschrijving: /€\s132,00$/,
      "Tarief wijzigt": /€ 4,10/,
      "Contract verlengt": /opzeggen t\/m/,
      "Garantie tot": /Nibe/,
    });
    assertQuiet(troubles);
  });
});

describe("a period", () => {
  it("is filtered and saved as one file, as it stands on the screen", async () => {
    const { page, troubles } = await agent();
    const view = page.locator(VIEW);
    await view.getByRole("button", { name: "Meer filters" }).click();
    await view.getByLabel("Vanaf").fill("2026-01-01");
    await view.getByLabel("Tot en met").fill("2026-06-30");
    await view.getByRole("button", { name: /^Gesprekken/ }).click();
    const count = Number.parseInt(await view.locator(".c-filters__count").innerText(), 10);
    assert.ok(count > 5, `${count} items`);

    const save = page.waitForEvent("download");
    await view.getByRole("button", { name: "Opslaan als bestand" }).click();
    const file = await save;
    assert.match(file.suggestedFilename(), /^klantbeeld-c-4401882-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), "utf8");
    const lines = text.replace(/^\uFEFF/, "").trimEnd().split("\r\n");
    assert.match(lines[0], /^Wanneer;Soort;Kanaal;Richting;/);
    assert.equal(lines.length, count + 1);
    assert.ok(lines.slice(1).every((line) => line >= "2026-01-01" && line < "2026-07-01"), text);
    const first = await view.locator("article:not([hidden]) .c-row__title").first().innerText();
    assert.ok(lines[1].includes(first.split("\n")[0]), `${first}\n${lines[1]}`);
    assertQuiet(troubles);
  });
});

describe("the dossier", () => {
  const open = (page, name) => page.locator(".c-dossier__part:not([hidden]) > .c-dossier__opener", { hasText: name });

  it("tells the term of each contract and when notice can be given", async () => {
    const { page, troubles } = await agent();
    const contract = page.locator(".c-dossier .c-promise", { hasText: "Stroom en gas · 3 jaar vast" }).first();
    await contract.getByText(/1 mrt 2024 tot 1 mrt( 2027)? · opzeggen t\/m 1 feb/).waitFor();
    await contract.getByText("Actief").waitFor();
    await page.locator(".c-dossier .c-promise", { hasText: "Afgelopen" }).first().waitFor();
    assertQuiet(troubles);
  });

  it("lists documents with version and validity, accounts with the last sign-in, and products looked at", async () => {
    const { page, troubles } = await agent();
    for (const [name, form] of [
      ["Documenten", /Versie \d+ · \d+ pagina's · .* · geldig tot /],
      ["Accounts", /laatst ingelogd/],
      ["Laatst bekeken", /\d{1,2}:\d{2}/],
    ]) {
      const part = open(page, name);
      await part.click();
      await part.locator("xpath=..").locator(".c-promise__meta").filter({ hasText: form }).first().waitFor();
    }
    assertQuiet(troubles);
  });

  it("puts visits together by day, each of which opens", async () => {
    const { page, troubles } = await agent();
    await open(page, "Bezoek aan site en app").click();
    const day = page.locator(".c-dossier li > .c-dossier__opener").first();
    assert.match(await day.innerText(), /\d bezoek/);
    await day.click();
    const visit = page.locator(".c-dossier__visits .c-promise").first();
    assert.match(await visit.innerText(), /\d{1,2}:\d{2} · .*pagina/);
    await visit.getByRole("button").click();
    await page.locator(".c-detail").waitFor();
    assertQuiet(troubles);
  });
});

describe("the journey", () => {
  it("is a ribbon of stages over the months, until the present one", async () => {
    const { page, troubles } = await agent();
    const phases = page.locator(".c-axis__stage");
    await phases.first().waitFor();
    const titles = await phases.locator("title").allTextContents();
    const stages = /^(Behoefte|Oriënteren|Kopen|Gebruik|Heroverwegen), (\d.* tot \d|nu nog$)/;
    assert.ok(titles.length >= 3 && titles.every((title) => stages.test(title)), titles.join());
    assert.equal(titles.at(-1), "Gebruik, nu nog");
    assert.ok((await page.locator(".c-axis__stage-name").allTextContents()).includes("Gebruik"));
    await page.getByRole("slider", { name: "Tijdas per maand" }).press("ArrowLeft");
    await page.locator(".c-ball__line", { hasText: /okt 2026: .* · (gebruik|kopen)/ }).waitFor();
    assertQuiet(troubles);
  });
});

describe("a customer", () => {
  it("is found by any of his numbers, however it is typed", async () => {
    const { page, troubles } = await agent();
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const number of ["ZK-20881", "zk-20881", "030 221 04 00"]) {
      await search.fill(number);
      await page.getByRole("option", { name: /De Eendracht/ }).waitFor();
      await search.fill("");
    }
    assertQuiet(troubles);
  });

  it("is recognised by what a telephone system knows, and keeps why he calls", async () => {
    const { page, troubles } = await world.visitor();
    await page.goto("/app/?find=%2B31612345678&channel=phone&reason=termijnbedrag");
    assert.match(await whoIsShown(page, VIEW), /Marijke/);
    await page.getByText("Belt nu over:").waitFor();
    await page.waitForURL(/customer=c-4401882/);
    assert.match(page.url(), /reason=termijnbedrag/);
    assertQuiet(troubles);
  });

  it("is chosen from the candidates when several fit, and said to be unknown when nobody does", async () => {
    const { page, troubles } = await world.visitor();
    await page.goto("/app/?find=van+der+Veen");
    await page.getByRole("heading", { name: "Wie is dit?" }).or(page.getByText(/^Wie is dit\?/)).first().waitFor();
    await page.locator(VIEW).getByRole("button", { name: /Pieter/ }).click();
    assert.match(await whoIsShown(page, VIEW), /Pieter/);
    await page.goto("/app/?find=0699999999");
    await page.getByText("Geen klant gevonden met 0699999999").waitFor();
    assertQuiet(troubles);
  });
});
