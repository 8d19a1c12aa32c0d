// For everybody: axe finds nothing on any view in either language or theme, nothing has to be scrolled
// sideways at any size, and targets are large enough for fingers.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { findings } from "./lib/axe.mjs";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { assertQuiet, startWorld } from "./lib/world.mjs";

const WIDTHS_PX = [1440, 820, 390, 360, 320];
/** A finger's width; what explains a value within a line may be smaller, as its neighbours are values as well. */
const TARGET_PX = 44;
const SMALL_TARGET_PX = 24;

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world?.close());

describe("axe", () => {
  for (const [lang, theme] of [["nl", "light"], ["en", "dark"]]) {
    it(`finds nothing on any view: ${lang}, ${theme}`, async () => {
      // One visitor for all of them: the program is fetched and compiled once.
      const { context, page, troubles } = await world.visitor({ colorScheme: theme, reducedMotion: "reduce" });
      const found = {};
      for (const scene of SCENES) {
        await openScene(page, scene, { lang, theme });
        const lines = await findings(page, scene.isHost ? { within: scene.element } : {});
        if (lines.length > 0) found[scene.name] = lines;
        await context.setOffline(false);
      }
      assert.deepEqual(found, {});
      assertQuiet(troubles, SCENES.flatMap(({ allowed = [] }) => allowed));
    });
  }

  for (const [lang, theme] of [["nl", "dark"], ["en", "light"]]) {
    it(`finds nothing on a phone: ${lang}, ${theme}`, async () => {
      const { page } = await world.visitor({ viewport: SIZES.phone, hasTouch: true, isMobile: true, colorScheme: theme, reducedMotion: "reduce" });
      for (const scene of SCENES.filter(({ name }) => ["agent", "own"].includes(name))) {
        await openScene(page, scene, { lang, theme });
        assert.deepEqual(await findings(page), [], scene.name);
      }
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

describe("at every size", () => {
  for (const scene of SCENES.filter(({ isHost }) => !isHost)) {
    it(`nothing has to be scrolled sideways: ${scene.name}`, async () => {
      const found = {};
      const { page } = await world.visitor({ reducedMotion: "reduce" });
      await openScene(page, scene);
      for (const width of WIDTHS_PX) {
        await page.setViewportSize({ width, height: 900 });
        if (scene.isPlaced) await openScene(page, scene);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        const wide = await tooWide(page, scene.element);
        if (wide.scrolls > 0 || wide.out.length > 0) found[width] = wide;
      }
      assert.deepEqual(found, {});
    });
  }

  it(`targets are at least ${TARGET_PX} px high for fingers`, async () => {
    const { page } = await world.visitor({ viewport: SIZES.phone, hasTouch: true, isMobile: true });
    const found = new Set();
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
      for (const line of small) found.add(line);
    }
    assert.deepEqual([...found], []);
  });
});
