// The same element in four pages: it shows the same, and nothing of the page reaches in or out.
import { createServer } from "node:http";
import { once } from "node:events";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test as product } from "./lib/product.mjs";
import { HOSTS, documentOf, expectNoTokenIn, expectNothingKept, itemsWith, readingOf, who, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST }, { id: SECOND }] = customers;
const url = (host, query = {}) => `${HOSTS[host]}?${new URLSearchParams({ customer: FIRST, ...query })}`;
/** The view itself: the plain page has a second one beside it. */
const viewOn = (host) => (host === "plain" ? "#view" : "klantbeeld-view");

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

const test = product.extend({
  /** Where the foreign page is. */
  elsewhere: [
    async ({}, use) => {
      const foreign = createServer(foreignPage).listen(0, "127.0.0.1");
      await once(foreign, "listening");
      await use(`http://127.0.0.1:${foreign.address().port}`);
      foreign.close();
    },
    { scope: "worker" },
  ],
  serverOptions: [
    ({ elsewhere }, use) => use({ env: { KLANTBEELD_ALLOWED_ORIGINS: elsewhere } }),
    { scope: "worker" },
  ],
});

test.describe("the host pages", () => {
  test("show the same customer with the same words", async ({ newVisitor }) => {
    const readings = {};
    for (const host of Object.keys(HOSTS)) {
      const visitor = await newVisitor();
      await visitor.page.goto(url(host));
      readings[host] = await whoIsShown(await documentOf(visitor.page), viewOn(host));
      await expectNothingKept(visitor);
    }
    expect(new Set(Object.values(readings)).size, JSON.stringify(readings)).toBe(1);
  });

  for (const host of Object.keys(HOSTS)) {
    test(`switch the customer by attribute: ${host}`, async ({ page }) => {
      await page.goto(url(host));
      const inner = await documentOf(page);
      const first = await whoIsShown(inner, viewOn(host));
      if (host === "plain" || host === "frame") await page.locator("#customer").selectOption(SECOND);
      else if (host === "react") await page.getByRole("button", { name: customers[1].name }).click();
      else await page.evaluate((id) => document.querySelector("#view").setAttribute("customer", id), SECOND);
      await expect(who(inner, viewOn(host))).not.toHaveText(first);
      expect(await readingOf(inner, viewOn(host))).not.toContain(first);
    });
  }

  test("keep two views of one page apart: both sizes, one program", async ({ page, watch }) => {
    await page.goto(url("plain"));
    expect(await whoIsShown(page, "#view")).toBe(await whoIsShown(page, "#card"));
    const modules = watch.addresses.filter((address) => address.endsWith(".wasm"));
    expect(modules.filter((address) => address.endsWith("_bg.wasm"))).toHaveLength(1);
    expect(new Set(modules).size, "no part of the program is fetched twice").toBe(modules.length);
    const [view, card] = [await page.locator("#view").boundingBox(), await page.locator("#card").boundingBox()];
    expect(card.width).toBeLessThan(360);
    expect(card.height).toBeLessThan(view.height);
    await expect(page.locator("#card article.c-row:not([hidden])"), "the card has the last five").toHaveCount(5);
  });
});

test.describe("a page with hostile styles", () => {
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
    test.describe(() => {
      test.use({ viewport: { width, height: 1000 }, reducedMotion: "reduce" });

      test(`looks inside the view exactly like a clean one at ${width} px`, async ({ newVisitor }) => {
        const found = {};
        for (const css of ["neutral", "hostile"]) {
          const { page } = await newVisitor();
          await page.goto(url("plain", { css }));
          await whoIsShown(page, "#view");
          for (const part of ["ball", "preferences", "dossier", "foot"]) {
            await expect(page.locator(`#view .c-${part}:not(.c-ball--wait)`)).toBeAttached();
          }
          await page.waitForTimeout(1000);
          found[css] = await boxes(page);
        }
        expect(found.neutral.length).toBeGreaterThan(100);
        expect(found.hostile).toEqual(found.neutral);
      });
    });
  }
});

test.describe("a sandboxed frame without an origin", () => {
  /** Opens the demo page with its frame; gives the document in it. */
  async function framed(page) {
    await page.goto(url("frame"));
    const inner = await documentOf(page);
    await whoIsShown(inner);
    return inner;
  }

  test("keeps nothing, and reaches nothing of the page around it", async ({ page, watch }) => {
    const inner = await framed(page);
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
    expect(await inner.evaluate(() => self.origin)).toBe("null");
    expect(refused).toEqual(["cookie", "storage", "database", "around"].map((name) => `${name}: SecurityError`));
    expectNoTokenIn(watch.addresses);
  });

  test("gets each fresh token from the page around it, and never another way", async ({ page, watch }) => {
    watch.allow(/401/, /demo\/token/, /ERR_FAILED/);
    const inner = await framed(page);
    const tokens = () => watch.addresses.filter((address) => address.includes("/demo/token")).length;
    expect(tokens()).toBe(1);
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
    await expect(who(inner)).not.toHaveText(first);
    expect(refusals).toBe(1);
    expect(tokens()).toBe(2);
    const direct = await inner.evaluate(() => fetch("/demo/token?role=agent").then(() => "token", () => "refused"));
    expect(direct).toBe("refused");
  });

  test("takes no customer and gives no view to a window that is not the page around it", async ({ page }) => {
    const inner = await framed(page);
    const first = await whoIsShown(inner);
    await inner.evaluate((id) => postMessage({ type: "show", settings: { customer: id } }, "*"), SECOND);
    // A stranger in the page around it says that they are the frame.
    const answered = await page.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      const heard = new Promise((resolve) => {
        port1.onmessage = () => resolve("answered");
        setTimeout(() => resolve("silence"), 500);
      });
      postMessage({ type: "klantbeeld-here" }, "*", [port2]);
      return heard;
    });
    expect(answered).toBe("silence");
    await expect(who(inner)).toHaveText(first);
  });

  test("saves what is written, and hands out the timeline as a file", async ({ page, server }) => {
    const inner = await framed(page);
    await inner.getByRole("button", { name: "Notitie", exact: true }).first().click();
    const dialog = inner.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Notitie" }).fill("Notitie uit het frame");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(() => itemsWith(server, FIRST, "Notitie uit het frame")).toHaveLength(1);
    const download = page.waitForEvent("download");
    await inner.getByRole("button", { name: "Meer filters" }).click();
    await inner.getByRole("button", { name: "Opslaan als bestand" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  });

  test("stays in place when a telephone number is dialled", async ({ page }) => {
    const inner = await framed(page);
    const first = await whoIsShown(inner);
    await inner.locator('a[href^="tel:"]').first().click();
    await page.waitForTimeout(500);
    await expect(who(inner)).toHaveText(first);
  });

  test("may be framed by this server's pages only, and the page around it by nobody", async ({ elsewhere, page, request, server, watch }) => {
    const policy = async (path) => (await request.get(path)).headers()["content-security-policy"];
    expect(await policy("/hosts/frame/view/")).toMatch(/frame-ancestors 'self'$/);
    expect(await policy("/hosts/frame/")).toMatch(/frame-ancestors 'none'$/);
    watch.allow(/ERR_BLOCKED_BY_RESPONSE/, /frame-ancestors/, /favicon/);
    const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/hosts/frame/view/"));
    await page.goto(`${elsewhere}/?around=${encodeURIComponent(`${server.url}/hosts/frame/view/`)}`);
    expect((await refused).failure().errorText).toMatch(/ERR_BLOCKED_BY_RESPONSE/);
  });
});

test.describe("a page on another origin", () => {
  test.beforeEach(async ({ page, server, watch }) => {
    watch.allow(/favicon/);
    await page.exposeBinding("giveToken", () => server.token("agent"));
  });

  test("that the server knows shows the customer under the documented policy", async ({ elsewhere, page, server }) => {
    await page.goto(`${elsewhere}/?server=${encodeURIComponent(server.url)}`);
    await expect(who(page)).toBeVisible();
  });

  test("shows the customer from within a sandboxed frame as well, when it may keep its origin", async ({ elsewhere, page, server }) => {
    const inner = `${elsewhere}/?server=${encodeURIComponent(server.url)}`;
    await page.goto(`${elsewhere.replace("127.0.0.1", "localhost")}/?around=${encodeURIComponent(inner)}`);
    await expect(who(await documentOf(page))).toBeVisible();
  });
});

test.describe("the element", () => {
  test("adds no global and changes nothing of the page's head, address or history", async ({ page, server }) => {
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
      { customer: FIRST, token: await server.token("agent") },
    );
    expect(afterwards).toEqual(before);
  });
});
