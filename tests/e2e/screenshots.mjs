// Pictures of every view in docs/images/: three sizes, light and dark, Dutch and English.
// Usage: node screenshots.mjs [NAME...]; a name keeps to the scenes that begin with it.
import { mkdir } from "node:fs/promises";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { startWorld } from "./lib/world.mjs";

const wanted = process.argv.slice(2);
const folder = new URL("../../docs/images/", import.meta.url);
const LOOKS = [
  { lang: "nl", theme: "light" },
  { lang: "en", theme: "dark" },
];

await mkdir(folder, { recursive: true });
const world = await startWorld();
try {
  const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));
  for (const scene of scenes) {
    for (const [size, viewport] of Object.entries(scene.sizes ?? SIZES)) {
      for (const look of scene.looks ?? LOOKS) {
        const { page, leave } = await world.visitor({
          viewport,
          colorScheme: look.theme,
          locale: look.lang === "nl" ? "nl-NL" : "en-GB",
          reducedMotion: "reduce",
          hasTouch: size !== "desktop",
        });
        await openScene(page, scene, look);
        const file = new URL(`${scene.name}-${size}-${look.lang}-${look.theme}.png`, folder);
        await page.screenshot({ path: file.pathname, animations: "disabled" });
        console.log(file.pathname.split("/").at(-1));
        await leave();
      }
    }
  }
} finally {
  await world.close();
}
