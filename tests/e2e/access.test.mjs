// For everybody: axe finds nothing on any view in either language or theme, nothing has to be scrolled
// sideways at any size, and targets are large enough for fingers.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lib/product.mjs";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";

const WIDTHS_PX = [1440, 820, 390, 360, 320];
/** A finger's width; what explains a value within a line may be smaller, as its neighbours are values as well. */
const TARGET_PX = 44;
const SMALL_TARGET_PX = 24;
const PHONE = { viewport: SIZES.phone, hasTouch: true, isMobile: true };

// One of the scenes writes. A finding says what and where; a trace of every view would take longer than axe.
test.use({ serverOptions: {}, trace: "off" });
// Every view of the product, one after the other, on a machine that may be busy.
test.describe.configure({ timeout: 600_000 });
test.beforeEach(({ watch }) => watch.allow(...SCENES.flatMap(({ allowed = [] }) => allowed)));

/** Findings of axe, with every rule it has, each on one line; `within` keeps to one element. */
async function findings(page, within) {
  // No scene has a frame of another origin, which is what the slower way with a second page is for.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  if (within) axe.include(within);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(" ")}: ${failureSummary}`),
  );
}

test.describe("axe", () => {
  for (const [lang, theme] of [["nl", "light"], ["en", "dark"]]) {
    test.describe(() => {
      test.use({ colorScheme: theme, reducedMotion: "reduce" });

      test(`finds nothing on any view: ${lang}, ${theme}`, async ({ context, page }) => {
        // One visitor for all of them: the program is fetched and compiled once.
        for (const scene of SCENES) {
          await test.step(scene.name, async () => {
            await openScene(page, scene, { lang, theme });
            expect.soft(await findings(page, scene.isHost ? scene.element : undefined), scene.name).toEqual([]);
            await context.setOffline(false);
          });
        }
      });
    });
  }

  for (const [lang, theme] of [["nl", "dark"], ["en", "light"]]) {
    test.describe(() => {
      test.use({ ...PHONE, colorScheme: theme, reducedMotion: "reduce" });

      test(`finds nothing on a phone: ${lang}, ${theme}`, async ({ page }) => {
        for (const scene of SCENES.filter(({ name }) => ["agent", "own"].includes(name))) {
          await openScene(page, scene, { lang, theme });
          expect.soft(await findings(page), scene.name).toEqual([]);
        }
      });
    });
  }
});

/** What reaches beyond the page's right edge. */
function tooWide(page, selector) {
  return page.evaluate((selector) => {
    const limit = document.documentElement.clientWidth;
    const inside = [...document.querySelector(selector).shadowRoot.querySelectorAll("*")];
    const out = inside.filter((element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.right <= limit + 1) return false;
      // What its own scroller or clip holds back does not widen the page.
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== "visible") return false;
      }
      return true;
    });
    return {
      scrolls: document.documentElement.scrollWidth - limit,
      out: out.slice(0, 5).map((element) => `${element.localName}.${element.getAttribute("class")}`),
    };
  }, selector);
}

test.describe("at every size", () => {
  test.use({ reducedMotion: "reduce" });

  for (const scene of SCENES.filter(({ isHost }) => !isHost)) {
    test(`nothing has to be scrolled sideways: ${scene.name}`, async ({ page }) => {
      await openScene(page, scene);
      for (const width of WIDTHS_PX) {
        await page.setViewportSize({ width, height: 900 });
        if (scene.isPlaced) await openScene(page, scene);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        const { scrolls, out } = await tooWide(page, scene.element);
        expect.soft(scrolls, `${width} px`).toBeLessThanOrEqual(0);
        expect.soft(out, `${width} px`).toEqual([]);
      }
    });
  }
});

test.describe("for fingers", () => {
  test.use(PHONE);

  test(`targets are at least ${TARGET_PX} px high`, async ({ page }) => {
    for (const scene of SCENES.filter(({ isHost, name }) => !isHost && name !== "offline")) {
      await openScene(page, scene);
      const small = await page.evaluate(
        ({ selector, target, smallTarget }) => {
          const root = document.querySelector(selector).shadowRoot;
          const targets = [...root.querySelectorAll("button, a[href], input, select, textarea, summary, [role=slider]")];
          const px = (text) => Number.parseFloat(text) || 0;
          /** Height and width with what its own ::after adds to it for fingers. */
          const reach = (element) => {
            const box = (element.closest("label") ?? element).getBoundingClientRect();
            const beyond = getComputedStyle(element, "::after");
            const isLarger = beyond.content !== "none" && beyond.position === "absolute";
            const [width, height] = isLarger ? [px(beyond.width), px(beyond.height)] : [0, 0];
            return { width: Math.max(box.width, width), height: Math.max(box.height, height) };
          };
          return targets
            .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
            .filter((element) => getComputedStyle(element).display !== "inline")
            .map((element) => [element, reach(element)])
            .filter(([element, { width, height }]) => {
              const least = element.matches(".c-why, .c-why--badge") ? smallTarget : target;
              return width > 1 && (height < least - 0.5 || width < smallTarget - 0.5);
            })
            .map(([element, { width, height }]) => {
              const text = element.getAttribute("aria-label") ?? element.textContent.trim();
              return `${element.localName}.${element.getAttribute("class")} "${text.slice(0, 30)}" ${Math.round(width)}x${Math.round(height)}`;
            });
        },
        { selector: scene.element, target: TARGET_PX, smallTarget: SMALL_TARGET_PX },
      );
      expect.soft(small, scene.name).toEqual([]);
    }
  });
});
