// Where things stand: nothing lies over anything else, nothing is too small to hit, and what a person looks for
// is in sight.
import { customers } from "../../hosts/shared/customers.js";
import { expect, test } from "./lib/product.mjs";
import { SCENES, SIZES, openScene, turnTo } from "./lib/scenes.mjs";
import { settled } from "./lib/settled.mjs";
import { whoIsShown } from "./lib/view.mjs";

const VIEW = "klantbeeld-app";
const FIRST = customers[0].id;
const ORGANISATION = customers[2].id;
const PHONE = { viewport: SIZES.phone, hasTouch: true, isMobile: true };
const SMALL_TARGET_PX = 24;
/** What rounding may cost. */
const SLACK_PX = 1;

// Preferences are changed here.
test.use({ serverOptions: {}, reducedMotion: "reduce" });

async function open(page, customer = FIRST) {
  await page.goto(`/app/?customer=${encodeURIComponent(customer)}`);
  await whoIsShown(page, VIEW);
  await settled(page);
}

/** Everything that stands in the list: from where to where, in the order of the screen. */
const listed = (page) =>
  page.locator(".c-timeline__canvas").evaluate((canvas) => {
    const all = canvas.querySelectorAll(".c-timeline__day, .c-row, .c-timeline__detail");
    const boxes = [...all].filter((element) => element.checkVisibility()).map((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return { what: `${element.className} ${element.textContent.slice(0, 30)}`, top, bottom };
    });
    return boxes.filter(({ top, bottom }) => bottom > top).sort((a, b) => a.top - b.top);
  });

for (const [size, options] of [["desktop", { viewport: SIZES.desktop }], ["phone", PHONE]]) {
  test.describe(`on a ${size}`, () => {
    test.use(options);

    test("an opened item and its neighbours stand below each other", async ({ page }) => {
      await open(page);
      await turnTo(page, "Tijdlijn");
      for (let index = 0; index < 8; index += 1) {
        const title = page.locator(`.c-row[data-place="${index}"]:not([hidden]) .c-row__title`);
        await title.scrollIntoViewIfNeeded();
        await title.click();
        await expect(page.locator(".c-detail .c-detail__facts, .c-detail .c-notice").first()).toBeVisible();
        await expect(async () => {
          const boxes = await listed(page);
          expect(boxes.length).toBeGreaterThan(1);
          for (const [i, { what, top }] of boxes.entries()) {
            if (i > 0) expect(top, what).toBeGreaterThanOrEqual(boxes[i - 1].bottom - SLACK_PX);
          }
        }).toPass();
        await title.click();
        await expect(page.locator(".c-detail")).toBeHidden();
      }
    });

    test("a row says all of its title, and has no empty line below it", async ({ page }) => {
      await open(page);
      await turnTo(page, "Tijdlijn");
      const heights = new Set();
      for (let step = 0; step < 4; step += 1) {
        const rows = await page.locator(".c-row:not([hidden])").evaluateAll((rows, isPhone) =>
          rows.map((row) => {
            const [title, summary] = [".c-row__title", ".c-row__summary"].map((name) => row.querySelector(name));
            const box = row.getBoundingClientRect();
            const end = title.getBoundingClientRect().bottom;
            return {
              text: title.textContent,
              height: box.height,
              isCut: isPhone && (title.scrollWidth > title.clientWidth + 1 || end > row.querySelector(".c-row__body").getBoundingClientRect().bottom + 1),
              hasSummary: summary.textContent !== "",
              isShort: row.classList.contains("is-short"),
            };
          }), size === "phone");
        expect(rows.filter(({ isCut }) => isCut)).toEqual([]);
        expect(rows.filter(({ isShort, hasSummary }) => isShort && hasSummary)).toEqual([]);
        for (const { height } of rows) heights.add(height);
        await page.locator(".c-timeline__list").evaluate((list) => list.scrollBy(0, 600));
        await page.waitForTimeout(100);
      }
      expect([...heights].sort((a, b) => a - b)).toEqual(size === "phone" ? [60, 100] : [44, 64]);
    });
  });
}

test("no column ends far above its neighbour", async ({ page }) => {
  await page.setViewportSize(SIZES.desktop);
  for (const customer of [FIRST, ORGANISATION]) {
    await open(page, customer);
    await expect(page.locator(".c-dossier")).toBeVisible();
    const end = (selector) => page.locator(selector).last().evaluate((element) => element.getBoundingClientRect().bottom);
    await expect
      .poll(async () => (await end(".c-view__pair > .c-view__side > *:not([hidden])")) - (await end(".c-timeline")))
      .toBeLessThanOrEqual(SLACK_PX);
  }
});

test.describe("the tabs of a phone", () => {
  test.use(PHONE);

  for (const viewport of [SIZES.phone, { width: 320, height: 568 }]) {
    test(`are in sight without scrolling, and stay there: ${viewport.width}x${viewport.height}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await open(page, ORGANISATION);
      const tabs = page.locator(".c-tabs");
      await expect(tabs).toBeInViewport({ ratio: 1 });
      await page.mouse.wheel(0, 900);
      await expect(tabs).toBeInViewport({ ratio: 1 });
      await page.getByRole("button", { name: "Tijdlijn", exact: true }).tap();
      await expect(page.locator(".c-row:not([hidden])").first()).toBeInViewport();
    });
  }
});

test("what was saved and what is opened do not lie over each other", async ({ page }) => {
  await open(page);
  await page.locator(".c-matrix button.c-answer").first().click();
  const bar = page.locator(".c-toast");
  await expect(bar).toBeVisible();
  const why = page.locator(".c-preferences .c-why").nth(2);
  await why.click();
  await expect(page.locator(".c-pop__panel")).toBeVisible();
  await expect(bar).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(bar).toBeVisible();
  await bar.getByRole("button", { name: "Ongedaan maken" }).click();
  await expect(bar).toBeHidden();
});

test("panels stand in the order in which they are named, and others do not show", async ({ page }) => {
  await page.setViewportSize(SIZES.tablet);
  const partsOf = () =>
    page.locator("klantbeeld-view").evaluate((element) => {
      const parts = [...element.shadowRoot.querySelectorAll("[part]")].filter((part) => part.checkVisibility());
      return parts.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((part) => part.getAttribute("part"));
    });
  await page.goto(`/hosts/strict/?customer=${FIRST}`);
  await whoIsShown(page);
  for (const names of ["timeline,ball,preferences", "preferences,timeline,more,alerts", "ball,promises"]) {
    await page.locator("klantbeeld-view").evaluate((element, names) => element.setAttribute("panels", names), names);
    await expect
      .poll(async () => (await partsOf()).filter((part) => !["top", "header", "add", "foot"].includes(part)))
      .toEqual(names.split(","));
  }
});

test("whatever can be clicked is at least 24 by 24 pixels", async ({ page, watch }) => {
  watch.allow(...SCENES.flatMap(({ allowed = [] }) => allowed));
  test.setTimeout(300_000);
  const scenes = SCENES.filter(({ name, isHost }) => !isHost && name !== "offline");
  for (const scene of scenes) {
    await openScene(page, scene, { lang: "nl", theme: "light" });
    const small = await page.evaluate(
      ({ selector, least }) => {
        const root = document.querySelector(selector).shadowRoot;
        const controls = root.querySelectorAll("button, a[href], input, select, textarea, summary, [role=slider], [role=option], [tabindex='0']");
        return [...controls]
          .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .map((element) => {
            // A label is hit as well, and the whole line of a row.
            const boxes = [element, element.closest("label, .c-row, .c-alert")].filter(Boolean).map((e) => e.getBoundingClientRect());
            const [width, height] = ["width", "height"].map((side) => Math.max(...boxes.map((box) => box[side])));
            return { what: `${element.localName}.${element.className} ${element.textContent.slice(0, 20)}`, width, height };
          })
          .filter(({ width, height }) => width > 1 && (width < least - 0.5 || height < least - 0.5));
      },
      { selector: scene.element, least: SMALL_TARGET_PX },
    );
    expect.soft(small, scene.name).toEqual([]);
  }
});

test.describe("what a search found", () => {
  const marks = (page) => page.locator(".c-row:not([hidden]) mark").allTextContents();

  test("is marked in the rows, whichever come into sight, and no longer when it is not looked for", async ({ page }) => {
    await open(page);
    const search = page.getByRole("searchbox", { name: "Zoek in de tijdlijn" });
    await search.fill("factuur");
    await expect.poll(async () => (await marks(page)).length).toBeGreaterThan(3);
    const list = page.locator(".c-timeline__list");
    for (let step = 0; step < 6; step += 1) {
      await list.evaluate((element) => element.scrollBy(0, 700));
      await page.waitForTimeout(80);
      const rows = await page.locator(".c-row:not([hidden])").evaluateAll((rows) =>
        rows.map((row) => {
          const text = [...row.querySelectorAll(".c-row__title, .c-row__summary")].map((e) => e.textContent).join("\n");
          return { text, marks: [...row.querySelectorAll("mark")].map((mark) => mark.textContent) };
        }),
      );
      for (const { text, marks } of rows) {
        expect(marks.length, text).toBe(text.match(/factuur/gi)?.length ?? 0);
        expect(marks.every((mark) => /^factuur$/i.test(mark)), marks.join()).toBe(true);
      }
    }
    await search.fill("");
    await expect.poll(() => marks(page)).toEqual([]);
  });

  test("is marked in the opened item", async ({ page }) => {
    await open(page);
    await page.getByRole("searchbox", { name: "Zoek in de tijdlijn" }).fill("lawaai");
    const row = page.locator(".c-row:not([hidden])", { has: page.locator(".c-row__summary mark") }).first();
    await row.locator(".c-row__title").click();
    await expect(page.locator(".c-detail mark").first()).toHaveText(/^lawaai$/i);
  });
});

test("a screen reader hears no name twice", async ({ page }) => {
  test.setTimeout(300_000);
  const session = await page.context().newCDPSession(page);
  for (const scene of SCENES.filter(({ name }) => ["agent", "detail", "add", "own", "organisation"].includes(name))) {
    await openScene(page, scene, { lang: "nl", theme: "light" });
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const named = nodes.filter(({ ignored, role }) => !ignored && ["button", "link", "checkbox", "combobox", "textbox", "dialog", "image"].includes(role?.value));
    const twice = named
      .map(({ name, description }) => [name?.value ?? "", description?.value ?? ""].map((text) => text.replace(/\s+/g, " ").trim()))
      .filter(([name, description]) => /(^|[^\p{L}])([\p{L}][\p{L}\d ]{3,}?)[:,]? \2($|[^\p{L}])/iu.test(name) || (description && description === name))
      .map((texts) => texts.join(" | "));
    expect.soft(twice, scene.name).toEqual([]);
  }
});
