// The agent's app: opening a customer, writing, and what the bar says of the queue.
import { expect } from "@playwright/test";
import { customers } from "../../../hosts/shared/customers.js";
import { hasBlocks } from "./device.mjs";
import { itemsWith, whoIsShown } from "./view.mjs";

const [{ id: FIRST }] = customers;
export const VIEW = "klantbeeld-app";
const SENT = "Alles is verzonden.";

export const app = (id) => `/app/?customer=${encodeURIComponent(id)}`;

/** The app with one customer opened, its worker in charge and everything kept; gives who is shown. */
export async function openedOnce(page, id = FIRST) {
  await page.goto(app(id));
  const shown = await whoIsShown(page, VIEW);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expectKept(page, id);
  return shown;
}

/** Waits until the device keeps a customer: the network is idle a moment earlier. */
export function expectKept(page, id) {
  return expect.poll(() => page.evaluate(hasBlocks, id), `${id} is kept`).toBe(true);
}

/** Writes a promise for tomorrow; gives the text by which it is found again. */
export async function promise(page, text) {
  await page.getByRole("button", { name: "Belofte", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Wat belooft u?").fill(text);
  await dialog.getByRole("button", { name: "Morgen" }).click();
  await dialog.getByRole("button", { name: "Opslaan" }).click();
  await expect(dialog).toBeHidden();
}

export async function note(page, text) {
  await page.getByRole("button", { name: "Notitie", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Notitie" }).fill(text);
  await dialog.getByRole("button", { name: "Opslaan" }).click();
  await expect(dialog).toBeHidden();
}

export const queue = (page) => page.locator(".c-queue");
export const expectWaiting = (page, count) => expect(queue(page).getByText(`${count} te verzenden`)).toBeVisible();
export const expectSent = (page) => expect(queue(page).getByText(SENT).first()).toBeVisible();

/** Waits until the server has the text, exactly once. */
export function expectOnce(server, text, customer = FIRST) {
  return expect.poll(() => itemsWith(server, customer, text), text).toHaveLength(1);
}
