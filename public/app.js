// The agent's app: the widget with its own place on the device, so that it starts and works without network.
import { KlantbeeldView } from "./embed.js";
import { signIn } from "./sign-in.js";

const UPDATE_CHECK_MS = 3_600_000;
const KEEP_AFTER_MS = 1_500;
const LIST_WAIT_MS = 100;
const LIST_TRIES = 50;
const TEXTS = {
  nl: { update: "Er is een nieuwe versie.", button: "Nu vernieuwen" },
  en: { update: "There is a new version.", button: "Refresh now" },
};

/** What the address says of the contact that is going on: of this customer, and of no other. */
const CONTACT = ["channel", "reason"];

class KlantbeeldApp extends KlantbeeldView {
  static face = "app";
  static keeps = true;
  // `here`: filter and opened item, as the address says them.
  static observedAttributes = [...KlantbeeldView.observedAttributes, "here"];
  #isThere = false;

  /**
   * The widget shows this by itself: the attributes keep up, and nothing is opened again.
   *
   * @param {{ customer?: string, here?: string }} shown
   */
  follow(shown) {
    this.#isThere = true;
    for (const [name, value] of Object.entries(shown)) this.setAttribute(name, value);
    if (shown.customer) this.removeAttribute("find");
    this.#isThere = false;
  }

  /** @param {[name: string, before: string | null, now: string | null]} change */
  attributeChangedCallback(...change) {
    if (!this.#isThere) super.attributeChangedCallback(...change);
  }
}

customElements.define("klantbeeld-app", KlantbeeldApp);

let query = new URLSearchParams(location.search);
// What the person chose in the bar, for this device; the address goes before it.
const chosen = (/** @type {string} */ name) => query.get(name) ?? remembered(name);
const lang = chosen("lang") === "en" ? "en" : "nl";
document.documentElement.lang = lang;

const view = new KlantbeeldApp();
view.setAttribute("lang", lang);
view.setAttribute("theme", chosen("theme") ?? "auto");
view.addEventListener("klantbeeld-setting", (event) => {
  // The bar tells it of itself; hosts are told nothing of it.
  const { detail } = /** @type {CustomEvent<{ name: string, value: string, customer?: string }>} */ (event);
  if (detail.name === "here") goTo(detail.value, detail.customer);
  else remember(detail.name, detail.value);
});
readAddress();
const signedIn = signIn("app", { role: query.get("role") ?? undefined });
// The queue sends for customers who are not on screen: each with a token of their own, where tokens are narrow.
view.getToken = async ({ customer }) => (await signedIn(customer)).token;
// Also one who cannot be shown has an address of their own: Back leads to the one before.
for (const name of /** @type {const} */ (["ready", "error"])) view.addEventListener(`klantbeeld-${name}`, keepUp);
// Whether filter and item of the address are with the widget: until then it does not know where the person is.
let isSettled = false;
view.addEventListener("klantbeeld-ready", () => queueMicrotask(settle), { once: true });
/** @type {string | undefined} What is shown when the person closed an item: the address before it comes back for that. */
let closed;
addEventListener("popstate", ({ state }) => {
  down = undefined;
  if (closed !== undefined) {
    history.replaceState(state, "", at(closed));
    closed = undefined;
    return;
  }
  readAddress();
  view.setAttribute("here", here());
  scrollBack(state?.place);
  findInList(state?.list);
});
// How far down the list of the timeline was scrolled, until that is kept.
/** @type {number | undefined} */
let down;
let resting = 0;
let seeking = 0;
const onScroll = (/** @type {Event} */ { target }) => {
  if (!(target instanceof Element) || target !== list()) return;
  down = target.scrollTop;
  clearTimeout(resting);
  resting = setTimeout(keepListPlace, LIST_WAIT_MS);
};
view.shadowRoot?.addEventListener("scroll", onScroll, true);
// Where the person was when they chose another: by the time that one is there, the page has become short.
let place = 0;
for (const name of ["pointerdown", "keydown"]) view.addEventListener(name, () => (place = scrollY), true);
document.querySelector("#app")?.append(view);

/** Shows whom the address names: at the start, and on the way back and forward. */
function readAddress() {
  query = new URLSearchParams(location.search);
  for (const name of ["customer", "find", "planned", ...CONTACT]) {
    const said = query.get(name);
    if (said === null) view.removeAttribute(name);
    else view.setAttribute(name, said);
  }
}

/**
 * Gives another customer an address of their own, so that a reload, Back and Forward find each again.
 *
 * @param {CustomEvent<{ customer?: string }>} event
 */
function keepUp({ detail: { customer } }) {
  if (!customer || customer === query.get("customer")) return;
  keepListPlace();
  const isFound = query.has("find");
  query.set("customer", customer);
  query.delete("find");
  // Whom the address meant is here for what it says; another is not.
  for (const name of isFound ? [] : CONTACT) {
    query.delete(name);
    view.removeAttribute(name);
  }
  view.follow(isFound ? { customer } : { customer, here: "" });
  if (isFound) return void history.replaceState(null, "", `?${query}`);
  // The browser keeps the place with the address that is left; nothing of this is seen.
  scrollBack(place);
  history.replaceState({ ...history.state, place }, "");
  history.pushState(null, "", `?${query}`);
  scrollBack(0);
}

/**
 * Keeps the page long enough for its former place while the customer is being loaded.
 *
 * @param {number} [down]
 */
function scrollBack(down) {
  view.style.minHeight = down ? `${down + innerHeight}px` : "";
  if (down !== undefined) scrollTo(0, down);
}

/** Filter and opened item, as the address says them: behind the `#`, which no server is told. */
function here() {
  return location.hash.slice(1);
}

/** @param {string} place */
function at(place) {
  return place ? `#${place}` : location.pathname + location.search;
}

/** The widget is there: it gets what the address said at the start. */
function settle() {
  isSettled = true;
  if (here()) view.setAttribute("here", here());
  findInList(history.state?.list);
}

/**
 * Keeps filter and opened item in the address. An item that opens is a place of its own, so that Back closes it; one
 * that the person closes leads back as well.
 *
 * @param {string} now
 * @param {string} [customer]
 */
function goTo(now, customer) {
  if (!isSettled || customer !== query.get("customer") || now === here()) return;
  const item = (/** @type {string} */ place) => new URLSearchParams(place).get("item");
  const [before, after] = [item(here()), item(now)];
  view.follow({ here: now });
  keepListPlace();
  if (after && !before) history.pushState({ isItem: true }, "", at(now));
  else if (before && !after && history.state?.isItem) {
    closed = now;
    history.back();
  } else history.replaceState(history.state, "", at(now));
}

function list() {
  return view.shadowRoot?.querySelector(".c-timeline__list");
}

/** Keeps the place in the list with the address that is on screen now. */
function keepListPlace() {
  clearTimeout(resting);
  if (down !== undefined) history.replaceState({ ...history.state, list: down }, "");
  down = undefined;
}

/**
 * Brings the list to its former place as soon as it is long enough: it is another one than a moment ago, and grows.
 *
 * @param {number} [wanted]
 */
function findInList(wanted, tries = LIST_TRIES) {
  clearTimeout(seeking);
  if (!wanted || tries === 0) return;
  seeking = setTimeout(() => {
    const found = list();
    if (found && found.scrollHeight - found.clientHeight >= wanted) found.scrollTop = wanted;
    else findInList(wanted, tries - 1);
  }, LIST_WAIT_MS);
}

/**
 * A browser that keeps nothing forgets the choice, and nothing else happens.
 *
 * @param {string} name
 */
function remembered(name) {
  try {
    return localStorage.getItem(`klantbeeld-${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function remember(name, value) {
  if (name !== "lang" && name !== "theme") return;
  try {
    localStorage.setItem(`klantbeeld-${name}`, value);
  } catch {
    // As above.
  }
}

/**
 * Offers the waiting version; the person decides when, for a reload closes what is open.
 *
 * @param {ServiceWorker} worker
 */
function offer(worker) {
  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  part("update-text").textContent = TEXTS[lang].update;
  const button = part("update-button");
  button.textContent = TEXTS[lang].button;
  button.onclick = () => worker.postMessage({ type: "skip-waiting" });
  part("update").hidden = false;
}

/**
 * A page whose service worker is replaced begins anew, from when it is there.
 *
 * @param {ServiceWorkerContainer} workers
 */
function followReplacement(workers) {
  let isReplaced = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (isReplaced) location.reload();
    isReplaced = true;
  });
}

/** @param {ServiceWorkerContainer} workers */
async function keepUpToDate(workers) {
  const registration = await workers.register("/sw.js", { scope: "/app/", updateViaCache: "none" });
  if (registration.waiting && registration.active && workers.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    // Whom it replaces. The first of all replaces nobody, also where a browser tells of its steps when it is in
    // charge already.
    const former = registration.active;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && former && former !== worker) offer(worker);
    });
  });
  const check = () => registration.update().catch(() => {});
  setInterval(check, UPDATE_CHECK_MS);
  addEventListener("online", check);
}

// Without it the app works all the same, but only with network.
if ("serviceWorker" in navigator) {
  followReplacement(navigator.serviceWorker);
  const begin = () => keepUpToDate(navigator.serviceWorker).catch((error) => console.warn("no start without network:", error.message));
  // After the first screen: fetching what is kept would compete with what a start needs.
  const shown = ["ready", "error"].map((name) => new Promise((resolve) => view.addEventListener(`klantbeeld-${name}`, resolve, { once: true })));
  Promise.race([...shown, new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS))]).then(() => setTimeout(begin, 0));
}
