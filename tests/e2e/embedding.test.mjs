// The view in pages that others wrote: pages that trace, that have shortcuts and dialogs, that move it to another
// window, that sign people out, and that cannot reach the loader.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test as product } from "./lib/product.mjs";
import { itemsWith, who, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST }, { id: SECOND }] = customers;

/** What monitoring does to a page: every request gets headers, wherever it goes. */
function trace() {
  const own = globalThis.fetch;
  globalThis.fetch = function fetch(input, init = {}) {
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const name of ["traceparent", "tracestate", "sentry-trace", "baggage"]) headers.set(name, "1");
    return own.call(this, input, { ...init, headers });
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function traced(...body) {
    this.setRequestHeader("traceparent", "1");
    return send.apply(this, body);
  };
}

/** What libraries of 2008 do to it: additions that show in `for in`, lists that are no JSON, elements that differ. */
function age() {
  Array.prototype.first = function first() { return this[0]; };
  Array.prototype.toJSON = function toJSON() { return `[${[...this].map((one) => JSON.stringify(one) ?? "null").join(", ")}]`; };
  Array.from = function from(list) {
    const found = [];
    for (let i = 0; i < (list?.length || 0); i += 1) found[i] = list[i];
    return found;
  };
  Object.prototype.cloneOf = function cloneOf() { return Object.assign({}, this); };
  Element.prototype.remove = function remove() { this.parentNode?.removeChild(this); return this; };
  Element.prototype.toggle = function toggle() {};
  globalThis.$ = (id) => document.getElementById(id);
}

/** A host of another origin: its page shows the view of `?server=`, its server gets tokens there. */
async function tracedPage(request, response) {
  const query = new URL(request.url, "http://host").searchParams;
  const server = query.get("server");
  if (request.url.startsWith("/token")) {
    const { token } = await (await fetch(`${server}/demo/token?role=agent`)).json();
    return response.end(token);
  }
  const changes = [trace, age].filter(({ name }) => query.has(name));
  response.setHeader("content-type", "text/html; charset=utf-8");
  return response.end(`<!doctype html><html lang="nl"><title>elders</title><script>${changes.map((change) => `(${change})();`).join("")}</script>
    <klantbeeld-view id="view" customer="${FIRST}"></klantbeeld-view>
    <script type="module" src="${server}/embed.js"></script>
    <script>document.querySelector("#view").getToken = async () => (await fetch("/token?server=${server}")).text();</script>`);
}

const test = product.extend({
  elsewhere: [
    async ({}, use) => {
      const foreign = createServer(tracedPage).listen(0, "127.0.0.1");
      await once(foreign, "listening");
      await use(`http://127.0.0.1:${foreign.address().port}`);
      foreign.close();
    },
    { scope: "worker" },
  ],
  serverOptions: [({ elsewhere }, use) => use({ env: { KLANTBEELD_ALLOWED_ORIGINS: elsewhere } }), { scope: "worker" }],
});

/** Opens a page of ours, at home on the server, with a view in it and what else a test needs. */
async function host(page, { body = "", script = "", attributes = "" } = {}) {
  const html = `<!doctype html><html lang="nl"><meta charset="utf-8"><title>CRM</title>
    ${body.includes("klantbeeld-view") ? body : `${body}<klantbeeld-view id="view" customer="${FIRST}" ${attributes}></klantbeeld-view>`}
    <script type="module" src="/embed.js"></script>
    <script>
      globalThis.view = document.querySelector("#view");
      globalThis.told = [];
      for (const name of ["signed-out", "no-rights", "unreachable", "crashed"])
        view.addEventListener("klantbeeld-" + name, ({ detail }) => told.push([name, detail.during]));
      globalThis.fresh = async () => (await (await fetch("/demo/token?role=agent")).json()).token;
      view.getToken = fresh;
      ${script}
    </script>`;
  await page.context().route("**/crm/*", (route) =>
    route.fulfill({ contentType: "text/html", body: route.request().url().endsWith("/pop") ? "<!doctype html><title>2</title>" : html }),
  );
  await page.goto("/crm/page");
}

const told = (page) => page.evaluate(() => globalThis.told);

/** Writes a note in the view. */
async function note(scope, text) {
  await scope.getByRole("button", { name: "Notitie", exact: true }).click();
  const dialog = scope.getByRole("dialog", { name: "Vastleggen" });
  await dialog.getByRole("textbox").first().fill(text);
  await dialog.getByRole("button", { name: "Opslaan" }).click();
}

test.describe("a page of another origin", () => {
  for (const changes of [["trace"], ["age"], ["trace", "age"]]) {
    test(`with ${changes.join(" and ")} shows the customer, takes a note once, and switches`, async ({ page, server, elsewhere, watch }) => {
      const query = new URLSearchParams([["server", server.url], ...changes.map((name) => [name, ""])]);
      await page.goto(`${elsewhere}/?${query}`);
      const first = await whoIsShown(page);
      const text = `${changes} ${Date.now()}`;
      await note(page, text);
      await expect.poll(async () => (await itemsWith(server, FIRST, text)).length).toBe(1);
      await page.evaluate((id) => document.querySelector("#view").setAttribute("customer", id), SECOND);
      await expect(who(page)).not.toHaveText(first);
      expect(watch.addresses.some((address) => /assets\/.*\.wasm/.test(address))).toBe(true);
    });
  }
});

test.describe("a page with shortcuts and a dialog of its own", () => {
  const shortcuts = `
    globalThis.ran = [];
    document.addEventListener("keydown", (event) => {
      const isField = event.target.matches?.("input, textarea, select, [contenteditable]");
      if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
      if ("neds/".includes(event.key)) ran.push(event.key);
      if (event.key === "/") event.preventDefault();
      if (event.key === "Escape") ran.push("closed");
    });
    document.addEventListener("keyup", (event) => event.key === "Escape" && ran.push("released"));`;
  const ran = (page) => page.evaluate(() => globalThis.ran.splice(0));

  test("runs none of them for what is typed, and each Escape closes the innermost thing only", async ({ page }) => {
    await host(page, { script: shortcuts });
    await whoIsShown(page);
    await page.getByRole("button", { name: "Notitie", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Vastleggen" });
    const field = dialog.getByRole("textbox").first();
    await field.click();
    await page.keyboard.type("Bellen na de deadline / spoed");
    await expect(field).toHaveValue("Bellen na de deadline / spoed");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(await ran(page)).toEqual([]);
    const search = page.getByRole("searchbox").first();
    await search.click();
    await page.keyboard.type("de/s");
    await expect(search).toHaveValue("de/s");
    await page.keyboard.press("Escape");
    expect(await ran(page)).toEqual([]);
    await page.locator(".c-header .c-why:visible").first().click();
    await page.locator(".c-pop__panel").waitFor();
    await page.keyboard.press("Escape");
    await expect(page.locator(".c-pop__panel")).toHaveCount(0);
    await page.locator(".c-row:not([hidden]) .c-row__title").nth(1).click();
    await expect(page.locator(".c-timeline__detail")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.locator(".c-timeline__detail")).toBeHidden();
    expect(await ran(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await ran(page)).toEqual(["closed", "released"]);
  });

  test("keeps its own <dialog> around the view open while something in the view closes", async ({ page }) => {
    await host(page, { body: `<dialog id="around"><klantbeeld-view id="view" customer="${FIRST}"></klantbeeld-view></dialog>`, script: `document.querySelector("#around").showModal();` });
    await whoIsShown(page);
    const around = page.locator("#around");
    await page.locator(".c-header .c-why:visible").first().click();
    await page.locator(".c-pop__panel").waitFor();
    await page.keyboard.press("Escape");
    await expect(page.locator(".c-pop__panel")).toHaveCount(0);
    await expect(around).toBeVisible();
    await page.getByRole("button", { name: "Notitie", exact: true }).click();
    await page.getByRole("dialog", { name: "Vastleggen" }).waitFor();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: "Vastleggen" })).toBeHidden();
    await expect(around).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(around).toBeHidden();
  });
});

test.describe("another document", () => {
  /** What the view looks like, wherever it is. */
  const look = (page) =>
    page.evaluate(() => {
      const root = globalThis.view.shadowRoot;
      const box = root.querySelector(".kb");
      const { fontFamily, fontSize, color, backgroundColor } = globalThis.view.ownerDocument.defaultView.getComputedStyle(box);
      return { sheets: root.adoptedStyleSheets.length, fontFamily, fontSize, color, backgroundColor };
    });

  test("shows the view as before, which works there and comes back", async ({ page, server }) => {
    await host(page, { script: `document.body.append(Object.assign(document.createElement("iframe"), { src: "pop", width: 1200, height: 900 }));` });
    await whoIsShown(page);
    await expect(page.locator(".c-foot")).toBeAttached();
    const before = await look(page);
    let asked = 0;
    page.on("request", (request) => (asked += request.url().includes("profile/open") ? 1 : 0));
    await page.evaluate(() => document.querySelector("iframe").contentDocument.body.append(globalThis.view));
    expect(await look(page)).toEqual(before);
    const frame = page.frameLocator("iframe");
    await frame.locator(".c-header .c-why:visible").first().click();
    await frame.locator(".c-pop__panel").waitFor();
    await page.keyboard.press("Escape");
    await expect(frame.locator(".c-pop__panel")).toHaveCount(0);
    await frame.locator('[data-place="1"] .c-row__title').click();
    await expect(frame.locator(".c-timeline__detail")).toBeVisible();
    await page.keyboard.press("Escape");
    await frame.locator(".c-timeline__list").evaluate((list) => (list.scrollTop = 4000));
    await expect(frame.locator('[data-place="0"]')).toHaveCount(0);
    await frame.locator(".c-timeline__list").evaluate((list) => (list.scrollTop = 0));
    await frame.locator('[data-place="1"] .c-row__title').focus();
    await page.keyboard.press("ArrowDown");
    await expect(frame.locator('[data-place="2"] .c-row__title')).toBeFocused();
    expect(asked).toBe(0);
    const text = `uit het tweede scherm ${Date.now()}`;
    await note(frame, text);
    await expect.poll(async () => (await itemsWith(server, FIRST, text)).length).toBe(1);
    const first = await frame.locator("h1").first().innerText();
    await page.evaluate((id) => globalThis.view.setAttribute("customer", id), SECOND);
    await expect(frame.locator("h1:not(.u-hidden)").first()).not.toHaveText(first);
    await page.evaluate(() => document.body.append(globalThis.view));
    expect((await look(page)).fontFamily).toBe(before.fontFamily);
    await expect(who(page)).not.toHaveText(first);
  });

  test("in a window that closes takes the view along, and nothing goes on", async ({ page, context, watch }) => {
    await host(page);
    await whoIsShown(page);
    const opened = context.waitForEvent("page");
    await page.evaluate(() => (globalThis.other = open("pop", "klant", "width=900,height=900")));
    const other = await opened;
    await other.waitForLoadState();
    await page.evaluate(() => globalThis.other.document.body.append(globalThis.view));
    await other.locator("h1:not(.u-hidden)").first().waitFor();
    watch.allow(/favicon/);
    await other.close();
    await expect.poll(() => page.evaluate(() => globalThis.view.shadowRoot.childElementCount)).toBe(0);
    await page.evaluate(() => document.body.append(globalThis.view));
    await whoIsShown(page);
  });
});

test.describe("signing in and out", () => {
  test("a session that ends is told while somebody reads, and heals without another element", async ({ page, server, watch }) => {
    watch.allow(/401/);
    await host(page);
    const name = await whoIsShown(page);
    await expect(page.locator(".c-foot")).toBeAttached();
    // From now on the server refuses, and the host has nothing better.
    let isOut = true;
    await page.route("**/api/v1/**", (route) =>
      isOut ? route.fulfill({ status: 401, json: { code: "not_signed_in", reason: "expired" } }) : route.continue(),
    );
    const text = `na de sessie ${Date.now()}`;
    await note(page, text);
    await expect(page.getByText("Uw aanmelding is verlopen.").first()).toBeVisible();
    await expect(page.getByText("Nog niet verzonden: uw aanmelding is verlopen.")).toBeVisible();
    expect(await told(page)).toEqual([["signed-out", "write"]]);
    await expect(who(page)).toHaveText(name);
    isOut = false;
    await page.evaluate(() => globalThis.view.retry());
    await expect.poll(async () => (await itemsWith(server, FIRST, text)).length).toBe(1);
    await expect(page.locator(".c-view > .c-toast")).toHaveCount(0);
  });

  for (const [code, sentence, event] of [
    ["no-rights", "U heeft geen recht op dit klantbeeld.", "no-rights"],
    ["signed-out", "Uw aanmelding is verlopen.", "signed-out"],
    ["unreachable", "Het klantbeeld kon niet worden geladen.", "unreachable"],
  ]) {
    test(`a host that says ${code} is believed, and another way to get tokens heals it`, async ({ page }) => {
      await host(page, { script: `view.getToken = async () => { throw Object.assign(new Error("no"), { code: "${code}" }) };` });
      await expect(page.getByRole("alert")).toContainText(sentence);
      expect(await told(page)).toEqual([[event, "open"]]);
      await page.evaluate(() => (globalThis.view.getToken = globalThis.fresh));
      await whoIsShown(page);
    });
  }

  test("a page that gives another getToken at each event does not go round and round", async ({ page }) => {
    await host(page, {
      script: `
        globalThis.asked = 0;
        const give = () => (view.getToken = async () => { asked += 1; throw new Error("nobody"); });
        for (const name of ["error", "signed-out"]) view.addEventListener("klantbeeld-" + name, give);
        give();`,
    });
    await expect(page.getByRole("alert")).toContainText("Uw aanmelding is verlopen.");
    await page.waitForTimeout(1_000);
    expect(await page.evaluate(() => globalThis.asked)).toBeLessThan(8);
  });

  test("a note that the server does not take stays in sight with what can be done", async ({ page, server, watch }) => {
    watch.allow(/403/);
    await host(page);
    await whoIsShown(page);
    await page.route("**/operation/push", async (route) => {
      const { request } = route.request().postDataJSON();
      const results = request.operations.map(({ op_id }) => ({ op_id, error: { code: "forbidden", owner: "" } }));
      await route.fulfill({ json: results });
    });
    const text = `zonder recht ${Date.now()}`;
    await note(page, text);
    const line = page.locator(".c-unsent");
    await expect(line).toContainText(text);
    await page.unroute("**/operation/push");
    await line.getByRole("button", { name: "Opnieuw proberen" }).click();
    await expect.poll(async () => (await itemsWith(server, FIRST, text)).length).toBe(1);
    await expect(line).toHaveCount(0);
  });

  test("a person who signs out leaves nothing in the element", async ({ page }) => {
    await host(page, { attributes: 'reason="termijnbedrag"' });
    const name = await whoIsShown(page);
    await page.evaluate(() => globalThis.view.signOut());
    await expect(page.getByRole("alert")).toContainText("U bent afgemeld.");
    const left = await page.evaluate(() => globalThis.view.outerHTML + globalThis.view.shadowRoot.innerHTML);
    for (const text of [name, FIRST, "termijnbedrag"]) expect(left).not.toContain(text);
    await page.evaluate((id) => {
      globalThis.view.setAttribute("customer", id);
      globalThis.view.retry();
    }, SECOND);
    await whoIsShown(page);
    await expect(who(page)).not.toHaveText(name);
  });
});

test.describe("a host that renews its parts", () => {
  test("by innerHTML gets a new view each time, and the old ones are gone", async ({ page }) => {
    await host(page, { body: `<main><klantbeeld-view id="view" customer="${FIRST}"></klantbeeld-view></main>` });
    await whoIsShown(page);
    await page.evaluate(() => {
      for (let time = 0; time < 5; time += 1) {
        document.querySelector("main").innerHTML = document.querySelector("main").innerHTML;
        document.querySelector("#view").getToken = globalThis.fresh;
      }
    });
    await whoIsShown(page);
    expect(await page.evaluate(() => globalThis.view.shadowRoot.childElementCount)).toBe(0);
  });
});

test.describe("a loader that cannot be reached", () => {
  /** What docs/EMBEDDING.md tells hosts to do, word for word. */
  async function snippet(server) {
    const text = await readFile(new URL("../../docs/EMBEDDING.md", import.meta.url), "utf8");
    const section = text.slice(text.indexOf("## When embed.js itself does not come"), text.indexOf("## Attributes"));
    const [html, script] = [...section.matchAll(/```(?:html|js)\n([\s\S]*?)```/g)].map((match) => match[1]);
    return { html: html.replace("K-10001", FIRST), script: script.replace("https://klantbeeld.example", server.url) };
  }

  test("is told by the page as docs/EMBEDDING.md shows, and can be tried again", async ({ page, server, watch }) => {
    watch.allow(/ERR_FAILED/);
    const { html, script } = await snippet(server);
    let isDown = true;
    await page.route("**/embed.js*", (route) => (isDown ? route.abort() : route.continue()));
    await page.route("**/crm/page", (route) =>
      route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="nl"><meta charset="utf-8">${html}<script type="module">${script}
        document.querySelector("#view").getToken = async () => (await (await fetch("/demo/token?role=agent")).json()).token;</script>` }),
    );
    await page.goto("/crm/page");
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("Het klantbeeld is nu niet te laden.");
    isDown = false;
    await alert.getByRole("button", { name: "Opnieuw laden" }).click();
    await whoIsShown(page);
    await expect(alert).toBeHidden();
  });
});
