// The agent's app without network: it starts, shows and searches what was opened before, and what is
// written waits in sight and arrives exactly once.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { DIST } from "./lib/server.mjs";
import { assertQuiet, startWorld, whoIsShown } from "./lib/world.mjs";

const FIRST = customers[0].id;
const APP = `/app/?customer=${encodeURIComponent(FIRST)}`;
const VIEW = "klantbeeld-app";
/** What a browser writes to its console when there is no network. */
const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/];
const SHELL_MS = 3_000;

let world, dist;

before(async () => {
  dist = await mkdtemp(join(tmpdir(), "klantbeeld-dist-"));
  await cp(DIST, dist, { recursive: true });
  world = await startWorld({ dist });
});
afterEach(() => world.clear());
after(async () => {
  await world.close();
  await rm(dist, { recursive: true, force: true });
});

/** The app with one customer opened, its worker in charge and everything kept. */
async function openedOnce() {
  const visitor = await world.visitor();
  await visitor.page.goto(APP);
  const who = await whoIsShown(visitor.page, VIEW);
  await visitor.page.evaluate(() => navigator.serviceWorker.ready);
  await visitor.page.waitForLoadState("networkidle");
  return { ...visitor, who };
}

async function goOffline({ context, page }) {
  await context.setOffline(true);
  await page.reload();
}

describe("the app without network", () => {
  it("starts and shows the customer that was opened before", async () => {
    const visitor = await openedOnce();
    const start = Date.now();
    await goOffline(visitor);
    assert.equal(await whoIsShown(visitor.page, VIEW), visitor.who);
    assert.ok(Date.now() - start < SHELL_MS, `${Date.now() - start} ms`);
    assertQuiet(visitor.troubles, NO_NETWORK);
  });

  it("keeps nothing of the API in the worker's cache", async () => {
    const { page } = await openedOnce();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return { names, urls: all.flat().map(({ url }) => new URL(url).pathname) };
    });
    assert.equal(kept.names.length, 1);
    assert.deepEqual(kept.urls.filter((path) => /^\/(api|demo\/|health|ready|sw\.js)/.test(path)), []);
    assert.ok(kept.urls.includes("/app/") && kept.urls.some((path) => path.endsWith(".wasm")));
  });

  it("leaves the demo hosts and the self-service page alone", async () => {
    const { page } = await openedOnce();
    await page.goto("/hosts/strict/");
    assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
  });
});

describe("a new version of the app", () => {
  it("waits until the person asks for it, then takes over with its own files only", async () => {
    const { page, troubles } = await openedOnce();
    const [former] = await page.evaluate(() => caches.keys());
    await page.reload();
    await whoIsShown(page, VIEW);
    const worker = await readFile(join(dist, "sw.js"), "utf8");
    await writeFile(join(dist, "sw.js"), worker.replace(former, `${former}-next`));
    for (const ending of ["br", "gz"]) await rm(join(dist, `sw.js.${ending}`), { force: true });
    await world.server.stop();
    await world.server.start();

    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/app/")).update());
    const button = page.getByRole("button", { name: "Nu vernieuwen" });
    await button.waitFor();
    assert.ok((await page.evaluate(() => caches.keys())).includes(former), "the former files are still there");
    const reloaded = page.waitForEvent("load");
    await button.click();
    await reloaded;
    await whoIsShown(page, VIEW);
    assert.deepEqual(await page.evaluate(() => caches.keys()), [`${former}-next`]);
    assertQuiet(troubles);
  });
});
