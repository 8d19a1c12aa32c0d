// The loader by itself: tokens, the first answer, switching, moving, leaving, and what happens when the
// page or the widget does not let it work. The widget is a stand-in here.
import { expect, settle, test as standIn } from "./lib/standin.mjs";

const test = standIn.extend({
  /** What the pretended server is asked; it answers always the same. */
  api: [
    async ({ page }, use) => {
      const opened = [];
      const older = [];
      await page.route("**/api/v1/profile/open", (route) => {
        const request = route.request();
        opened.push({ body: request.postDataJSON(), authorization: request.headers().authorization });
        return route.fulfill({ status: 200, body: '{"head":1}' });
      });
      await page.route("**/api/v1/timeline/blocks", (route) => {
        older.push(route.request().postDataJSON());
        return route.fulfill({ status: 200, body: "blocks" });
      });
      await use({ opened, older });
    },
    { auto: true },
  ],
});

function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.sig`;
}

async function open(page) {
  await page.goto("/page");
  await page.evaluate(() => import("/embed.js"));
}

/** Adds a view; `tokens` are given out one after the other, the last one again and again. */
function add(page, attributes, tokens = ["t1"]) {
  return page.evaluate(
    ({ attributes, tokens }) => {
      const view = document.createElement("klantbeeld-view");
      for (const [name, value] of Object.entries(attributes)) view.setAttribute(name, value);
      globalThis.asked ??= [];
      view.getToken = async (request) => {
        globalThis.asked.push(request);
        return tokens.length > 1 ? tokens.shift() : tokens[0];
      };
      document.querySelector("main").append(view);
    },
    { attributes, tokens },
  );
}

/** Waits until so many views were mounted. */
const mounts = (page, count = 1) => page.waitForFunction((count) => globalThis.__fakeMounts?.length >= count, count);
const askToken = (page, request) =>
  page.evaluate((request) => globalThis.__fakeMounts.at(-1).config.getToken(request), request);
const setCustomer = (page, id) =>
  page.evaluate((id) => document.querySelector("klantbeeld-view").setAttribute("customer", id), id);

test.describe("opening", () => {
  test("asks for the first screen once and then for the rest, while the widget loads, and hands them over", async ({ api, page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    const answer = await page.evaluate(() => globalThis.__fakeMounts[0].config.prefetched);
    expect(answer).toEqual({ status: 200, text: '{"head":1}' });
    expect(api.opened).toEqual([
      { body: { request: { customer_id: "a", page_size: 50 } }, authorization: "Bearer t1" },
    ]);
    const stream = await page.evaluate(async () => (await globalThis.__fakeMounts[0].config.stream).text());
    expect(stream).toBe("blocks");
    expect(api.older).toEqual([{ request: { customer_id: "a" } }]);
  });

  test("mounts every view of a page on one instance of the widget", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await add(page, { customer: "b", compact: "" });
    await mounts(page, 2);
    const log = await page.evaluate(() => globalThis.__fakeLog.map(([name]) => name));
    expect(log).toEqual(["init", "mount", "mount"]);
    const compact = await page.evaluate(() => globalThis.__fakeMounts.map(({ config }) => config.compact));
    expect(compact).toEqual([false, true]);
  });

  test("shows a labelled skeleton that keeps its height until the widget is there", async ({ page }) => {
    await page.route("**/assets/fake.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await open(page);
    await add(page, { customer: "a", lang: "en" });
    const waiting = page.getByRole("status", { name: "Loading the customer view" });
    await expect(waiting).toBeVisible();
    expect((await waiting.boundingBox()).height).toBeGreaterThan(600);
    await expect(page.getByText("customer a")).toBeVisible();
    await expect(waiting).toHaveCount(0);
  });

  test("accepts a token and a callback that were set before the element was defined", async ({ api, page }) => {
    await page.goto("/page");
    await page.evaluate(async () => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      view.getToken = async () => "early";
      document.querySelector("main").append(view);
      await import("/embed.js");
    });
    await mounts(page);
    expect(await askToken(page)).toBe("early");
    expect(api.opened[0].authorization).toBe("Bearer early");
  });

  test("passes the settings on, with Dutch, the browser's theme and no planned items as defaults", async ({ baseURL, page }) => {
    await open(page);
    await add(page, { customer: "a", channel: "phone", reason: "bill" });
    await mounts(page);
    const config = await page.evaluate(() => {
      const { face, customer, lang, theme, compact, contact, planned, base } = globalThis.__fakeMounts[0].config;
      return { face, customer, lang, theme, compact, contact, planned, base };
    });
    expect(config).toEqual({
      face: "agent",
      customer: "a",
      lang: "nl",
      theme: "auto",
      compact: false,
      contact: { channel: "phone", reason: "bill" },
      planned: "hide",
      base: baseURL,
    });
  });
});

test.describe("tokens", () => {
  test("are asked for once and used again while they last", async ({ page }) => {
    await open(page);
    const now = Math.floor(Date.now() / 1000);
    await add(page, { customer: "a" }, [jwt({ iat: now, exp: now + 300 })]);
    await mounts(page);
    await askToken(page);
    await askToken(page, { reason: "request" });
    expect(await page.evaluate(() => globalThis.asked)).toEqual([{ reason: "open", customer: "a" }]);
  });

  test("are asked for anew shortly before they end, by their own life time and not by the device's clock", async ({ page }) => {
    await page.clock.install();
    await open(page);
    const wrong = Math.floor(Date.now() / 1000) - 7200;
    await add(page, { customer: "a" }, [jwt({ iat: wrong, exp: wrong + 60 }), jwt({ iat: wrong, exp: wrong + 300 })]);
    await mounts(page);
    const first = await askToken(page);
    await page.clock.fastForward("00:31");
    const second = await askToken(page);
    expect(first).not.toBe(second);
    expect(await askToken(page)).toBe(second);
    expect(await page.evaluate(() => globalThis.asked)).toHaveLength(2);
  });

  for (const [what, text] of [["a login page", "<!doctype html>\n<title>Inloggen</title>"], ["a text with line ends", "a\r\nx-role: admin"], ["nothing", ""]]) {
    test(`that is ${what} goes nowhere, and the next one is used`, async ({ api, page }) => {
      await open(page);
      await add(page, { customer: "a" }, [text, "t2"]);
      await mounts(page);
      expect(await askToken(page)).toBe("t2");
      expect(api.opened.filter(({ authorization }) => authorization !== "Bearer t2")).toEqual([]);
    });
  }

  test("that never comes is an error after a minute", async ({ page }) => {
    await page.clock.install();
    await open(page);
    await page.evaluate(() => {
      const view = document.createElement("klantbeeld-view");
      view.getToken = () => new Promise(() => {});
      document.querySelector("main").append(view);
    });
    await mounts(page);
    const asked = page.evaluate(() => globalThis.__fakeMounts[0].config.getToken().then(String, String));
    await page.clock.runFor(61_000);
    expect(await asked).toContain("getToken did not answer");
  });

  test("are asked for once when several requests were refused at the same time", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" }, ["t1", "t2", "t3"]);
    await mounts(page);
    const tokens = await page.evaluate(() => {
      const { getToken } = globalThis.__fakeMounts[0].config;
      return Promise.all([getToken({ reason: "refused" }), getToken({ reason: "refused" })]);
    });
    expect(tokens).toEqual(["t2", "t2"]);
    expect((await page.evaluate(() => globalThis.asked)).at(-1)).toEqual({ reason: "refused", customer: "a" });
  });

  test("for one customer are not used for another", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" }, [jwt({ customers: ["a"] }), jwt({ customers: ["b"] })]);
    await mounts(page);
    const forA = await askToken(page);
    await setCustomer(page, "b");
    await settle(page);
    expect(await askToken(page)).not.toBe(forA);
  });

  test("that the host did not give are asked for by event, and late ones are taken", async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      view.addEventListener("klantbeeld-token-needed", ({ detail }) => {
        globalThis.needed = detail;
        setTimeout(() => (view.token = "late"), 30);
      });
      document.querySelector("main").append(view);
    });
    await mounts(page);
    expect(await askToken(page, { reason: "request" })).toBe("late");
    expect(await page.evaluate(() => globalThis.needed)).toEqual({ reason: "request", customer: "a" });
  });

  test("never stand in an address, and nothing is left in the browser", async ({ page, watch }) => {
    await open(page);
    await add(page, { customer: "a" }, ["secret-token"]);
    await mounts(page);
    await page.evaluate(() => globalThis.__fakeMounts[0].config.prefetched);
    expect(watch.addresses.filter((url) => url.includes("secret-token"))).toEqual([]);
    const left = await page.evaluate(async () => ({
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
    }));
    expect(left).toEqual({ cookie: "", local: 0, session: 0, databases: 0 });
  });
});

test.describe("switching the customer", () => {
  test("before the widget is there drops the former customer's answer", async ({ api, page }) => {
    await page.route("**/assets/fake.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await route.continue();
    });
    await open(page);
    await add(page, { customer: "a" });
    await setCustomer(page, "b");
    await mounts(page);
    const asked = await page.evaluate(async () => {
      const { config } = globalThis.__fakeMounts[0];
      return { customer: config.customer, answer: await config.prefetched };
    });
    expect(asked.customer).toBe("b");
    expect(asked.answer.status).toBe(200);
    expect(api.opened.at(-1).body.request.customer_id).toBe("b");
  });

  test("reaches the widget once per turn, and never from inside its own event", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    const sets = await page.evaluate(async () => {
      const view = document.querySelector("klantbeeld-view");
      const [entry] = globalThis.__fakeMounts;
      let isTelling = false;
      let wasInside = false;
      const push = entry.sets.push;
      entry.sets.push = (...values) => {
        wasInside ||= isTelling;
        return push.apply(entry.sets, values);
      };
      view.addEventListener("klantbeeld-ready", () => {
        for (const id of ["b", "c", "d"]) view.setAttribute("customer", id);
        view.setAttribute("theme", "dark");
      });
      isTelling = true;
      entry.config.emit("ready", { customer: "a" });
      isTelling = false;
      await Promise.resolve();
      return { sets: [...entry.sets], wasInside };
    });
    expect(sets).toEqual({ sets: [["customer", "d"], ["theme", "dark"]], wasInside: false });
  });
});

test.describe("leaving", () => {
  test("frees the widget once, and coming back mounts it anew", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => {
      globalThis.view = document.querySelector("klantbeeld-view");
      globalThis.view.remove();
    });
    await settle(page);
    expect(await page.evaluate(() => globalThis.__fakeMounts[0].freed)).toBe(1);
    await page.evaluate(() => document.querySelector("main").append(globalThis.view));
    await mounts(page, 2);
    expect(await page.evaluate(() => globalThis.__fakeMounts[1].freed)).toBe(0);
  });

  test("does not happen when the view only moves within the page", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => document.body.append(document.querySelector("klantbeeld-view")));
    await settle(page);
    const entries = await page.evaluate(() => globalThis.__fakeMounts.map(({ freed }) => freed));
    expect(entries).toEqual([0]);
  });

  test("while the widget still loads mounts nothing", async ({ page }) => {
    await open(page);
    // In one task, so that the widget cannot be there before the view is gone.
    await page.evaluate(() => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      view.getToken = async () => "t1";
      document.querySelector("main").append(view);
      view.remove();
    });
    await page.waitForFunction(() => globalThis.__fakeLog?.length > 0);
    await settle(page);
    expect(await page.evaluate(() => globalThis.__fakeMounts?.length ?? 0)).toBe(0);
  });
});

test.describe("trouble", () => {
  test.describe("of a policy that allows no wasm", () => {
    test.use({ policy: "default-src 'none'; script-src 'self'; connect-src 'self'" });

    test("names the directive that a page's policy lacks", async ({ page, watch }) => {
      watch.allow(/wasm-eval/);
      await open(page);
      await page.evaluate(() => {
        addEventListener("klantbeeld-error", ({ detail }) => (globalThis.failed = detail));
      });
      await add(page, { customer: "a", lang: "en" });
      await expect(page.getByRole("alert")).toContainText("lacks: script-src 'wasm-unsafe-eval'");
      const failed = await page.evaluate(() => globalThis.failed);
      expect(failed.code).toBe("csp");
      expect(failed.directive).toBe("script-src 'wasm-unsafe-eval'");
    });
  });

  test("of the network can be tried again", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED/);
    let isDown = true;
    await page.route("**/assets/fake.wasm", (route) => (isDown ? route.abort() : route.continue()));
    await open(page);
    await add(page, { customer: "a" });
    const retry = page.getByRole("button", { name: "Opnieuw laden" });
    await expect(retry).toBeVisible();
    isDown = false;
    await retry.click();
    await expect(page.getByText("customer a")).toBeVisible();
  });

  for (const when of ["trap", "trap later"]) {
    test(`inside the widget (${when}) stops its views, spares the page, and can be left behind`, async ({ page, watch }) => {
      watch.allow(/unreachable/);
      await open(page);
      await add(page, { customer: "a" });
      await add(page, { customer: "b" });
      await mounts(page, 2);
      await setCustomer(page, when);
      await expect(page.getByRole("alert").nth(1)).toBeVisible();
      await setCustomer(page, "c");
      await page.getByRole("button", { name: "Opnieuw laden" }).first().click();
      await expect(page.getByText("customer c")).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(1);
      expect(await page.evaluate(() => globalThis.__fakeLog.filter(([name]) => name === "init").length)).toBe(2);
    });
  }

  test("of another script of the page is none of the widget's business", async ({ page, watch }) => {
    watch.allow(/the host's own/);
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error("the host's own");
      });
    });
    await settle(page);
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});
