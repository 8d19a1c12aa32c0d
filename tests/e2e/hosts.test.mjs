// The same element in four pages: it shows the same, and nothing of the page reaches in or out.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import {
  HOSTS,
  anotherIsShown,
  assertNothingKept,
  assertQuiet,
  documentOf,
  eventually,
  itemsWith,
  readingOf,
  startWorld,
  whoIsShown,
} from "./lib/world.mjs";

const [{ id: FIRST }, { id: SECOND }] = customers;
const url = (host, query = {}) => `${HOSTS[host]}?${new URLSearchParams({ customer: FIRST, ...query })}`;

let world, elsewhere, elsewhereUrl;

/** A host page on another origin, with the policy that docs/EMBEDDING.md asks of such a page. */
function foreignPage(request, response) {
  const server = new URL(request.url, "http://host").searchParams.get("server");
  if (request.url.startsWith("/host.js")) {
    response.setHeader("content-type", "text/javascript");
    return response.end(`
      const view = document.querySelector("klantbeeld-view");
      addEventListener("klantbeeld-error", ({ detail }) => (globalThis.failed = detail));
      view.getToken = async () => globalThis.giveToken();
    `);
  }
  const around = new URL(request.url, "http://host").searchParams.get("around");
  if (around) {
    response.setHeader("content-type", "text/html");
    const sandbox = "allow-scripts allow-forms allow-downloads allow-same-origin";
    return response.end(`<!doctype html><html lang="nl"><title>elders</title><iframe sandbox="${sandbox}" src="${around}"></iframe>`);
  }
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; script-src 'self' ${server} 'wasm-unsafe-eval'; connect-src ${server}; base-uri 'none'; form-action 'none'`,
  );
  response.setHeader("content-type", "text/html");
  return response.end(`<!doctype html><html lang="nl"><title>elders</title>
    <klantbeeld-view customer="${FIRST}"></klantbeeld-view>
    <script type="module" src="${server}/embed.js"></script><script type="module" src="/host.js"></script>`);
}

before(async () => {
  elsewhere = createServer(foreignPage).listen(0, "127.0.0.1");
  await once(elsewhere, "listening");
  elsewhereUrl = `http://127.0.0.1:${elsewhere.address().port}`;
  world = await startWorld({ env: { KLANTBEELD_ALLOWED_ORIGINS: elsewhereUrl } });
});
afterEach(() => world.clear());
after(async () => {
  elsewhere.close();
  await world?.close();
});

describe("the host pages", () => {
  it("show the same customer with the same words", async () => {
    const readings = {};
    for (const host of Object.keys(HOSTS)) {
      const visitor = await world.visitor();
      await visitor.page.goto(url(host));
      const selector = host === "plain" ? "#view" : "klantbeeld-view";
      readings[host] = await whoIsShown(await documentOf(visitor.page), selector);
      await assertNothingKept(visitor);
      assertQuiet(visitor.troubles);
      await visitor.leave();
    }
    assert.equal(new Set(Object.values(readings)).size, 1, JSON.stringify(readings));
  });

  for (const host of Object.keys(HOSTS)) {
    it(`switch the customer by attribute: ${host}`, async () => {
      const { page, troubles } = await world.visitor();
      await page.goto(url(host));
      const selector = host === "plain" ? "#view" : "klantbeeld-view";
      const inner = await documentOf(page);
      const first = await whoIsShown(inner, selector);
      if (host === "plain" || host === "frame") await page.locator("#customer").selectOption(SECOND);
      else if (host === "react") await page.getByRole("button", { name: customers[1].name }).click();
      else await page.evaluate((id) => document.querySelector("#view").setAttribute("customer", id), SECOND);
      await anotherIsShown(inner, first, selector);
      assert.ok(!(await readingOf(inner, selector)).includes(first));
      assertQuiet(troubles);
    });
  }

  it("keep two views of one page apart: both sizes, one program", async () => {
    const { page, addresses, troubles } = await world.visitor();
    await page.goto(url("plain"));
    assert.equal(await whoIsShown(page, "#view"), await whoIsShown(page, "#card"));
    const modules = addresses.filter((address) => address.endsWith(".wasm"));
    assert.equal(modules.filter((address) => address.endsWith("_bg.wasm")).length, 1);
    assert.equal(new Set(modules).size, modules.length, "no part of the program is fetched twice");
    const [view, card] = [await page.locator("#view").boundingBox(), await page.locator("#card").boundingBox()];
    assert.ok(card.width < 360 && card.height < view.height);
    assert.equal(await page.locator("#card article.c-row:not([hidden])").count(), 5, "the card has the last five");
    assertQuiet(troubles);
  });
});

describe("a page with hostile styles", () => {
  /** Where every visible box of the view stands, from the view's own corner. */
  function boxes(page) {
    return page.evaluate(() => {
      const view = document.querySelector("#view");
      const origin = view.shadowRoot.firstElementChild.getBoundingClientRect();
      return [...view.shadowRoot.querySelectorAll("*")]
        .map((element) => [element, element.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.height > 0)
        .map(([element, box]) => {
          const numbers = [box.x - origin.x, box.y - origin.y, box.width, box.height].map(Math.round);
          return `${element.localName}.${element.getAttribute("class") ?? ""} ${numbers.join(" ")}`;
        });
    });
  }

  for (const width of [1440, 390]) {
    it(`looks inside the view exactly like a clean one at ${width} px`, async () => {
      const found = {};
      for (const css of ["neutral", "hostile"]) {
        const { page, leave } = await world.visitor({ viewport: { width, height: 1000 }, reducedMotion: "reduce" });
        await page.goto(url("plain", { css }));
        await whoIsShown(page, "#view");
        for (const part of ["ball", "preferences", "dossier", "foot"]) {
          await page.locator(`#view .c-${part}:not(.c-ball--wait)`).waitFor({ state: "attached" });
        }
        await page.waitForTimeout(1000);
        found[css] = await boxes(page);
        await leave();
      }
      assert.ok(found.neutral.length > 100);
      const differing = found.neutral.filter((line, at) => line !== found.hostile[at]).slice(0, 5);
      const theirs = found.hostile.filter((line, at) => line !== found.neutral[at]).slice(0, 5);
      assert.deepEqual(theirs, differing);
    });
  }
});

describe("a sandboxed frame without an origin", () => {
  /** The demo page with its frame, and the document in it. */
  async function framed() {
    const visitor = await world.visitor();
    await visitor.page.goto(url("frame"));
    const inner = await documentOf(visitor.page);
    await whoIsShown(inner);
    return { ...visitor, inner };
  }

  it("keeps nothing, and reaches nothing of the page around it", async () => {
    const { inner, addresses, troubles } = await framed();
    const refused = await inner.evaluate(() => {
      const ways = {
        cookie: () => document.cookie,
        storage: () => localStorage.length,
        database: () => indexedDB.open("any"),
        around: () => parent.document.title,
      };
      return Object.entries(ways).map(([name, way]) => {
        try {
          return `${name}: ${way()}`;
        } catch (error) {
          return `${name}: ${error.name}`;
        }
      });
    });
    assert.equal(await inner.evaluate(() => self.origin), "null");
    assert.deepEqual(refused, ["cookie", "storage", "database", "around"].map((name) => `${name}: SecurityError`));
    assert.deepEqual(addresses.filter((address) => /eyJ[\w-]+\.|bearer/i.test(address)), []);
    assertQuiet(troubles);
  });

  it("gets each fresh token from the page around it, and never another way", async () => {
    const { page, inner, addresses, troubles } = await framed();
    const tokens = () => addresses.filter((address) => address.includes("/demo/token")).length;
    assert.equal(tokens(), 1);
    // What the server refuses once is asked for again.
    let refusals = 0;
    await page.route("**/api/v1/profile/open", (route) => {
      if (refusals > 0) return route.continue();
      refusals += 1;
      const headers = { "access-control-allow-origin": "null", "content-type": "application/json" };
      return route.fulfill({ status: 401, headers, body: '{"code":"not_signed_in"}' });
    });
    const first = await whoIsShown(inner);
    await page.locator("#customer").selectOption(SECOND);
    await anotherIsShown(inner, first);
    assert.equal(refusals, 1);
    assert.equal(tokens(), 2);
    const direct = await inner.evaluate(() => fetch("/demo/token?role=agent").then(() => "token", () => "refused"));
    assert.equal(direct, "refused");
    assertQuiet(troubles, [/401/, /demo\/token/, /ERR_FAILED/]);
  });

  it("takes no customer and gives no view to a window that is not the page around it", async () => {
    const { page, inner, troubles } = await framed();
    const first = await whoIsShown(inner);
    await inner.evaluate((id) => postMessage({ type: "show", settings: { customer: id } }, "*"), SECOND);
    // A stranger in the page around it says that he is the frame.
    const answered = await page.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      const heard = new Promise((resolve) => {
        port1.onmessage = () => resolve("answered");
        setTimeout(() => resolve("silence"), 500);
      });
      postMessage({ type: "klantbeeld-here" }, "*", [port2]);
      return heard;
    });
    assert.equal(answered, "silence");
    assert.equal(await whoIsShown(inner), first);
    assertQuiet(troubles);
  });

  it("saves what is written, and hands out the timeline as a file", async () => {
    const { page, inner, troubles } = await framed();
    await inner.getByRole("button", { name: "Notitie", exact: true }).first().click();
    const dialog = inner.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Notitie" }).fill("Notitie uit het frame");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await dialog.waitFor({ state: "hidden" });
    await eventually(async () => assert.equal((await itemsWith(world.server, FIRST, "Notitie uit het frame")).length, 1));
    const download = page.waitForEvent("download");
    await inner.getByRole("button", { name: "Meer filters" }).click();
    await inner.getByRole("button", { name: "Opslaan als bestand" }).click();
    assert.match((await download).suggestedFilename(), /\.csv$/);
    assertQuiet(troubles);
  });

  it("stays in place when a telephone number is dialled", async () => {
    const { page, inner, troubles } = await framed();
    const first = await whoIsShown(inner);
    await inner.locator('a[href^="tel:"]').first().click();
    await page.waitForTimeout(500);
    assert.equal(await whoIsShown(inner), first);
    assertQuiet(troubles);
  });

  it("may be framed by this server's pages only, and the page around it by nobody", async () => {
    const policy = async (path) => (await fetch(`${world.server.url}${path}`)).headers.get("content-security-policy");
    assert.match(await policy("/hosts/frame/view/"), /frame-ancestors 'self'$/);
    assert.match(await policy("/hosts/frame/"), /frame-ancestors 'none'$/);
    const visitor = await world.visitor({ baseURL: elsewhereUrl });
    const refused = visitor.page.waitForEvent("requestfailed", (request) => request.url().endsWith("/hosts/frame/view/"));
    await visitor.page.goto(`/?around=${encodeURIComponent(`${world.server.url}/hosts/frame/view/`)}`);
    assert.match((await refused).failure().errorText, /ERR_BLOCKED_BY_RESPONSE/);
  });
});

describe("a page on another origin", () => {
  async function visitForeign(give) {
    const visitor = await world.visitor({ baseURL: elsewhereUrl });
    await visitor.page.exposeBinding("giveToken", give);
    await visitor.page.goto(`/?server=${encodeURIComponent(world.server.url)}`);
    return visitor;
  }

  it("that the server knows shows the customer under the documented policy", async () => {
    const { page, troubles } = await visitForeign(() => world.server.token("agent"));
    await whoIsShown(page);
    assertQuiet(troubles, [/favicon/]);
  });

  it("shows the customer from within a sandboxed frame as well, when it may keep its origin", async () => {
    const { page, troubles } = await world.visitor();
    await page.exposeBinding("giveToken", () => world.server.token("agent"));
    const inner = `${elsewhereUrl}/?server=${encodeURIComponent(world.server.url)}`;
    await page.goto(`${elsewhereUrl.replace("127.0.0.1", "localhost")}/?around=${encodeURIComponent(inner)}`);
    await whoIsShown(await documentOf(page));
    assertQuiet(troubles, [/favicon/]);
  });
});

describe("the element", () => {
  it("adds no global and changes nothing of the page's head, address or history", async () => {
    const { page, troubles } = await world.visitor();
    await page.route("**/blank", (route) =>
      route.fulfill({ contentType: "text/html", body: '<!doctype html><html lang="nl"><title>leeg</title><main></main>' }),
    );
    await page.goto("/blank");
    const before = await page.evaluate(() => ({
      globals: Object.getOwnPropertyNames(globalThis).sort(),
      head: document.head.innerHTML,
      history: history.length,
      address: location.href,
    }));
    const afterwards = await page.evaluate(
      async ({ customer, token }) => {
        await import("/embed.js");
        const view = document.createElement("klantbeeld-view");
        view.setAttribute("customer", customer);
        view.getToken = async () => token;
        const ready = new Promise((resolve) => view.addEventListener("klantbeeld-ready", resolve));
        document.querySelector("main").append(view);
        await ready;
        return {
          globals: Object.getOwnPropertyNames(globalThis).sort(),
          head: document.head.innerHTML,
          history: history.length,
          address: location.href,
        };
      },
      { customer: FIRST, token: await world.server.token("agent") },
    );
    assert.deepEqual(afterwards, before);
    assertQuiet(troubles);
  });
});
