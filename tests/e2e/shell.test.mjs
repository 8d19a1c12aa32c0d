// The app around the widget, by itself: it starts without network from its own files, keeps nothing else, and
// changes to a new version when the person says so. The widget is a stand-in here.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { assertQuiet, launch, watchedPage } from "./lib/browser.mjs";
import { APP_POLICY, serveLoader } from "./lib/static.mjs";

const NO_NETWORK = [/ERR_INTERNET_DISCONNECTED/, /404 \(Not Found\).*api/];

let browser, host, context, page, troubles;
before(async () => (browser = await launch()));
after(() => browser.close());
beforeEach(async () => {
  host = await serveLoader({ policy: APP_POLICY });
  context = await browser.newContext({ baseURL: host.url });
  ({ page, troubles } = await watchedPage(context));
});
afterEach(async () => {
  await context.close();
  host.close();
});

async function open(address = "/app/?customer=a") {
  await page.goto(address);
  await page.getByText("customer a").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

const cacheNames = () => page.evaluate(() => caches.keys());

describe("the app's worker", () => {
  it("starts the app without network at any of its addresses", async () => {
    await open();
    await context.setOffline(true);
    await page.goto("/app/?customer=a&lang=en");
    await page.getByText("customer a").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assertQuiet(troubles, NO_NETWORK);
  });

  it("keeps the app's own files and nothing of the API", async () => {
    await open();
    const kept = await page.evaluate(async () => {
      const [name] = await caches.keys();
      return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort();
    });
    const own = ["/app.js", "/app/", "/assets/fake-widget.js", "/assets/fake.wasm"];
    assert.deepEqual(kept, [...own, "/demo-token.js", "/embed.js", "/page.css"]);
  });

  it("answers from what it kept, without asking the network", async () => {
    await open();
    host.asked.length = 0;
    await page.reload();
    await page.getByText("customer a").waitFor();
    const own = host.asked.filter((path) => /\.(js|wasm|css)$/.test(path) && path !== "/sw.js");
    assert.deepEqual(own, []);
  });

  it("leaves other pages alone", async () => {
    await open();
    await page.goto("/page");
    assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
  });

  it("that cannot be installed does not keep the app from working", async () => {
    await page.route("**/sw.js", (route) => route.abort());
    await context.addInitScript(() => {
      navigator.serviceWorker.register = () => Promise.reject(new Error("refused"));
    });
    await page.goto("/app/?customer=a");
    await page.getByText("customer a").waitFor();
  });
});

describe("a new version", () => {
  async function released() {
    await open();
    host.release("two");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/app/")).update());
    const button = page.getByRole("button", { name: "Nu vernieuwen" });
    await button.waitFor();
    return button;
  }

  it("waits until the person asks for it, and then replaces the former one as a whole", async () => {
    const button = await released();
    assert.deepEqual((await cacheNames()).sort(), ["klantbeeld-one", "klantbeeld-two"]);
    const reloaded = page.waitForEvent("load");
    await button.click();
    await reloaded;
    await page.getByText("customer a").waitFor();
    assert.deepEqual(await cacheNames(), ["klantbeeld-two"]);
    assert.equal(await page.getByRole("status").filter({ hasText: "nieuwe versie" }).count(), 0);
    assertQuiet(troubles, NO_NETWORK);
  });

  it("is offered again after a reload without asking", async () => {
    await released();
    await page.reload();
    await page.getByRole("button", { name: "Nu vernieuwen" }).waitFor();
    assert.equal((await cacheNames()).length, 2);
  });

  it("reloads every open page of the app, and loses nothing of IndexedDB", async () => {
    const button = await released();
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open("kept", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("x").put("waiting", 1);
          opening.onsuccess = () => (opening.result.close(), resolve());
        }),
    );
    const second = await context.newPage();
    await second.goto("/app/?customer=a");
    await second.getByText("customer a").waitFor();
    const both = Promise.all([page.waitForEvent("load"), second.waitForEvent("load")]);
    await button.click();
    await both;
    const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.ok(databases.includes("kept"), `only ${databases} are left`);
  });
});
