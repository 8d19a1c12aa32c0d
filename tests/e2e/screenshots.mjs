// Pictures of every view in docs/images/: three sizes, light and dark, Dutch and English.
// Usage: node screenshots.mjs [NAME...]; a name keeps to the pictures that begin with it.
import { mkdir } from "node:fs/promises";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { startWorld } from "./lib/world.mjs";

const wanted = process.argv.slice(2);
const folder = new URL("../../docs/images/", import.meta.url);
const LOOKS = ["nl", "en"].flatMap((lang) => ["light", "dark"].map((theme) => ({ lang, theme })));

await mkdir(folder, { recursive: true });
const world = await startWorld();
try {
  for (const scene of SCENES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const look of LOOKS) {
        const name = `${scene.name}-${size}-${look.theme}-${look.lang}.png`;
        if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) continue;
        const { page, leave } = await world.visitor({
          viewport,
          colorScheme: look.theme,
          locale: look.lang === "nl" ? "nl-NL" : "en-GB",
          reducedMotion: "reduce",
          hasTouch: size !== "desktop",
          isMobile: size === "phone",
        });
        await openScene(page, scene, look);
        await page.screenshot({ path: new URL(name, folder).pathname, animations: "disabled" });
        console.log(name);
        await leave();
      }
    }
  }
} finally {
  await world.close();
}
