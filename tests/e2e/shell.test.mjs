// The app around the widget, by itself: it starts without network from its own files, keeps nothing else, and
// changes to a new version when the person says so. The widget is a stand-in here.
import { expect, test } from "./lib/standin.mjs";
import { APP_POLICY } from "./lib/static.mjs";

test.use({ policy: APP_POLICY });
test.beforeEach(({ watch }) => watch.allow(/ERR_INTERNET_DISCONNECTED/, /404 \(Not Found\).*api/));

async function open(page) {
  await page.goto("/app/?customer=a");
  await expect(page.getByText("customer a")).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

const cacheNames = (page) => page.evaluate(() => caches.keys());

test.describe("the app's worker", () => {
  test("starts the app without network at any of its addresses", async ({ context, page }) => {
    await open(page);
    await context.setOffline(true);
    await page.goto("/app/?customer=a&lang=en");
    await expect(page.getByText("customer a")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });

  test("keeps the app's own files and nothing of the API", async ({ page }) => {
    await open(page);
    const kept = await page.evaluate(async () => {
      const [name] = await caches.keys();
      return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort();
    });
    const own = ["/app.js", "/app/", "/assets/fake-widget.js", "/assets/fake.wasm"];
    expect(kept).toEqual([...own, "/embed.js", "/page.css", "/sign-in.js"]);
  });

  test("answers from what it kept, without asking the network", async ({ host, page }) => {
    await open(page);
    host.asked.length = 0;
    await page.reload();
    await expect(page.getByText("customer a")).toBeVisible();
    const own = host.asked.filter((path) => /\.(js|wasm|css)$/.test(path) && path !== "/sw.js");
    expect(own).toEqual([]);
  });

  test("leaves other pages alone", async ({ page }) => {
    await open(page);
    await page.goto("/page");
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  });

  test("that cannot be installed does not keep the app from working", async ({ context, page }) => {
    await page.route("**/sw.js", (route) => route.abort());
    await context.addInitScript(() => {
      navigator.serviceWorker.register = () => Promise.reject(new Error("refused"));
    });
    await page.goto("/app/?customer=a");
    await expect(page.getByText("customer a")).toBeVisible();
  });
});

test.describe("a new version", () => {
  async function released(page, host) {
    await open(page);
    host.release("two");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/app/")).update());
    const button = page.getByRole("button", { name: "Nu vernieuwen" });
    await expect(button).toBeVisible();
    return button;
  }

  test("waits until the person asks for it, and then replaces the former one as a whole", async ({ host, page }) => {
    const button = await released(page, host);
    expect((await cacheNames(page)).sort()).toEqual(["klantbeeld-one", "klantbeeld-two"]);
    const reloaded = page.waitForEvent("load");
    await button.click();
    await reloaded;
    await expect(page.getByText("customer a")).toBeVisible();
    expect(await cacheNames(page)).toEqual(["klantbeeld-two"]);
    await expect(page.getByRole("status").filter({ hasText: "nieuwe versie" })).toHaveCount(0);
  });

  test("is offered again after a reload without asking", async ({ host, page }) => {
    await released(page, host);
    await page.reload();
    await expect(page.getByRole("button", { name: "Nu vernieuwen" })).toBeVisible();
    expect(await cacheNames(page)).toHaveLength(2);
  });

  test("reloads every open page of the app, and loses nothing of IndexedDB", async ({ context, host, page }) => {
    const button = await released(page, host);
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
    await expect(second.getByText("customer a")).toBeVisible();
    const both = Promise.all([page.waitForEvent("load"), second.waitForEvent("load")]);
    await button.click();
    await both;
    const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(databases).toContain("kept");
  });
});
