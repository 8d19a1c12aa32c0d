// What a host in TypeScript may rely on: `npm run types` fails when public/embed.d.ts no longer says it. That the
// element does what the types say is checked in public/embed.js itself (`@implements`).
import { type KlantbeeldEvents, KlantbeeldView, preload, type TokenReason, type TokenTrouble } from "../../public/embed.js";

const view = document.createElement("klantbeeld-view");
const same: KlantbeeldView = view;
const found: KlantbeeldView | null = document.querySelector("klantbeeld-view");
const made: HTMLElement = new KlantbeeldView();
document.body.append(same, made, found ?? view);

view.token = "a token";
view.getToken = async ({ reason, customer }) => {
  const why: TokenReason = reason;
  return `${why} ${customer}`;
};
view.getToken = undefined;
// @ts-expect-error A token comes later, never at once.
view.getToken = () => "a token";
// @ts-expect-error A token is a text.
view.token = undefined;

view.addEventListener("klantbeeld-ready", ({ detail }) => detail.customer.toUpperCase());
view.addEventListener("klantbeeld-select", ({ detail }) => detail.item?.toUpperCase());
view.addEventListener("klantbeeld-change", ({ detail: { customer, action } }) => [customer, action], { once: true });
view.addEventListener("klantbeeld-error", ({ detail }) => [detail.code, detail.message, detail.directive?.length]);
for (const name of ["signed-out", "no-rights", "unreachable", "crashed"] as const) {
  view.addEventListener(`klantbeeld-${name}`, ({ detail: { customer, message, during } }) => [customer, message, during === "write"]);
}
view.addEventListener("klantbeeld-language", ({ detail: { asked, shown } }) => [asked, shown]);
view.getToken = async () => {
  const code: TokenTrouble = "no-rights";
  throw Object.assign(new Error("no right to this customer"), { code });
};
view.retry();
view.signOut();
view.addEventListener("klantbeeld-token-needed", async ({ detail: { reason, customer } }) => {
  view.token = (await view.getToken?.({ reason, customer })) ?? "";
});
// @ts-expect-error Without an item selected there is none.
view.addEventListener("klantbeeld-select", ({ detail }) => detail.item.toUpperCase());
view.addEventListener("click", (event) => event.clientX);
view.addEventListener("something-else", (event) => event.type);

const names: Record<keyof KlantbeeldEvents, true> = {
  "klantbeeld-ready": true,
  "klantbeeld-select": true,
  "klantbeeld-change": true,
  "klantbeeld-error": true,
  "klantbeeld-signed-out": true,
  "klantbeeld-no-rights": true,
  "klantbeeld-unreachable": true,
  "klantbeeld-crashed": true,
  "klantbeeld-language": true,
  "klantbeeld-token-needed": true,
};
export const listened: string[] = Object.keys(names);

export class Special extends KlantbeeldView {
  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
  }
}

await preload();
