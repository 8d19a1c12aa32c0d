// Draws public/icons/klantbeeld-*.png from the SVG beside them. Run it after changing the SVG:
// CHROMIUM=/usr/bin/chromium node xtask/scripts/icons.mjs
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const folder = new URL("../../public/icons/", import.meta.url);
// A maskable icon fills its square; the SVG's round corners are for browser tabs.
const svg = (await readFile(new URL("klantbeeld.svg", folder), "utf8")).replace(' rx="96"', "");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await writeFile(new URL(`klantbeeld-${size}.png`, folder), await page.screenshot());
  await page.close();
}
await browser.close();
