// For everybody: axe finds nothing on any view in either language or theme, nothing has to be scrolled
// sideways at any size, and targets are large enough for fingers.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { findings } from "./lib/axe.mjs";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { assertQuiet, startWorld } from "./lib/world.mjs";

let world;
before(async () => (world = await startWorld()));
afterEach(() => world.clear());
after(() => world.close());

describe("axe", () => {
  for (const scene of SCENES) {
    for (const [lang, theme] of [["nl", "light"], ["en", "dark"]]) {
      it(`finds nothing: ${scene.name}, ${lang}, ${theme}`, async () => {
        const { page, troubles } = await world.visitor({ colorScheme: theme, reducedMotion: "reduce" });
        await openScene(page, scene, { lang, theme });
        assert.deepEqual(await findings(page, scene.name.startsWith("host-plain") ? { within: scene.element } : {}), []);
        assertQuiet(troubles);
      });
    }
  }
});

describe("at every size", () => {
  for (const scene of SCENES.filter(({ name }) => !name.startsWith("host"))) {
    for (const [size, viewport] of Object.entries({ ...SIZES, narrow: { width: 320, height: 700 } })) {
      it(`nothing has to be scrolled sideways: ${scene.name}, ${size}`, async () => {
        const { page } = await world.visitor({ viewport, hasTouch: size !== "desktop" });
        await openScene(page, scene);
        const wide = await page.evaluate((selector) => {
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
        }, scene.element);
        assert.deepEqual(wide, { scrolls: 0, out: [] });
      });
    }
  }

  it("targets are at least 44 px high for fingers, except within a sentence", async () => {
    const { page } = await world.visitor({ viewport: SIZES.phone, hasTouch: true, isMobile: true });
    for (const scene of SCENES.filter(({ name }) => !name.startsWith("host"))) {
      await openScene(page, scene);
      const small = await page.evaluate((selector) => {
        const root = document.querySelector(selector).shadowRoot;
        const targets = [...root.querySelectorAll("button, a[href], input, select, textarea, summary, [role=slider]")];
        return targets
          .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .filter((element) => getComputedStyle(element).display !== "inline")
          .map((element) => [element, element.closest("label")?.getBoundingClientRect() ?? element.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 24))
          .map(([element, box]) => `${element.localName} "${element.textContent.trim().slice(0, 30)}" ${Math.round(box.width)}x${Math.round(box.height)}`);
      }, scene.element);
      assert.deepEqual(small, [], scene.name);
    }
  });
});
