// Pictures of every view in docs/images/: three sizes, light and dark, Dutch and English.
// Usage: node screenshots.mjs [NAME...]; a name keeps to the pictures that begin with it.
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { LAUNCH, PATIENCE_MS, VISITOR } from "./lib/browser.mjs";
import { SCENES, SIZES, openScene } from "./lib/scenes.mjs";
import { startServer } from "./lib/server.mjs";

const wanted = process.argv.slice(2);
const folder = new URL("../../docs/images/", import.meta.url);
const LOOKS = ["nl", "en"].flatMap((lang) => ["light", "dark"].map((theme) => ({ lang, theme })));

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await chromium.launch(LAUNCH);
try {
  for (const scene of SCENES) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const look of LOOKS) {
        const name = `${scene.name}-${size}-${look.theme}-${look.lang}.png`;
        if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) continue;
        const context = await browser.newContext({
          ...VISITOR,
          baseURL: server.url,
          viewport,
          colorScheme: look.theme,
          locale: look.lang === "nl" ? VISITOR.locale : "en-GB",
          reducedMotion: "reduce",
          hasTouch: size !== "desktop",
          isMobile: size === "phone",
        });
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        await openScene(page, scene, look);
        await page.screenshot({ path: new URL(name, folder).pathname, animations: "disabled" });
        console.log(name);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
