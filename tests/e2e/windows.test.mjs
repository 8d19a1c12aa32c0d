// Several windows of the app in one browser, and tokens that open one customer: what is written in one of them is
// sent by whichever is there, each customer's with their own token.
import { customers } from "../../hosts/shared/customers.js";
import { VIEW, app, expectKept, expectOnce, expectSent, expectWaiting, note, promise, queue } from "./lib/app.mjs";
import { expect, test } from "./lib/product.mjs";
import { NO_NETWORK, itemsWith, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST }, { id: SECOND }] = customers;

// What is written here is in nobody's way; and requests can be held up.
test.use({ serverOptions: {}, serviceWorkers: "block" });
test.beforeEach(({ watch }) => watch.allow(...NO_NETWORK, /ervice.?[wW]orker/, /no start without network/));

async function opened(page, id = FIRST) {
  await page.goto(app(id));
  await whoIsShown(page, VIEW);
}

test.describe("a write that waits in a window that closes", () => {
  test("is seen by the others, and sent by one of them", async ({ context, page, server }) => {
    await opened(page);
    const other = await context.newPage();
    await opened(other, SECOND);
    await expectSent(other);
    await context.setOffline(true);
    await note(page, "Notitie uit een venster dat sluit");
    await expectWaiting(other, 1);
    await page.close();
    await expectWaiting(other, 1);
    await context.setOffline(false);
    await expectSent(other);
    await expectOnce(server, "Notitie uit een venster dat sluit");
  });

  test("is sent by the next one that opens", async ({ context, page, server }) => {
    await opened(page);
    await context.setOffline(true);
    await note(page, "Notitie voor het volgende venster");
    await expectWaiting(page, 1);
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await opened(next, SECOND);
    await expectOnce(server, "Notitie voor het volgende venster");
    await expectSent(next);
  });

  test("in the middle of sending is sent by another with the same id", async ({ context, page, server }) => {
    await opened(page);
    const other = await context.newPage();
    await opened(other);
    const sent = [];
    // Whichever window has the turn first: the server has the write, and the answer never comes.
    for (const window of [page, other]) {
      await window.route("**/api/v1/operation/push", async (route) => {
        const ids = route.request().postDataJSON().request.operations.map((o) => o.op_id);
        sent.push({ window, ids });
        if (sent.length > 1) return route.continue();
        await route.fetch();
      });
    }
    await note(page, "Notitie midden in het verzenden");
    await expect.poll(() => sent.length).toBe(1);
    await expectOnce(server, "Notitie midden in het verzenden");
    const left = sent[0].window === page ? other : page;
    await expectWaiting(left, 1);
    await sent[0].window.close();
    await expectSent(left);
    expect(sent[1].ids).toEqual(sent[0].ids);
    await expectOnce(server, "Notitie midden in het verzenden");
  });
});

test.describe("with tokens that open one customer", () => {
  /** What a sign-in that is out of reach stands for among `lost`: a route answers without network as well. */
  const NETWORK = "network";

  /** A sign-in that gives tokens for the customer that is asked for; none for those in `lost`. */
  async function narrow(context, server) {
    const lost = new Set();
    await context.route("**/sign-in/token?*", async (route) => {
      const customer = new URL(route.request().url()).searchParams.get("customer") ?? undefined;
      if (lost.has(NETWORK)) return route.abort("internetdisconnected");
      if (lost.has(customer)) return route.fulfill({ status: 404, body: "not your customer" });
      return route.fulfill({ json: { token: await server.token("agent", customer) } });
    });
    return lost;
  }

  test("each write goes with the token of its customer, and none is refused in between", async ({ context, page, server, watch }) => {
    watch.allow(/404/);
    const lost = await narrow(context, server);
    const bodies = [];
    page.on("request", (request) => {
      if (request.url().endsWith("operation/push")) bodies.push(request.postDataJSON().request.operations);
    });
    // The token at hand is the first customer's: one of the second would still be good for theirs.
    await openedEach(page, [SECOND, FIRST]);
    await context.setOffline(true);
    lost.add(NETWORK);
    await switchTo(page, SECOND);
    await note(page, "Tweede klant, eerste notitie");
    await switchTo(page, FIRST);
    await note(page, "Eerste klant, notitie");
    await promise(page, "Eerste klant, belofte");
    await switchTo(page, SECOND);
    await note(page, "Tweede klant, tweede notitie");
    await expectWaiting(page, 4);

    lost.delete(NETWORK);
    lost.add(SECOND);
    await context.setOffline(false);
    await expectOnce(server, "Eerste klant, notitie");
    await expectOnce(server, "Eerste klant, belofte");
    await expectWaiting(page, 2);
    await queue(page).getByRole("button").first().click();
    await expect(queue(page).getByText("U heeft nu geen toegang tot deze klant.")).toHaveCount(2);
    await page.reload();
    await expectWaiting(page, 2);
    expect(await itemsWith(server, SECOND, "Tweede klant")).toHaveLength(0);

    lost.clear();
    await queue(page).getByRole("button").first().click();
    await queue(page).getByRole("button", { name: "Nu verzenden" }).click();
    await expectSent(page);
    await expectOnce(server, "Tweede klant, eerste notitie", SECOND);
    await expectOnce(server, "Tweede klant, tweede notitie", SECOND);
    for (const operations of bodies) expect(new Set(operations.map((o) => o.customer_id)).size).toBe(1);
  });

  async function openedEach(page, ids) {
    for (const id of ids) {
      await opened(page, id);
      await expectKept(page, id);
    }
  }

  /** Opens another customer in the same page: without network a page cannot be loaded here. */
  async function switchTo(page, id) {
    const before = await whoIsShown(page, VIEW);
    await page.evaluate(([view, id]) => document.querySelector(view).setAttribute("customer", id), [VIEW, id]);
    await expect(page.locator(VIEW).locator("h1:not(.u-hidden)").first()).not.toHaveText(before);
  }
});
