// Every view of the product as a picture and as something to check: where it is, and how to get it into its
// state. The pictures, axe and the tests of sizes all go through this one list.
import { customers } from "../../../hosts/shared/customers.js";
import { whoIsShown } from "./world.mjs";

export const SIZES = {
  desktop: { width: 1440, height: 1000 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
};

const FIRST = customers[0].id;
const at = (path, query) => `${path}?${new URLSearchParams({ customer: FIRST, ...query })}`;

/**
 * A view in one state.
 *
 * @typedef {object} Scene
 * @property {string} name As in the picture's file name.
 * @property {string} element The element that holds the view.
 * @property {(query: Record<string, string>) => string} url Its address, with language and theme.
 * @property {(page: import("playwright-core").Page) => Promise<void>} [act] What to do once it is there.
 * @property {Record<string, string>} [query] More for the address.
 */

/** @type {Scene[]} */
export const SCENES = [
  { name: "agent", element: "klantbeeld-app", url: (query) => at("/app/", { channel: "phone", reason: "termijnbedrag", ...query }) },
  { name: "self-service", element: "klantbeeld-self", url: (query) => at("/mijn/", query) },
  { name: "host-plain", element: "#view", url: (query) => at("/hosts/plain/", query) },
  { name: "host-react", element: "klantbeeld-view", url: (query) => at("/hosts/react/", query) },
  { name: "host-strict", element: "klantbeeld-view", url: (query) => at("/hosts/strict/", query) },
];

/** Opens a scene and waits until it stands still. */
export async function openScene(page, scene, { lang = "nl", theme = "light" } = {}) {
  await page.goto(scene.url({ lang, theme }));
  await whoIsShown(page, scene.element);
  await page.waitForLoadState("networkidle");
  await scene.act?.(page, { lang });
  await page.waitForTimeout(250);
}
