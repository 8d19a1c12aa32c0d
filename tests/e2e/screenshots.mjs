// Pictures of every view in docs/images/: three sizes, light and dark, Dutch and English.
// Usage: node screenshots.mjs [NAME...]; a name keeps to the scenes that begin with it.
import { mkdir } from "node:fs/promises";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { startWorld } from "./lib/world.mjs";

const wanted = process.argv.slice(2);
const folder = new URL("../../docs/images/", import.meta.url);
const LOOKS = ["nl", "en"].flatMap((lang) => ["light", "dark"].map((theme) => ({ lang, theme })));

await mkdir(folder, { recursive: true });
const world = await startWorld();
try {
  const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));
  for (const scene of scenes) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const look of LOOKS) {
        const { page, leave } = await world.visitor({
          viewport,
          colorScheme: look.theme,
          locale: look.lang === "nl" ? "nl-NL" : "en-GB",
          reducedMotion: "reduce",
          hasTouch: size !== "desktop",
          isMobile: size === "phone",
        });
        await openScene(page, scene, look);
        const name = `${scene.name}-${size}-${look.theme}-${look.lang}.png`;
        await page.screenshot({ path: new URL(name, folder).pathname, animations: "disabled" });
        console.log(name);
        await leave();
      }
    }
  }
} finally {
  await world.close();
}
