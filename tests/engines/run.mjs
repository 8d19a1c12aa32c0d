// The main task of each face in Firefox and WebKit, one write, and the app without network.
//
//   node tests/engines/run.mjs [firefox] [webkit]
//
// Few tests on purpose: Chromium has the whole suite (tests/e2e); these say that the other engines do the same.
import { customers } from "../../hosts/shared/customers.js";
import { hasBlocks } from "../e2e/lib/device.mjs";
import { startServer } from "../e2e/lib/server.mjs";
import { ENGINES } from "./browsers.mjs";
import { Page } from "./page.mjs";

const [{ id: FIRST }] = customers;
const APP = `/app/?customer=${FIRST}&lang=nl`;

function check(condition, text) {
  if (!condition) throw new Error(text);
}

async function itemsWith(server, text) {
  const { body } = await server.api("agent", "profile/open", { customer_id: FIRST, page_size: 50 });
  return body.page.items.filter((item) => `${item.title} ${item.summary} ${item.reason}`.includes(text));
}

/** Whether two labels of the axis cover each other, or stand as close as words of one. Runs in the page. */
function collidingLabels() {
  const root = document.querySelector("klantbeeld-app").shadowRoot;
  const labels = [...root.querySelectorAll(".c-axis__label")].map((label) => ({ text: label.textContent, box: label.getBoundingClientRect() }));
  const near = (a, b) => a.left < b.right + 3 && b.left < a.right + 3 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return labels.flatMap((a, index) => labels.slice(index + 1).filter((b) => near(a.box, b.box)).map((b) => `${a.text} / ${b.text}`));
}

/** How "why" is underlined. Runs in the page. */
function whyLine() {
  const root = document.querySelector("klantbeeld-app").shadowRoot;
  const { textDecorationLine, textDecorationStyle, webkitTextDecorationStyle } = getComputedStyle(root.querySelector(".c-why:not(.c-why--badge, .c-why--icon)"));
  return `${textDecorationLine} ${textDecorationStyle ?? webkitTextDecorationStyle}`;
}

async function note(page, text) {
  await page.click("button", "Notitie");
  await page.type("dialog[open] textarea", text);
  await page.click("dialog[open] button", "Opslaan");
}

const TESTS = {
  // First of all: it is about the very first opening.
  "the agent's app shows the customer, and offers no new version": async (page) => {
    await page.open(APP);
    check((await page.whoIsShown()).includes("van der Veen"), "nobody is shown");
    await page.find("article.c-row");
    await page.until("the worker", () => page.run(() => navigator.serviceWorker.getRegistration("/app/").then((it) => Boolean(it?.active))));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    check(!(await page.has("#update", "nieuwe versie")), "a new version is offered at the first opening");
  },
  "labels of the axis stand apart, and \"why\" has its dotted line": async (page) => {
    await page.open(APP);
    await page.until("labels on the axis", () => page.has(".c-axis__label"));
    const colliding = await page.run(collidingLabels);
    const line = await page.run(whyLine);
    const wrong = [...colliding, ...(line === "underline dotted" ? [] : [`"why" is underlined as: ${line}`])];
    check(wrong.length === 0, wrong.join("; "));
  },
  "the customer's own page shows them": async (page) => {
    await page.open(`/mijn/?customer=${FIRST}&lang=nl`);
    check((await page.whoIsShown()).includes("van der Veen"), "nobody is shown");
  },
  "a host page shows the embedded view": async (page) => {
    await page.open(`/hosts/plain/?customer=${FIRST}`);
    check((await page.whoIsShown()).includes("van der Veen"), "nobody is shown");
    await page.find("article.c-row");
  },
  "a note arrives once": async (page, server) => {
    await page.open(APP);
    await page.whoIsShown();
    const text = `Een notitie ${Date.now()}`;
    await note(page, text);
    await page.until("the note on the server", async () => (await itemsWith(server, text)).length > 0);
    check((await itemsWith(server, text)).length === 1, "the note is there twice");
  },
  "the app starts without network, and what is written there arrives once": async (page, server) => {
    await page.open(APP);
    await page.whoIsShown();
    await page.until("the worker in charge", () => page.run(() => Boolean(navigator.serviceWorker.controller)));
    await page.until("the customer on the device", () => page.run(hasBlocks, FIRST));
    await server.stop();
    const text = `Zonder net ${Date.now()}`;
    try {
      // Not by a reload: that of a driver passes the worker by in Firefox.
      await page.leave();
      await page.open(APP);
      await page.whoIsShown();
      await note(page, text);
      await page.find("article.c-row", text);
    } finally {
      await server.start();
    }
    await page.until("the note on the server", async () => (await itemsWith(server, text)).length > 0);
    check((await itemsWith(server, text)).length === 1, "the note is there twice");
  },
};

async function runEngine(engine, server) {
  const { driver, close } = await engine.open();
  const capabilities = await driver.getCapabilities();
  console.log(`\n${engine.name} ${capabilities.getBrowserVersion() ?? ""}`);
  await driver.manage().setTimeouts({ script: 20_000, pageLoad: 60_000 });
  let failed = 0;
  try {
    for (const [name, work] of Object.entries(TESTS)) {
      const start = Date.now();
      const error = await work(new Page(driver, server.url), server).then(() => undefined, (reason) => reason);
      if (error) failed += 1;
      console.log(`${error ? "FAILED" : "ok    "} ${engine.name}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
      if (error) console.log(`       ${error.message}`);
    }
  } finally {
    await close();
  }
  return failed;
}

const named = process.argv.slice(2);
const chosen = named.length > 0 ? named : Object.keys(ENGINES);
const server = await startServer();
let passed = 0;
let failed = 0;
try {
  for (const name of chosen) {
    const count = await runEngine(ENGINES[name], server).catch((error) => {
      console.log(`FAILED ${name}: ${error.message}`);
      return Object.keys(TESTS).length;
    });
    failed += count;
    passed += Object.keys(TESTS).length - count;
  }
} finally {
  await server.close();
}
// In the words of Playwright, which xtask counts.
console.log(`\n  ${passed} passed${failed > 0 ? `\n  ${failed} failed` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
