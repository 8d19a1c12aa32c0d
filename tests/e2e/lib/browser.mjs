// The browser of the tests, and what every page of them has to keep to: no script error, no violation of the
// content security policy, no cookie, no storage that was not asked for.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long anything may take to appear: long, for the machine may be busy; a failing test waits this long. */
const PATIENCE_MS = 15_000;

/** Starts Chromium; close it after the tests. */
export function launch(extra = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...FLAGS, ...extra],
  });
}

/**
 * A page that collects everything that went wrong on it.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @returns {Promise<{ page: import("playwright-core").Page, troubles: string[], addresses: string[] }>}
 */
export async function watchedPage(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles = [];
  const addresses = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.stack ?? error}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()} ${message.location().url ?? ""}`);
  });
  page.on("request", (request) => addresses.push(request.url()));
  await page.exposeBinding("__violated", (_, text) => troubles.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.__violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`),
    );
  });
  return { page, troubles, addresses };
}

/** Fails when something went wrong on the page that `allowed` does not name. */
export function assertQuiet(troubles, allowed = []) {
  const unexpected = troubles.filter((text) => !allowed.some((pattern) => pattern.test(text)));
  assert.deepEqual(unexpected, []);
}

/** A task of the browser's loop further. */
export function settle(page) {
  return page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
}
