// The agent's app without network: it starts, shows and searches what was opened before, and what is
// written waits in sight and arrives exactly once.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { VIEW, app, expectKept, expectOnce, expectSent, expectWaiting, note, openedOnce, promise, queue } from "./lib/app.mjs";
import { NO_NETWORK, itemsWith, who, whoIsShown } from "./lib/view.mjs";

const [{ id: FIRST }, { id: SECOND }, { id: THIRD }] = customers;

// What is written here is in nobody's way.
test.use({ serverOptions: {} });
test.beforeEach(({ watch }) => watch.allow(...NO_NETWORK));

async function goOffline(context, page) {
  await context.setOffline(true);
  await page.reload();
}

test.describe("the app without network", () => {
  test("starts and shows the customer that was opened before", async ({ context, page }) => {
    const shown = await openedOnce(page);
    await goOffline(context, page);
    expect(await whoIsShown(page, VIEW)).toBe(shown);
    await expect(page.getByText(/Geen netwerk\. Dit is de stand van/).first()).toBeVisible();
  });

  test("has every item of that customer, and finds in them", async ({ context, page, server }) => {
    await openedOnce(page, THIRD);
    const { body } = await server.api("agent", "profile/open", { customer_id: THIRD, page_size: 1 });
    expect(body.total, "more than the first page").toBeGreaterThan(50);
    await goOffline(context, page);
    await whoIsShown(page, VIEW);
    await page.getByRole("button", { name: /Meer filters/ }).click();
    const planned = page.getByRole("button", { name: "Toon gepland" });
    if ((await planned.getAttribute("aria-pressed")) === "false") await planned.click();
    const shown = Number((await page.locator(".c-filters__count").innerText()).replace(/\D/g, ""));
    expect(shown).toBe(body.total);
    await page.getByLabel("Zoek in de tijdlijn").fill(body.first.title);
    await expect(page.locator(".c-row__title", { hasText: body.first.title }).first()).toBeVisible();
  });

  test("finds the customers of this device, and says so of one that is not there", async ({ context, page }) => {
    await openedOnce(page, SECOND);
    await page.goto(app(FIRST));
    await whoIsShown(page, VIEW);
    await expectKept(page, FIRST);
    await goOffline(context, page);
    const first = await whoIsShown(page, VIEW);
    const search = page.getByRole("combobox", { name: "Zoek een klant" });
    for (const known of ["06 12 34 56 78", "0612345678", "3571ab", "marijke@", "4401882"]) {
      await search.fill(known);
      await expect(page.getByRole("option", { name: /Marijke/ })).toBeVisible();
    }
    await search.fill("Pieter");
    await expect(page.getByText("Zonder netwerk zoekt u alleen in klanten op dit apparaat.")).toBeVisible();
    await page.getByRole("option", { name: /Pieter/ }).click();
    await expect(who(page, VIEW)).not.toHaveText(first);
    await page.goto(app(THIRD));
    await expect(page.getByText("Geen netwerk, en deze klant staat niet op dit apparaat.")).toBeVisible();
  });
});

test.describe("the app on this device", () => {
  test("begins with the language and the appearance that were chosen last", async ({ page }) => {
    await openedOnce(page);
    const view = page.locator(VIEW).locator(".kb");
    await page.locator(VIEW).locator("header.c-bar").getByText("EN", { exact: true }).click();
    await page.getByRole("button", { name: /^Appearance/ }).click();
    await page.reload();
    await whoIsShown(page, VIEW);
    await expect(view).toHaveAttribute("lang", "en-GB");
    await expect(view).toHaveAttribute("data-theme", "dark");
  });
});

test.describe("what is written without network", () => {
  test("waits in the visible queue and arrives exactly once, for a second client as well", async ({ context, newVisitor, page, server }) => {
    await openedOnce(page);
    const text = "Belofte zonder netwerk";
    await context.setOffline(true);
    await promise(page, text);
    await expectWaiting(page, 1);
    await queue(page).getByRole("button").first().click();
    await expect(queue(page).getByText(text).first()).toBeVisible();
    await page.keyboard.press("Escape");
    expect(await itemsWith(server, FIRST, text)).toHaveLength(0);

    await context.setOffline(false);
    await expectSent(page);
    await expectOnce(server, text);
    const second = await newVisitor();
    await second.page.goto(app(FIRST));
    await whoIsShown(second.page, VIEW);
    await expect(second.page.locator('[part="promises"]').getByText(text).first()).toBeVisible();
    await expect(second.page.locator('[part="promises"]').getByText(text, { exact: true })).toHaveCount(1);
  });

  test("stands on the timeline at once, marked until it has arrived", async ({ context, page }) => {
    await openedOnce(page);
    const line = page.locator("article.c-row:not([hidden])", { hasText: "Sleutel ligt bij de buren" });
    await context.setOffline(true);
    await note(page, "Sleutel ligt bij de buren");
    await expect(line.getByText("Wacht op verzending")).toBeVisible();
    await page.getByLabel("Zoek in de tijdlijn").fill("sleutel");
    await line.getByRole("button").click();
    await expect(page.locator(".c-detail").getByText("Wacht op verzending")).toBeVisible();
    await page.getByLabel("Zoek in de tijdlijn").fill("");
    await context.setOffline(false);
    await expectSent(page);
    await expect(line.getByText("Wacht op verzending")).toBeHidden();
    await expect(line).toHaveCount(1);
  });

  test("still waits after a reload without network, several of them, and each arrives once", async ({ context, page, server }) => {
    await openedOnce(page);
    await context.setOffline(true);
    await promise(page, "Belofte voor de herstart");
    await note(page, "Notitie voor de herstart");
    await expectWaiting(page, 2);
    await page.reload();
    await whoIsShown(page, VIEW);
    await expectWaiting(page, 2);
    await context.setOffline(false);
    await expectSent(page);
    await expectOnce(server, "Belofte voor de herstart");
    await expectOnce(server, "Notitie voor de herstart");
  });

  test("arrives once when two windows of the app have it", async ({ context, page, server }) => {
    await openedOnce(page);
    const other = await context.newPage();
    await context.setOffline(true);
    await promise(page, "Belofte in twee vensters");
    await expectWaiting(page, 1);
    await other.goto(app(FIRST));
    await whoIsShown(other, VIEW);
    await expectWaiting(other, 1);
    await context.setOffline(false);
    await Promise.all([expectSent(page), expectSent(other)]);
    await expectOnce(server, "Belofte in twee vensters");
  });

  test.describe(() => {
    // Its requests could not be held up.
    test.use({ serviceWorkers: "block" });

    test("arrives once when the server's answer is lost", async ({ page, server, watch }) => {
      watch.allow(/ERR_CONNECTION_RESET/, /ervice.?[wW]orker/);
      await page.goto(app(FIRST));
      await whoIsShown(page, VIEW);
      let pushes = 0;
      await page.route("**/api/v1/operation/push", async (route) => {
        pushes += 1;
        if (pushes > 1) return route.continue();
        await route.fetch();
        return route.abort("connectionreset");
      });
      await note(page, "Notitie waarvan het antwoord wegviel");
      await expect.poll(() => pushes, { message: "sent again", timeout: 20_000 }).toBeGreaterThan(1);
      await expectSent(page);
      await expectOnce(server, "Notitie waarvan het antwoord wegviel");
    });
  });

  test("a preference is kept, shown as waiting, and arrives with its author", async ({ context, page, server }) => {
    await openedOnce(page);
    await context.setOffline(true);
    const answer = page.locator(".c-matrix button.c-answer").first();
    const before = await answer.getAttribute("aria-label");
    await answer.click();
    await expect(answer).toHaveAttribute("aria-label", /Wacht op verzending/);
    await page.reload();
    await expect(answer).toHaveAttribute("aria-label", /Wacht op verzending/);
    await context.setOffline(false);
    await expectSent(page);
    await expect(answer).not.toHaveAttribute("aria-label", /Wacht op verzending/);
    await expect(answer).not.toHaveAttribute("aria-label", before);
    const { body } = await server.api("agent", "profile/open", { customer_id: FIRST, page_size: 1 });
    const claim = body.fields.find(({ field }) => field === "preference.email.service").claims[0];
    expect(claim.author).toBe("employee");
  });
});
