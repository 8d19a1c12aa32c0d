// Signing in to the product's own two pages: the operator's address gives the token, and a page whose visitor is
// signed in nowhere says what to do.
import { createServer } from "node:http";
import { once } from "node:events";
import { customers } from "../../hosts/shared/customers.js";
import { expect, test as base } from "./lib/product.mjs";
import { startServer } from "./lib/server.mjs";
import { who } from "./lib/view.mjs";

const [FIRST, SECOND] = customers;

/** A CRM of another origin that signs people in: with tokens of the demo, as somebody's own would give them. */
const test = base.extend({
  crm: async ({}, use) => {
    const crm = { signedIn: undefined, asked: [], tokens: undefined, back: "" };
    const server = createServer(async ({ url }, response) => {
      const { pathname, searchParams } = new URL(url, "http://crm");
      if (pathname === "/login") {
        crm.back = searchParams.get("return");
        return response.writeHead(200, { "content-type": "text/html" }).end("<h1>Inloggen bij de CRM</h1>");
      }
      crm.asked.push(Object.fromEntries(searchParams));
      response.setHeader("access-control-allow-origin", crm.origin);
      response.setHeader("access-control-allow-credentials", "true");
      if (!crm.signedIn) return response.writeHead(200, { "content-type": "text/html" }).end("<form>login</form>");
      const { role, customer } = crm.signedIn;
      const token = await crm.tokens(role, customer);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ token, customer }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    crm.url = `http://127.0.0.1:${server.address().port}`;
    await use(crm);
    server.closeAllConnections();
    server.close();
  },
  product: async ({ crm }, use) => {
    const env = {
      KLANTBEELD_ALLOWED_ORIGINS: crm.url,
      KLANTBEELD_SIGN_IN_TOKEN_URL: `${crm.url}/token`,
      KLANTBEELD_SIGN_IN_PAGE_URL: `${crm.url}/login`,
    };
    const product = await startServer({ env });
    crm.origin = product.url;
    crm.tokens = product.token;
    await use(product);
    await product.close();
  },
  // Named first, the server ends after the pages that still ask it.
  context: ({ product: _product, context }, use) => use(context),
});

test("an agent who is signed in with the CRM opens a customer in the app", async ({ crm, page, product }) => {
  crm.signedIn = { role: "agent" };
  await page.goto(`${product.url}/app/?customer=${FIRST.id}&role=admin`);
  await expect(who(page, "klantbeeld-app")).toHaveText(/Veen/);
  expect(crm.asked[0]).toEqual({ face: "app", customer: FIRST.id });
});

test("a customer sees themselves, also when the address names another", async ({ crm, page, product, watch }) => {
  // Whom the address names is nobody to this customer.
  watch.allow(/404/);
  crm.signedIn = { role: "customer", customer: FIRST.id };
  for (const query of ["", `?customer=${SECOND.id}`]) {
    await page.goto(`${product.url}/mijn/${query}`);
    await expect(who(page, "klantbeeld-self")).toHaveText(/Veen/);
  }
});

test("who is signed in nowhere is led to the sign-in of the organisation and back", async ({ crm, page, product }) => {
  await page.goto(`${product.url}/app/?customer=${FIRST.id}`);
  const bar = page.getByRole("alert").filter({ hasText: "U bent niet aangemeld." });
  await bar.getByRole("link", { name: "Aanmelden" }).click();
  await expect(page.getByText("Inloggen bij de CRM")).toBeVisible();
  expect(crm.back).toBe(`/app/?customer=${FIRST.id}`);
  crm.signedIn = { role: "agent" };
  await page.goto(product.url + crm.back);
  await expect(who(page, "klantbeeld-app")).toHaveText(/Veen/);
  await expect(page.locator("#sign-in")).toBeHidden();
});

test("who is signed in nowhere is not told to choose a customer", async ({ page, product }) => {
  await page.goto(`${product.url}/mijn/`);
  await expect(page.getByRole("alert").filter({ hasText: "U bent niet aangemeld." })).toBeVisible();
  await expect(page.locator("klantbeeld-self")).toHaveCount(0);
});

test("the demo's own page shows its customer when the address names nobody", async ({ page }) => {
  await page.goto("/mijn/");
  await expect(who(page, "klantbeeld-self")).toHaveText(/Veen/);
});
