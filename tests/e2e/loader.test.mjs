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
    const asked = page.evaluate(() => globalThis.__fakeMounts[0].config.getToken().catch(({ code, message }) => `${code}: ${message}`));
    await page.clock.runFor(61_000);
    expect(await asked).toMatch(/^unreachable: .*getToken did not answer/);
  });

  for (const [what, give, code] of [
    ["is said by a code", () => Promise.reject(Object.assign(new Error("no"), { code: "no-rights" })), "no-rights"],
    ["is said by a word", () => Promise.reject("no-rights"), "no-rights"],
    ["is an error of fetch", () => fetch("http://127.0.0.1:1/"), "unreachable"],
    ["is any other error", () => Promise.reject(new Error("nobody is signed in")), "signed-out"],
    ["is thrown at once", () => { throw new Error("nobody is signed in"); }, "signed-out"],
    ["is an answer without a token", () => Promise.resolve({ token: "x" }), "signed-out"],
    ["is a login page", () => Promise.resolve("<!doctype html>"), "signed-out"],
  ]) {
    test(`that are not there tell the widget why when that ${what}`, async ({ page, watch }) => {
      watch.allow(/Refused to connect|ERR_|connect-src/);
      await open(page);
      await page.evaluate((give) => {
        const view = document.createElement("klantbeeld-view");
        view.getToken = new Function(`return (${give})()`);
        document.querySelector("main").append(view);
      }, give.toString());
      await mounts(page);
      const said = await page.evaluate(() => globalThis.__fakeMounts[0].config.getToken().catch(({ code }) => code));
      expect(said).toBe(code);
    });
  }

  test("that come anew let the widget try again, and it is told from outside of its own call", async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      const view = document.createElement("klantbeeld-view");
      view.setAttribute("customer", "a");
      document.querySelector("main").append(view);
    });
    await mounts(page);
    const sets = await page.evaluate(async () => {
      const view = document.querySelector("klantbeeld-view");
      const [{ sets }] = globalThis.__fakeMounts;
      view.token = "t2";
      const atOnce = sets.length;
      await Promise.resolve();
      view.retry();
      await Promise.resolve();
      return { atOnce, sets };
    });
    expect(sets).toEqual({ atOnce: 0, sets: [["again", false], ["again", true]] });
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

test.describe("signing out", () => {
  /** What of the person is left in the element. */
  const left = (page) =>
    page.evaluate(() => {
      const view = document.querySelector("klantbeeld-view");
      return { outside: view.cloneNode().outerHTML, inside: view.shadowRoot.textContent, freed: globalThis.__fakeMounts[0].freed };
    });

  test("empties the view, and asks for nothing until somebody signs in", async ({ api, page }) => {
    await open(page);
    await add(page, { customer: "a", reason: "bill", theme: "dark" });
    await mounts(page);
    await page.evaluate(() => document.querySelector("klantbeeld-view").signOut());
    await expect(page.getByRole("alert")).toContainText("U bent afgemeld.");
    const { outside, inside, freed } = await left(page);
    expect(outside).toBe('<klantbeeld-view theme="dark"></klantbeeld-view>');
    expect(inside).not.toContain("customer a");
    expect(freed).toBe(1);
    const asked = await page.evaluate(() => globalThis.asked.length);
    // Nor when the page moves the element, or names somebody.
    await page.evaluate(async () => {
      const view = document.querySelector("klantbeeld-view");
      view.remove();
      await new Promise((resolve) => setTimeout(resolve, 20));
      document.querySelector("main").append(view);
      view.setAttribute("customer", "b");
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect(await page.evaluate(() => globalThis.asked.length)).toBe(asked);
    expect(api.opened).toHaveLength(1);
    await page.evaluate(() => (document.querySelector("klantbeeld-view").token = "of-another"));
    await expect(page.getByText("customer b")).toBeVisible();
    expect(api.opened.at(-1).authorization).toBe("Bearer of-another");
  });

  test("may be done in the middle of an event, and somebody else may sign in at once", async ({ page }) => {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => {
      const view = document.querySelector("klantbeeld-view");
      view.addEventListener("klantbeeld-signed-out", () => {
        view.signOut();
        globalThis.freedInside = globalThis.__fakeMounts[0].freed;
        view.token = "other";
        view.setAttribute("customer", "b");
      });
      globalThis.__fakeMounts[0].config.emit("signed-out", { customer: "a" });
    });
    await expect(page.getByText("customer b")).toBeVisible();
    expect(await page.evaluate(() => globalThis.freedInside)).toBe(0);
    expect(await askToken(page)).toBe("other");
  });
});

test.describe("the language", () => {
  for (const [attribute, around, shown, asked] of [
    ["en", "nl", "en"],
    ["nl_BE", "en", "nl"],
    ["EN-gb", "nl", "en"],
    ["fr", "nl", "nl", "fr"],
    ["", "en-US", "en"],
    ["", "de", "nl", "de"],
    ["nlx", "nl", "nl", "nlx"],
  ]) {
    test(`"${attribute}" in a page in "${around}" is ${shown}${asked ? ", and the page is told" : ""}`, async ({ page }) => {
      await open(page);
      await page.evaluate((around) => {
        document.documentElement.lang = around;
        addEventListener("klantbeeld-language", ({ detail }) => (globalThis.missed ??= []).push(detail));
      }, around);
      await add(page, { customer: "a", ...(attribute && { lang: attribute }) });
      await mounts(page);
      expect(await page.evaluate(() => globalThis.__fakeMounts[0].config.lang)).toBe(shown);
      expect(await page.evaluate(() => globalThis.missed)).toEqual(asked ? [{ asked, shown }] : undefined);
    });
  }

  test.describe("of a browser that speaks neither", () => {
    test.use({ locale: "fr-FR" });

    test("is English", async ({ page }) => {
      await open(page);
      await add(page, { customer: "a", lang: "fr" });
      await mounts(page);
      expect(await page.evaluate(() => globalThis.__fakeMounts[0].config.lang)).toBe("en");
    });
  });
});

test.describe("keys", () => {
  /** Adds a view with fields in it, and a page that writes down what it hears. */
  async function fields(page) {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => {
      const [{ root }] = globalThis.__fakeMounts;
      for (const [id, name, type] of [["text", "textarea"], ["search", "input", "search"], ["button", "button", "button"]]) {
        const made = document.createElement(name);
        made.id = id;
        if (type) made.type = type;
        root.append(made);
      }
      const dialog = document.createElement("dialog");
      dialog.append(document.createElement("input"));
      root.append(dialog);
      root.querySelector("#button").addEventListener("keydown", (event) => event.key === "ArrowDown" && event.preventDefault());
      globalThis.heard = [];
      for (const name of ["keydown", "keypress", "keyup"]) {
        document.addEventListener(name, ({ key }) => globalThis.heard.push(`${name} ${key}`));
      }
    });
  }
  const heard = (page) => page.evaluate(() => globalThis.heard.splice(0));

  test("typed into a field stay in the view; commands, Tab and Escape reach the page", async ({ page }) => {
    await fields(page);
    await page.locator("#text").focus();
    await page.keyboard.type("n/ d");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    expect(await heard(page)).toEqual([]);
    await expect(page.locator("#text")).toHaveValue("n/ d");
    await page.keyboard.press("Control+k");
    expect(await heard(page)).toEqual(["keydown Control", "keydown k", "keyup k", "keyup Control"]);
    await page.keyboard.press("Alt+1");
    expect(await heard(page)).toContain("keydown 1");
    await page.keyboard.press("Escape");
    await page.keyboard.press("F2");
    expect(await heard(page)).toEqual(["keydown Escape", "keyup Escape", "keydown F2", "keyup F2"]);
    await page.keyboard.press("Tab");
    expect(await heard(page)).toContain("keydown Tab");
  });

  test("that do something in the view do nothing in the page, from press to release", async ({ page }) => {
    await fields(page);
    await page.locator("#button").focus();
    await page.keyboard.press("ArrowDown");
    expect(await heard(page)).toEqual([]);
    await page.keyboard.press("d");
    expect(await heard(page)).toEqual(["keydown d", "keypress d", "keyup d"]);
    await page.locator("#search").fill("x");
    await page.locator("#search").press("Escape");
    expect(await heard(page)).toEqual([]);
    await expect(page.locator("#search")).toHaveValue("");
    await page.evaluate(() => globalThis.__fakeMounts[0].root.querySelector("dialog").showModal());
    await page.keyboard.press("Escape");
    await expect(page.locator("dialog")).toBeHidden();
    expect(await heard(page)).toEqual([]);
    await page.locator("#button").press("Escape");
    expect(await heard(page)).toEqual(["keydown Escape", "keyup Escape"]);
  });
});

test.describe("another document", () => {
  /** How many sheets the view has, and whether they are those of the document that it stands in. */
  const look = (page) =>
    page.evaluate(() => {
      const { view } = globalThis;
      const { adoptedStyleSheets: sheets } = view.shadowRoot;
      const window = view.ownerDocument.defaultView;
      return { count: sheets.length, are: sheets.every((sheet) => sheet instanceof window.CSSStyleSheet) };
    });

  async function framed(page) {
    await open(page);
    await add(page, { customer: "a" });
    await mounts(page);
    await page.evaluate(() => {
      globalThis.view = document.querySelector("klantbeeld-view");
      globalThis.__fakeMounts[0].config.adopt("p { color: red }");
      globalThis.frame = document.createElement("iframe");
      document.body.append(globalThis.frame);
    });
  }

  test("has sheets of its own, and the view keeps what it looks like there and back", async ({ page }) => {
    await framed(page);
    expect(await look(page)).toEqual({ count: 2, are: true });
    await page.evaluate(() => globalThis.frame.contentDocument.body.append(globalThis.view));
    expect(await look(page)).toEqual({ count: 2, are: true });
    await page.evaluate(() => {
      for (let time = 0; time < 2; time += 1) globalThis.__fakeMounts[0].config.adopt("p { margin: 0 }");
    });
    expect(await look(page)).toEqual({ count: 3, are: true });
    await page.evaluate(() => document.querySelector("main").append(globalThis.view));
    expect(await look(page)).toEqual({ count: 3, are: true });
    await settle(page);
    expect(await page.evaluate(() => globalThis.__fakeMounts.map(({ freed }) => freed))).toEqual([0]);
  });

  test("that goes takes the view along: it is freed, and comes anew at home", async ({ page }) => {
    await framed(page);
    await page.evaluate(() => {
      globalThis.frame.contentDocument.body.append(globalThis.view);
      globalThis.frame.remove();
    });
    await expect.poll(() => page.evaluate(() => globalThis.__fakeMounts[0].freed)).toBe(1);
    await page.evaluate(() => document.querySelector("main").append(globalThis.view));
    await mounts(page, 2);
    await expect(page.getByText("customer a")).toBeVisible();
    expect(await look(page)).toEqual({ count: 1, are: true });
  });

  test("may come while the widget is still on its way", async ({ page }) => {
    await page.route("**/assets/fake.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await open(page);
    await add(page, { customer: "a" });
    await page.evaluate(() => {
      globalThis.view = document.querySelector("klantbeeld-view");
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentDocument.body.append(globalThis.view);
    });
    await mounts(page);
    await expect(page.frameLocator("iframe").getByText("customer a")).toBeVisible();
    expect(await look(page)).toEqual({ count: 1, are: true });
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

  test("of the network has an event of its own, and ends by the page's own try", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED/);
    await page.route("**/assets/fake.wasm", (route) => route.abort());
    await open(page);
    await page.evaluate(() => addEventListener("klantbeeld-unreachable", ({ detail }) => (globalThis.told = detail)));
    await add(page, { customer: "a" });
    await expect(page.getByRole("alert")).toBeVisible();
    const told = await page.evaluate(() => globalThis.told);
    expect(told).toMatchObject({ customer: "a", during: "start", message: expect.stringContaining("verbinding") });
    await page.unroute("**/assets/fake.wasm");
    await page.evaluate(() => document.querySelector("klantbeeld-view").retry());
    await expect(page.getByText("customer a")).toBeVisible();
  });

  for (const [what, path, body] of [
    ["a program that does not compile", "**/assets/fake.wasm", Buffer.from([0, 97, 115, 109, 9, 9, 9, 9])],
    ["a script that is none", "**/assets/fake-widget.js", "export default ("],
    ["a script that throws", "**/assets/fake-widget.js", "export default () => { throw new RangeError('x') }"],
  ]) {
    test(`of ${what} is no matter of the connection`, async ({ page, watch }) => {
      watch.allow(/./);
      const contentType = path.endsWith("js") ? "text/javascript" : "application/wasm";
      await page.route(path, (route) => route.fulfill({ body, contentType }));
      await page.route("**/embed.js", async (route) => {
        const response = await route.fetch();
        const text = (await response.text()).replace(/const INTEGRITY = ".*"/, 'const INTEGRITY = ""');
        await route.fulfill({ response, body: text });
      });
      await open(page);
      await page.evaluate(() => addEventListener("klantbeeld-crashed", ({ detail }) => (globalThis.told = detail)));
      await add(page, { customer: "a" });
      await expect(page.getByRole("alert")).toContainText("gestopt door een fout");
      expect(await page.evaluate(() => globalThis.told.during)).toBe("start");
    });
  }

  for (const when of ["trap", "trap later", "throw later", "reject later"]) {
    test(`inside the widget (${when}) stops its views, spares the page, and can be left behind`, async ({ page, watch }) => {
      watch.allow(/unreachable|of the widget/);
      await open(page);
      await page.evaluate(() => addEventListener("klantbeeld-crashed", ({ detail }) => (globalThis.crashes ??= []).push(detail.customer)));
      await add(page, { customer: "a" });
      await add(page, { customer: "b" });
      await mounts(page, 2);
      await setCustomer(page, when);
      await expect(page.getByRole("alert").nth(1)).toBeVisible();
      expect(await page.evaluate(() => globalThis.crashes)).toEqual([when, "b"]);
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
      document.addEventListener("klantbeeld-ready", () => {
        throw new Error("the host's own, while the widget tells it something");
      });
      globalThis.__fakeMounts[0].root.dispatchEvent(new Event("tell"));
    });
    await settle(page);
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});
