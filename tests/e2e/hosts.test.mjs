// The same element in three pages: it shows the same, and nothing of the page reaches in or out.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { after, afterEach, before, describe, it } from "node:test";
import { customers } from "../../hosts/shared/customers.js";
import { HOSTS, anotherIsShown, assertNothingKept, assertQuiet, readingOf, startWorld, whoIsShown } from "./lib/world.mjs";

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
      await whoIsShown(visitor.page, selector);
      readings[host] = await whoIsShown(visitor.page, selector);
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
      const first = await whoIsShown(page, selector);
      if (host === "plain") await page.locator("#customer").selectOption(SECOND);
      else if (host === "react") await page.getByRole("button", { name: customers[1].name }).click();
      else await page.evaluate((id) => document.querySelector("#view").setAttribute("customer", id), SECOND);
      await anotherIsShown(page, first, selector);
      assert.ok(!(await readingOf(page, selector)).includes(first));
      assertQuiet(troubles);
    });
  }

  it("keep two views of one page apart: both sizes, one program", async () => {
    const { page, addresses, troubles } = await world.visitor();
    await page.goto(url("plain"));
    assert.equal(await whoIsShown(page, "#view"), await whoIsShown(page, "#card"));
    assert.equal(addresses.filter((address) => address.endsWith(".wasm")).length, 1);
    const [view, card] = [await page.locator("#view").boundingBox(), await page.locator("#card").boundingBox()];
    assert.ok(card.width < 360 && card.height < view.height);
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
        await page.waitForTimeout(500);
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
