// Every view of the product as a picture and as something to check: where it is, and how to get it into its
// state. The pictures, axe and the tests of sizes all go through this one list.
import { customers } from "../../../hosts/shared/customers.js";
import { settled } from "./settled.mjs";
import { whoIsShown } from "./view.mjs";

export const SIZES = {
  desktop: { width: 1440, height: 1000 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
};

const FIRST = customers[0].id;
const EMPTY = customers.at(-1).id;
const ORGANISATION = customers[2].id;
const at = (path, query) => `${path}?${new URLSearchParams({ customer: FIRST, ...query })}`;
const app = (more) => (query) => at("/app/", { channel: "phone", reason: "termijnbedrag", ...more, ...query });

/** In a narrow view the parts are under tabs. */
export async function turnTo(page, name) {
  const tab = page.locator(".c-tabs button", { hasText: name });
  if (await tab.isVisible()) await tab.click();
}

/** The words that the scenes go by, in both languages. */
const WORDS = {
  nl: { log: "Contact vastleggen", search: "Zoek een klant", more: "Meer filters", timeline: "Tijdlijn", preferences: "Voorkeuren", failed: "Deze klant is niet gevonden." },
  en: { log: "Log a contact", search: "Find a customer", more: "More filters", timeline: "Timeline", preferences: "Preferences", failed: "This customer was not found." },
};

async function add(page, { lang }) {
  await page.getByRole("button", { name: WORDS[lang].log }).click();
  await page.getByRole("dialog").waitFor();
}

async function search(page, { lang }) {
  await page.getByRole("combobox", { name: WORDS[lang].search }).fill("van der Veen");
  await page.getByRole("option", { name: /Pieter/ }).first().waitFor();
}

async function filters(page, { lang }) {
  await turnTo(page, WORDS[lang].timeline);
  await page.getByRole("button", { name: WORDS[lang].more }).click();
  await page.locator(".c-filters__more:not([hidden])").waitFor();
  await page.locator(".c-filters").evaluate((element) => element.scrollIntoView({ block: "start" }));
}

async function detail(page, { lang }) {
  await turnTo(page, WORDS[lang].timeline);
  const row = page.locator(".c-row:not([hidden]) .c-row__title");
  await row.nth(1).click();
  await page.locator(".c-timeline__detail:not([hidden])").waitFor();
  await settled(page);
  await page.locator(".c-filters").evaluate((element) => element.scrollIntoView({ block: "start" }));
}

async function why(page) {
  await page.locator(".c-header .c-why:visible").first().click();
  await page.locator(".c-pop__panel").waitFor();
}

/** Network gone while a preference is changed: the line above, the queue, the mark at the answer. */
async function offline(page, { lang }) {
  await turnTo(page, WORDS[lang].preferences);
  await page.context().setOffline(true);
  await page.locator(".c-bar__offline").waitFor();
  await page.locator(".c-matrix button.c-answer").first().click();
  await page.locator(".c-queue .c-badge--warn").waitFor();
}

/**
 * A view in one state.
 *
 * @typedef {object} Scene
 * @property {string} name As in the picture's file name.
 * @property {string} element The element that holds the view.
 * @property {(query: Record<string, string>) => string} url Its address, with language and theme.
 * @property {(page: import("playwright-core").Page, look: { lang: "nl" | "en" }) => Promise<void>} [act] What to do
 *   once it is there.
 * @property {(page: import("playwright-core").Page, look: { lang: "nl" | "en" }) => Promise<unknown>} [shown] How it
 *   is known to be there, where nobody is shown.
 * @property {RegExp[]} [allowed] What a browser reports on it and may.
 * @property {boolean} [isPlaced] Whether it stands where it was opened, and another width needs another opening.
 * @property {boolean} [isHost] Whether the page around the view is no part of the product.
 */

/** @type {Scene[]} */
export const SCENES = [
  { name: "agent", element: "klantbeeld-app", url: app() },
  { name: "organisation", element: "klantbeeld-app", url: app({ customer: ORGANISATION }) },
  { name: "empty", element: "klantbeeld-app", url: app({ customer: EMPTY }) },
  { name: "detail", element: "klantbeeld-app", url: app(), act: detail },
  { name: "filters", element: "klantbeeld-app", url: app(), act: filters },
  { name: "why", element: "klantbeeld-app", url: app(), act: why, isPlaced: true },
  { name: "add", element: "klantbeeld-app", url: app(), act: add },
  { name: "search", element: "klantbeeld-app", url: app(), act: search },
  { name: "offline", element: "klantbeeld-app", url: app(), act: offline, allowed: [/ERR_INTERNET_DISCONNECTED/] },
  {
    name: "start",
    element: "klantbeeld-app",
    url: (query) => `/app/?${new URLSearchParams(query)}`,
    shown: (page, { lang }) => page.getByRole("combobox", { name: WORDS[lang].search }).waitFor(),
  },
  {
    name: "not-found",
    element: "klantbeeld-app",
    url: app({ customer: "c-0" }),
    shown: (page, { lang }) => page.getByText(WORDS[lang].failed).waitFor(),
    allowed: [/404/],
  },
  { name: "own", element: "klantbeeld-self", url: (query) => at("/mijn/", query) },
  { name: "compact", element: "#card", url: (query) => at("/hosts/plain/", { css: "neutral", ...query }), isHost: true },
  { name: "host-plain", element: "#view", url: (query) => at("/hosts/plain/", query), isHost: true },
  { name: "host-react", element: "klantbeeld-view", url: (query) => at("/hosts/react/", query), isHost: true },
  { name: "host-strict", element: "klantbeeld-view", url: (query) => at("/hosts/strict/", query), isHost: true },
];

/** Opens a scene and waits until it stands still. */
export async function openScene(page, scene, { lang = "nl", theme = "light" } = {}) {
  await page.goto(scene.url({ lang, theme }));
  await (scene.shown?.(page, { lang }) ?? whoIsShown(page, scene.element));
  // A busy machine may never be idle for half a second: then the page is judged as it stands.
  await settled(page);
  await scene.act?.(page, { lang });
  await standsStill(page);
}

/** Waits for the end of every animation and for two frames after it. */
async function standsStill(page) {
  await page.evaluate(async () => {
    const finite = document.getAnimations().filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
