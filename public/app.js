// The agent's app: the widget with its own place on the device, so that it starts and works without network.
import { KlantbeeldView } from "./embed.js";
import { demoToken } from "./demo-token.js";
import { openDevice } from "./device.js";

const UPDATE_CHECK_MS = 3_600_000;
const TEXTS = {
  nl: { update: "Er is een nieuwe versie.", button: "Nu vernieuwen" },
  en: { update: "There is a new version.", button: "Refresh now" },
};

class KlantbeeldApp extends KlantbeeldView {
  static face = "app";
  #device;

  /** Opened once; a browser that keeps nothing leaves the page's memory. */
  get device() {
    if (!this.#device) {
      this.#device = openDevice();
      this.#device.catch(() => {});
    }
    return this.#device;
  }
}

customElements.define("klantbeeld-app", KlantbeeldApp);

const query = new URLSearchParams(location.search);
// What the person chose in the bar, for this device; the address goes before it.
const chosen = (name) => query.get(name) ?? remembered(name);
const lang = chosen("lang") === "en" ? "en" : "nl";
document.documentElement.lang = lang;

const view = document.createElement("klantbeeld-app");
view.setAttribute("customer", query.get("customer") ?? "");
view.setAttribute("lang", lang);
view.setAttribute("theme", chosen("theme") ?? "auto");
view.addEventListener("klantbeeld-setting", ({ detail }) => remember(detail.name, detail.value));
for (const name of ["planned", "channel", "reason"]) {
  if (query.has(name)) view.setAttribute(name, query.get(name));
}
view.getToken = demoToken(query.get("role") ?? "agent");
// The address keeps up with the customer on screen, so that a reload opens the same one.
view.addEventListener("klantbeeld-ready", ({ detail }) => {
  if (!detail?.customer || query.get("customer") === detail.customer) return;
  query.set("customer", detail.customer);
  history.replaceState(null, "", `?${query}`);
});
document.querySelector("#app").append(view);

// A browser that keeps nothing forgets the choice, and nothing else happens.
function remembered(name) {
  try {
    return localStorage.getItem(`klantbeeld-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  if (name !== "lang" && name !== "theme") return;
  try {
    localStorage.setItem(`klantbeeld-${name}`, value);
  } catch {
    // As above.
  }
}

/** Offers the waiting version; the person decides when, for a reload closes what is open. */
function offer(worker) {
  const bar = document.querySelector("#update");
  document.querySelector("#update-text").textContent = TEXTS[lang].update;
  const button = document.querySelector("#update-button");
  button.textContent = TEXTS[lang].button;
  button.onclick = () => worker.postMessage({ type: "skip-waiting" });
  bar.hidden = false;
}

async function keepUpToDate() {
  const workers = navigator.serviceWorker;
  let isReplaced = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (isReplaced) location.reload();
    isReplaced = true;
  });
  const registration = await workers.register("/sw.js", { scope: "/app/", updateViaCache: "none" });
  if (registration.waiting && workers.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && workers.controller) offer(worker);
    });
  });
  const check = () => registration.update().catch(() => {});
  setInterval(check, UPDATE_CHECK_MS);
  addEventListener("online", check);
}

// Without it the app works all the same, but only with network.
if ("serviceWorker" in navigator) {
  const begin = () => keepUpToDate().catch((error) => console.warn("no start without network:", error.message));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
