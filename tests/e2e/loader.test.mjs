// The loader by itself: tokens, the first answer, switching, moving, leaving, and what happens when the
// page or the widget does not let it work. The widget is a stand-in here.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { assertQuiet, launch, settle, watchedPage } from "./lib/browser.mjs";
import { serveLoader } from "./lib/static.mjs";

let browser, host, context, page, troubles, addresses;
/** What the pretended server is asked, and what it answers. */
let opened, older;

function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.sig`;
}

async function open(url = host.url) {
  await page.goto(`${url}/page`);
  await page.evaluate(() => import("/embed.js"));
}

/** Adds a view; `tokens` are given out one after the other, the last one again and again. */
function add(attributes, tokens = ["t1"]) {
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

const mounts = () => page.waitForFunction(() => globalThis.__fakeMounts?.length > 0);
const askToken = (request) =>
  page.evaluate((request) => globalThis.__fakeMounts.at(-1).config.getToken(request), request);

before(async () => {
  browser = await launch();
  host = await serveLoader();
});
after(async () => {
  await browser.close();
  host.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  ({ page, troubles, addresses } = await watchedPage(context));
  opened = [];
  older = [];
  await page.route("**/api/v1/profile/open", (route) => {
    const request = route.request();
    opened.push({ body: request.postDataJSON(), authorization: request.headers().authorization });
    return route.fulfill({ status: 200, body: '{"head":1}' });
  });
  await page.route("**/api/v1/timeline/blocks", (route) => {
    older.push(route.request().postDataJSON());
    return route.fulfill({ status: 200, body: "blocks" });
  });
});
afterEach(async () => {
  await context.close();
});

describe("opening", () => {
  it("asks for the first screen once and then for the rest, while the widget loads, and hands them over", async () => {
    await open();
    await add({ customer: "a" });
    await mounts();
    const answer = await page.evaluate(() => globalThis.__fakeMounts[0].config.prefetched);
    assert.deepEqual(answer, { status: 200, text: '{"head":1}' });
    assert.deepEqual(opened, [
      { body: { request: { customer_id: "a", page_size: 50 } }, authorization: "Bearer t1" },
    ]);
    const stream = await page.evaluate(async () => (await globalThis.__fakeMounts[0].config.stream).text());
    assert.equal(stream, "blocks");
    assert.deepEqual(older, [{ request: { customer_id: "a" } }]);
    assertQuiet(troubles);
  });

  it("mounts every view of a page on one instance of the widget", async () => {
    await open();
    await add({ customer: "a" });
    await add({ customer: "b", compact: "" });
    await page.waitForFunction(() => globalThis.__fakeMounts?.length === 2);
    const log = await page.evaluate(() => globalThis.__fakeLog.map(([name]) => name));
    assert.deepEqual(log, ["init", "mount", "mount"]);
    const compact = await page.evaluate(() => globalThis.__fakeMounts.map(({ config }) => config.compact));
    assert.deepEqual(compact, [false, true]);
  });

  it("shows a labelled skeleton that keeps its height until the widget is there", async () => {
    await page.route("**/assets/fake.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await open();
    await add({ customer: "a", lang: "en" });
    const waiting = page.getByRole("status", { name: "Loading the customer view" });
    await waiting.waitFor();
    assert.ok((await waiting.boundingBox()).height > 600);
    await page.getByText("customer a").waitFor();
    assert.equal(await waiting.count(), 0);
    assertQuiet(troubles);
  });

  it("accepts a token and a callback that were set before the element was defined", async () => {
    await page.goto(`${host.url}/page`);
    await page.evaluate(async () => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      view.getToken = async () => "early";
      document.querySelector("main").append(view);
      await import("/embed.js");
    });
    await mounts();
    assert.equal(await askToken(), "early");
    assert.equal(opened[0].authorization, "Bearer early");
  });

  it("passes the settings on, with Dutch, the browser's theme and no planned items as defaults", async () => {
    await open();
    await add({ customer: "a", channel: "phone", reason: "bill" });
    await mounts();
    const config = await page.evaluate(() => {
      const { face, customer, lang, theme, compact, contact, planned, base } = globalThis.__fakeMounts[0].config;
      return { face, customer, lang, theme, compact, contact, planned, base };
    });
    assert.deepEqual(config, {
      face: "agent",
      customer: "a",
      lang: "nl",
      theme: "auto",
      compact: false,
      contact: { channel: "phone", reason: "bill" },
      planned: "hide",
      base: host.url,
    });
  });
});

describe("tokens", () => {
  it("are asked for once and used again while they last", async () => {
    await open();
    const now = Math.floor(Date.now() / 1000);
    await add({ customer: "a" }, [jwt({ iat: now, exp: now + 300 })]);
    await mounts();
    await askToken();
    await askToken({ reason: "request" });
    assert.deepEqual(await page.evaluate(() => globalThis.asked), [{ reason: "open", customer: "a" }]);
  });

  it("are asked for anew shortly before they end, by their own life time and not by the device's clock", async () => {
    await open();
    const wrong = Math.floor(Date.now() / 1000) - 7200;
    await add({ customer: "a" }, [jwt({ iat: wrong, exp: wrong + 2 }), jwt({ iat: wrong, exp: wrong + 300 })]);
    await mounts();
    const first = await askToken();
    await page.waitForTimeout(1100);
    const second = await askToken();
    assert.notEqual(first, second);
    assert.equal(await askToken(), second);
    assert.equal((await page.evaluate(() => globalThis.asked)).length, 2);
  });

  it("are asked for once when several requests were refused at the same time", async () => {
    await open();
    await add({ customer: "a" }, ["t1", "t2", "t3"]);
    await mounts();
    const tokens = await page.evaluate(() => {
      const { getToken } = globalThis.__fakeMounts[0].config;
      return Promise.all([getToken({ reason: "refused" }), getToken({ reason: "refused" })]);
    });
    assert.deepEqual(tokens, ["t2", "t2"]);
    assert.deepEqual((await page.evaluate(() => globalThis.asked)).at(-1), { reason: "refused", customer: "a" });
  });

  it("for one customer are not used for another", async () => {
    await open();
    await add({ customer: "a" }, [jwt({ customers: ["a"] }), jwt({ customers: ["b"] })]);
    await mounts();
    const forA = await askToken();
    await page.evaluate(() => document.querySelector("klantbeeld-view").setAttribute("customer", "b"));
    await settle(page);
    assert.notEqual(await askToken(), forA);
  });

  it("that the host did not give are asked for by event, and late ones are taken", async () => {
    await open();
    await page.evaluate(() => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      view.addEventListener("klantbeeld-token-needed", ({ detail }) => {
        globalThis.needed = detail;
        setTimeout(() => (view.token = "late"), 30);
      });
      document.querySelector("main").append(view);
    });
    await mounts();
    assert.equal(await askToken({ reason: "request" }), "late");
    assert.deepEqual(await page.evaluate(() => globalThis.needed), { reason: "request", customer: "a" });
  });

  it("never stand in an address, and nothing is left in the browser", async () => {
    await open();
    await add({ customer: "a" }, ["secret-token"]);
    await mounts();
    await page.evaluate(() => globalThis.__fakeMounts[0].config.prefetched);
    assert.deepEqual(addresses.filter((url) => url.includes("secret-token")), []);
    const left = await page.evaluate(async () => ({
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
    }));
    assert.deepEqual(left, { cookie: "", local: 0, session: 0, databases: 0 });
  });
});

describe("switching the customer", () => {
  it("before the widget is there drops the former customer's answer", async () => {
    await page.route("**/assets/fake.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await route.continue();
    });
    await open();
    await add({ customer: "a" });
    await page.evaluate(() => document.querySelector("klantbeeld-view").setAttribute("customer", "b"));
    await mounts();
    const asked = await page.evaluate(async () => {
      const { config } = globalThis.__fakeMounts[0];
      return { customer: config.customer, answer: await config.prefetched };
    });
    assert.equal(asked.customer, "b");
    assert.equal(asked.answer.status, 200);
    assert.equal(opened.at(-1).body.request.customer_id, "b");
  });

  it("reaches the widget once per turn, and never from inside its own event", async () => {
    await open();
    await add({ customer: "a" });
    await mounts();
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
    assert.deepEqual(sets, { sets: [["customer", "d"], ["theme", "dark"]], wasInside: false });
  });
});

describe("leaving", () => {
  it("frees the widget once, and coming back mounts it anew", async () => {
    await open();
    await add({ customer: "a" });
    await mounts();
    await page.evaluate(() => {
      globalThis.view = document.querySelector("klantbeeld-view");
      globalThis.view.remove();
    });
    await settle(page);
    assert.equal(await page.evaluate(() => globalThis.__fakeMounts[0].freed), 1);
    await page.evaluate(() => document.querySelector("main").append(globalThis.view));
    await page.waitForFunction(() => globalThis.__fakeMounts.length === 2);
    assert.equal(await page.evaluate(() => globalThis.__fakeMounts[1].freed), 0);
  });

  it("does not happen when the view only moves within the page", async () => {
    await open();
    await add({ customer: "a" });
    await mounts();
    await page.evaluate(() => document.body.append(document.querySelector("klantbeeld-view")));
    await settle(page);
    const entries = await page.evaluate(() => globalThis.__fakeMounts.map(({ freed }) => freed));
    assert.deepEqual(entries, [0]);
  });

  it("while the widget still loads mounts nothing", async () => {
    await open();
    await add({ customer: "a" });
    await page.evaluate(() => document.querySelector("klantbeeld-view").remove());
    await page.waitForFunction(() => globalThis.__fakeLog?.length > 0);
    await settle(page);
    assert.equal(await page.evaluate(() => globalThis.__fakeMounts?.length ?? 0), 0);
  });
});

describe("trouble", () => {
  it("names the directive that a page's policy lacks", async () => {
    const closed = await serveLoader({ policy: "default-src 'none'; script-src 'self'; connect-src 'self'" });
    try {
      await open(closed.url);
      await page.evaluate(() => {
        addEventListener("klantbeeld-error", ({ detail }) => (globalThis.failed = detail));
      });
      await add({ customer: "a", lang: "en" });
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.innerText(), /lacks: script-src 'wasm-unsafe-eval'/);
      const failed = await page.evaluate(() => globalThis.failed);
      assert.equal(failed.code, "csp");
      assert.equal(failed.directive, "script-src 'wasm-unsafe-eval'");
    } finally {
      closed.close();
    }
  });

  it("of the network can be tried again", async () => {
    let isDown = true;
    await page.route("**/assets/fake.wasm", (route) => (isDown ? route.abort() : route.continue()));
    await open();
    await add({ customer: "a" });
    const retry = page.getByRole("button", { name: "Opnieuw laden" });
    await retry.waitFor();
    isDown = false;
    await retry.click();
    await page.getByText("customer a").waitFor();
  });

  for (const when of ["trap", "trap later"]) {
    it(`inside the widget (${when}) stops its views, spares the page, and can be left behind`, async () => {
      await open();
      await add({ customer: "a" });
      await add({ customer: "b" });
      await page.waitForFunction(() => globalThis.__fakeMounts?.length === 2);
      const show = (id) =>
        page.evaluate((id) => document.querySelector("klantbeeld-view").setAttribute("customer", id), id);
      await show(when);
      await page.getByRole("alert").nth(1).waitFor();
      await show("c");
      await page.getByRole("button", { name: "Opnieuw laden" }).first().click();
      await page.getByText("customer c").waitFor();
      assert.equal(await page.getByRole("alert").count(), 1);
      assert.equal(await page.evaluate(() => globalThis.__fakeLog.filter(([name]) => name === "init").length), 2);
    });
  }

  it("of another script of the page is none of the widget's business", async () => {
    await open();
    await add({ customer: "a" });
    await mounts();
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error("the host's own");
      });
    });
    await settle(page);
    assert.equal(await page.getByRole("alert").count(), 0);
  });
});
