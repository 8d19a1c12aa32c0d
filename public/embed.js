// Klantbeeld's loader: defines <klantbeeld-view>, fetches the widget once for the page, and hands it the
// token, the customer and the first answer. docs/EMBEDDING.md describes attributes, properties and events.
//
// Invariants: no cookie, no storage, no global but the element; a token is never part of an address;
// the widget is never called from inside a call that it makes itself.

/**
 * What hosts are told of this module; it does not compile (`npm run types`) when it does something else.
 *
 * @template {typeof import("./embed.d.ts")} T
 * @typedef {T} Kept
 */
/**
 * @typedef {Kept<{ KlantbeeldView: typeof KlantbeeldView, preload: typeof preload }>} Promised
 */

/**
 * @typedef {import("./embed.d.ts").KlantbeeldEvents} KlantbeeldEvents
 * @typedef {import("./embed.d.ts").TokenReason} TokenReason
 * @typedef {import("./embed.d.ts").TokenTrouble} TokenTrouble
 * @typedef {import("./embed.d.ts").KlantbeeldView["getToken"]} GetToken
 * @typedef {"nl" | "en"} Lang
 * @typedef {"csp" | "unreachable" | "crashed"} Trouble What keeps the widget from being there.
 * @typedef {{ status: number, text: string }} Answer The server's answer; without network the status is 0.
 */

/**
 * What the attributes say.
 *
 * @typedef {object} Settings
 * @property {string} customer
 * @property {string} find
 * @property {Lang} lang
 * @property {"light" | "dark" | "auto"} theme
 * @property {boolean} compact
 * @property {{ channel: string, reason: string } | undefined} contact
 * @property {string | undefined} panels
 * @property {"show" | "hide"} planned
 */

/**
 * What the widget is given besides; src/embed/config.rs reads it.
 *
 * @typedef {object} Door
 * @property {string} face
 * @property {string} base
 * @property {(asked?: { reason?: TokenReason, customer?: string }) => Promise<string>} getToken
 * @property {Promise<Answer> | undefined} prefetched
 * @property {Promise<Response | undefined> | undefined} stream
 * @property {(name: string, detail: unknown) => void} emit
 * @property {(css: string) => void} adopt
 */

/**
 * The widget's module, as wasm-bindgen makes it of src/embed.rs.
 *
 * @typedef {{ set(name: string, value: unknown): void, free(): void }} Handle
 * @typedef {(root: HTMLElement, config: Settings & Door) => Handle} Mount
 * @typedef {{ default(start: { module_or_path: Promise<Response> }): Promise<unknown>, mount: Mount }} Widget
 * @typedef {{ mount: Mount, crashed: boolean }} Instance
 */

const BASE = new URL(".", import.meta.url).href.replace(/\/$/, "");
const JS = `${BASE}__KB_JS__`;
const WASM = `${BASE}__KB_WASM__`;
// Script, main module and parts of the widget stand together.
const ASSETS = JS.slice(0, JS.lastIndexOf("/") + 1);
const INTEGRITY = "__KB_WASM_INTEGRITY__";
const FIRST_PAGE_SIZE = 50;
const REFRESH_MS = 30_000;
const TOKEN_WAIT_MS = 10_000;
// A host may show its sign-in before it answers.
const GET_TOKEN_MS = 60_000;
// What a bearer token may consist of (RFC 6750).
const TOKEN = /^[\w.~+/-]+=*$/;
const ENOUGH_MS = 250;
// What the widget tells when it has something to show.
const ANSWERS = ["ready", "error"];
const TRAPS = ["error", "unhandledrejection"];
// A server that takes and never answers is none.
const ANSWER_MS = 20_000;
/** @type {unknown[]} */
const TOKEN_TROUBLES = ["signed-out", "no-rights", "unreachable"];
// What `fetch` rejects with.
const NO_NETWORK = ["TypeError", "AbortError", "TimeoutError", "NetworkError"];
// Of the person, in the words of the host.
const PERSONAL = ["customer", "find", "channel", "reason"];
const FIELDS = "input, textarea, select, [contenteditable]";

/**
 * @type {Record<Lang, { loading: string, retry: string, csp: (directive?: string) => string, unreachable: string,
 *   crashed: string, left: string }>}
 */
const TEXTS = {
  nl: {
    loading: "Klantbeeld wordt geladen",
    retry: "Opnieuw laden",
    csp: (directive) =>
      `Deze pagina houdt het klantbeeld tegen. In haar Content-Security-Policy ontbreekt: ${directive}`,
    unreachable: "Het klantbeeld is nu niet te laden. Controleer de verbinding en probeer het opnieuw.",
    crashed: "Het klantbeeld is gestopt door een fout. De rest van de pagina werkt gewoon door.",
    left: "U bent afgemeld. Meld u opnieuw aan in het systeem waar u werkt.",
  },
  en: {
    loading: "Loading the customer view",
    retry: "Load again",
    csp: (directive) =>
      `This page does not let the customer view in. Its Content-Security-Policy lacks: ${directive}`,
    unreachable: "The customer view cannot be loaded now. Check the connection and try again.",
    crashed: "The customer view stopped because of an error. The rest of the page goes on as usual.",
    left: "You are signed out. Sign in again in the system you work in.",
  },
};

// Everything inherited stops at the inner boxes, so that the host's own styles can stay wild. A layer of its
// own, first of all: whatever the widget's style sheets say goes above it.
const CSS = `@layer loader {
:host { display: block; }
:host([hidden]) { display: none; }
.kb-root, .kb-wait, .kb-card { all: initial; display: block; visibility: inherit; box-sizing: border-box; }
.kb-wait, .kb-card { --fill: #e9ecf1; --line: #dde1e8; --paper: #fff; --ink: #1a2233;
  container-type: inline-size; font: 14px/1.45 system-ui, sans-serif; color: var(--ink); }
[data-theme=dark] { --fill: #232b3a; --line: #2d3648; --paper: #161c28; --ink: #e7ebf3; }
@media (prefers-color-scheme: dark) {
  [data-theme=auto] { --fill: #232b3a; --line: #2d3648; --paper: #161c28; --ink: #e7ebf3; } }
.kb-wait div { display: block; box-sizing: border-box; border: 1px solid var(--line); border-radius: 10px;
  background: linear-gradient(var(--fill), var(--fill)) 16px 16px / 40% 20px no-repeat var(--paper);
  height: var(--high); margin: 0 0 12px; }
.kb-wait div:nth-child(1) { --high: 168px } .kb-wait div:nth-child(2) { --high: 320px }
.kb-wait div:nth-child(3) { --high: 560px; margin: 0 }
.kb-wait.compact div:nth-child(2) { --high: 220px } .kb-wait.compact div:nth-child(3) { display: none }
@container (max-width: 699px) { .kb-wait div:nth-child(1) { --high: 224px } }
.kb-card { padding: 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
.kb-card p { display: block; margin: 0 0 12px; overflow-wrap: anywhere; }
.kb-card button { font: inherit; min-height: 44px; padding: 8px 16px; border: 1px solid currentColor;
  border-radius: 8px; background: none; color: inherit; cursor: pointer; }
}`;

// A constructed sheet serves every view of the document whose window made it, and no other document.
/** @type {WeakMap<Document, Map<string, CSSStyleSheet>>} */
const sheets = new WeakMap();

/**
 * @param {Document} document
 * @param {Iterable<string>} styles
 * @returns {CSSStyleSheet[]}
 */
function sheetsOf(document, styles) {
  const window = document.defaultView;
  if (!window) return [];
  const made = sheets.get(document) ?? new Map();
  sheets.set(document, made);
  return [...styles].map((css) => {
    if (!made.has(css)) {
      const sheet = new window.CSSStyleSheet();
      sheet.replaceSync(css);
      made.set(css, sheet);
    }
    return made.get(css);
  });
}

/** What stopped the widget, as far as the host can mend it. */
class LoadError extends Error {
  /**
   * @param {Trouble} code
   * @param {string | undefined} directive What the page's policy lacks.
   * @param {unknown} cause
   */
  constructor(code, directive, cause) {
    super(directive ?? String(cause), { cause });
    this.code = code;
    this.directive = directive;
  }
}

// One instance of the wasm serves all views of the page; after a crash the next view gets a new one.
/** @type {Promise<Instance> | undefined} */
let current;
let starts = 0;

/**
 * Fetches and starts the widget before the first view needs it.
 *
 * @returns {Promise<Instance>}
 */
export function preload() {
  return (current ??= start().catch((error) => {
    current = undefined;
    throw error;
  }));
}

/** @returns {Promise<Instance>} */
async function start() {
  const again = starts++ > 0 ? `?again=${starts}` : "";
  /** @type {string[]} */
  const refused = [];
  const onViolation = (/** @type {SecurityPolicyViolationEvent} */ event) => {
    if (event.blockedURI === "wasm-eval") refused.push("script-src 'wasm-unsafe-eval'");
    else if (event.blockedURI.startsWith(BASE)) refused.push(`${event.effectiveDirective} ${BASE}`);
  };
  document.addEventListener("securitypolicyviolation", onViolation);
  try {
    const wasm = fetch(WASM, { integrity: INTEGRITY, priority: "high", credentials: "same-origin" });
    wasm.catch(() => {});
    /** @type {Widget} */
    const widget = await import(JS + again);
    await widget.default({ module_or_path: wasm });
    return { mount: widget.mount, crashed: false };
  } catch (error) {
    // The violation is reported in a task of its own, after the refusal.
    await new Promise((resolve) => setTimeout(resolve));
    if (/unsafe-eval|content security policy|\bCSP\b/i.test(String(error))) refused.push("script-src 'wasm-unsafe-eval'");
    // What came and does not work is no matter of the connection, which a `TypeError` tells.
    const code = error instanceof TypeError ? "unreachable" : "crashed";
    throw new LoadError(refused.length > 0 ? "csp" : code, refused[0], error);
  } finally {
    document.removeEventListener("securitypolicyviolation", onViolation);
  }
}

// A trap, or an error that went through the program, leaves the instance in an unknown state: every view of it
// stops, and no other script notices.
/** @param {Event} event */
function onTrap(event) {
  const { error, reason } = /** @type {ErrorEvent & PromiseRejectionEvent} */ (event);
  const trap = error ?? reason;
  if (!(trap instanceof Error) || trap instanceof DOMException) return;
  const stack = String(trap.stack);
  const ours = stack.indexOf(ASSETS);
  // Nearer than the program stands this script where a listener of the host threw: that never reached the program.
  const told = stack.indexOf(import.meta.url);
  if (ours >= 0 && (told < 0 || told > ours)) current?.then(crash, () => {});
}

/**
 * Calls into the widget; what it throws ends the instance.
 *
 * @template T
 * @param {Instance} instance
 * @param {() => T} work
 * @returns {T | undefined}
 */
function call(instance, work) {
  if (instance.crashed) return undefined;
  try {
    return work();
  } catch (error) {
    console.error(error);
    crash(instance);
    return undefined;
  }
}

/** @param {Instance} instance */
function crash(instance) {
  if (instance.crashed) return;
  instance.crashed = true;
  current = undefined;
  for (const [view, its] of [...live]) if (its === instance) view.stop();
}

// Which view shows which instance; the page is listened to only while there is one.
/** @type {Map<KlantbeeldView, Instance>} */
const live = new Map();

/**
 * @param {KlantbeeldView} view
 * @param {Instance} instance
 */
function watch(view, instance) {
  if (live.size === 0) for (const name of TRAPS) addEventListener(name, onTrap);
  live.set(view, instance);
}

/** @param {KlantbeeldView} view */
function unwatch(view) {
  if (live.delete(view) && live.size === 0) for (const name of TRAPS) removeEventListener(name, onTrap);
}

/**
 * @param {string} token
 * @returns {{ exp?: number, iat?: number, customers?: unknown }} Nothing, when it is not one of ours.
 */
function claimsOf(token) {
  try {
    const body = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(body));
  } catch {
    return {};
  }
}

/**
 * Whether a text can be a token at all: a login page, or a text with line ends, goes into no header.
 *
 * @param {unknown} text
 * @returns {text is string}
 */
function isToken(text) {
  return typeof text === "string" && TOKEN.test(text);
}

/** There is no token, and the reason is known. */
class TokenError extends Error {
  /**
   * @param {TokenTrouble} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * Why a host gave no token: what it says itself, or what its error looks like.
 *
 * @param {any} error
 * @returns {TokenTrouble}
 */
function troubleOf(error) {
  const said = error?.code ?? error;
  if (TOKEN_TROUBLES.includes(said)) return said;
  return !navigator.onLine || NO_NETWORK.includes(error?.name) ? "unreachable" : "signed-out";
}

/**
 * The answer of a host that may never give one.
 *
 * @template T
 * @param {Promise<T> | T} answer
 * @returns {Promise<T>}
 */
function settled(answer) {
  const late = () => new TokenError("unreachable", "getToken did not answer");
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(late()), GET_TOKEN_MS);
    Promise.resolve(answer).then(resolve, reject);
  });
}

/** The host's token: asked for when it is needed, used until shortly before it ends. */
class Token {
  #text = "";
  /** @type {unknown[] | undefined} */
  #customers;
  #staleAt = 0;
  /** @type {{ customer: string, answer: Promise<string> } | undefined} */
  #asked;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {unknown} text */
  set(text) {
    this.#text = isToken(text) ? text : "";
    const { exp, iat, customers } = claimsOf(this.#text);
    // By the token's own life time, for a device's clock may be wrong.
    const life = exp === undefined ? Infinity : exp * 1000 - (iat === undefined ? Date.now() : iat * 1000);
    this.#staleAt = Date.now() + life - Math.min(REFRESH_MS, life / 2);
    this.#customers = Array.isArray(customers) ? customers : undefined;
    this.wake();
  }

  /** The host gave a token or a way to get one. */
  wake() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /**
   * Whether the token at hand is good for this customer.
   *
   * @param {string} customer
   */
  fits(customer) {
    const inScope = !this.#customers || !customer || this.#customers.includes(customer);
    return this.#text !== "" && Date.now() < this.#staleAt && inScope;
  }

  /**
   * The token for a customer.
   *
   * @param {KlantbeeldView} view
   * @param {TokenReason} reason
   * @param {string} customer
   * @returns {Promise<string>}
   */
  get(view, reason, customer) {
    if (reason !== "refused" && this.fits(customer)) return Promise.resolve(this.#text);
    if (this.#asked?.customer === customer) return this.#asked.answer;
    const answer = this.#ask(view, reason, customer).finally(() => {
      if (this.#asked === asked) this.#asked = undefined;
    });
    const asked = { customer, answer };
    this.#asked = asked;
    return answer;
  }

  /**
   * @param {KlantbeeldView} view
   * @param {TokenReason} reason
   * @param {string} customer
   */
  async #ask(view, reason, customer) {
    if (!view.getToken) {
      await this.#wait(view, reason, customer);
      if (this.#text) return this.#text;
    }
    try {
      const text = await settled(view.getToken?.({ reason, customer }));
      if (!isToken(text)) throw new TokenError("signed-out", "getToken gave no token");
      this.set(text);
      return text;
    } catch (error) {
      const code = troubleOf(error);
      // Without network, which is no news, the app goes on.
      if (navigator.onLine) console.warn(`klantbeeld: no token (${code})`, error);
      throw new TokenError(code, String(error), error);
    }
  }

  /**
   * @param {KlantbeeldView} view
   * @param {TokenReason} reason
   * @param {string} customer
   * @returns {Promise<void>}
   */
  #wait(view, reason, customer) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      setTimeout(() => reject(new TokenError("signed-out", "the page gave no token")), TOKEN_WAIT_MS);
      /** @type {KlantbeeldEvents["klantbeeld-token-needed"]} */
      const detail = { reason, customer };
      view.tell("token-needed", detail);
    });
  }
}

// The page shows the widget once, with its first answer, instead of twice within a blink: that takes it a quarter
// of a second less. A slow answer is not waited for.
/** @param {Promise<void>} answered */
function enough(answered) {
  return Promise.race([answered, new Promise((resolve) => setTimeout(resolve, ENOUGH_MS))]);
}

// The first formatter of a page takes the browser 20 ms, to read its tables: done while the answer is on its way.
const warmUp = once((/** @type {Lang} */ lang) => {
  new Intl.NumberFormat(lang).format(1);
  new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric" }).format(0);
});

/**
 * @template {unknown[]} Words
 * @param {(...words: Words) => void} work
 * @returns {(...words: Words) => void}
 */
function once(work) {
  let isDone = false;
  return (...words) => {
    if (!isDone) work(...words);
    isDone = true;
  };
}

const LANG = /^(?:nl|en)(?![a-z])/i;

/**
 * The language of a tag, as far as the widget speaks it.
 *
 * @param {string} tag
 */
function langOf(tag) {
  return /** @type {Lang | undefined} */ (LANG.exec(tag)?.[0].toLowerCase());
}

/**
 * Whether a key types into a field of the view; with Ctrl, Alt or Meta it is a command.
 *
 * @param {KeyboardEvent} event
 */
function isTyping(event) {
  const field = /** @type {Element} */ (event.target);
  if (!field.matches(FIELDS)) return false;
  if (event.isComposing || event.getModifierState("AltGraph")) return true;
  return !event.ctrlKey && !event.altKey && !event.metaKey && !/^(Escape|Tab|F\d+)$/.test(event.key);
}

/**
 * Whether an Escape closes something of the view.
 *
 * @param {KeyboardEvent} event
 * @param {ShadowRoot} shadow
 */
function isClosing({ key, target }, shadow) {
  const { type, value } = /** @type {HTMLInputElement} */ (target);
  return key === "Escape" && (shadow.querySelector("dialog[open]") || (type === "search" && value !== ""));
}

/**
 * Keeps from the page what the view takes itself: outside of a shadow root nobody can tell that a key went into a
 * field, or closed something.
 *
 * @param {ShadowRoot} shadow
 */
function keepKeys(shadow) {
  /** Whose press the page did not get: it does not get their release either. @type {Set<string>} */
  const taken = new Set();
  const on = (/** @type {string} */ name, /** @type {(event: KeyboardEvent) => void} */ work, isFirst = false) =>
    shadow.addEventListener(name, (event) => work(/** @type {KeyboardEvent} */ (event)), isFirst);
  on("keydown", ({ code }) => taken.add(code), true);
  on("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event) || isClosing(event, shadow)) event.stopPropagation();
    else taken.delete(event.code);
  });
  on("keypress", (event) => isTyping(event) && event.stopPropagation());
  on("keyup", (event) => taken.delete(event.code) && event.stopPropagation());
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 */
function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** `<klantbeeld-view>`: one customer's view. */
export class KlantbeeldView extends HTMLElement {
  static observedAttributes = ["customer", "find", "lang", "theme", "compact", "channel", "reason", "panels", "planned"];
  /** Which face of the widget it is. */
  static face = "agent";
  /** Whether it keeps what it has seen on this device. */
  static keeps = false;

  #token = new Token();
  /** @type {GetToken} */
  #getToken;
  #shadow = this.attachShadow({ mode: "open" });
  /**
   * The present opening; another one, or none, makes late answers void.
   *
   * @type {object | undefined}
   */
  #turn;
  #isLoading = false;
  /** @type {{ handle: Handle, instance: Instance } | undefined} */
  #mounted;
  /**
   * @type {{ customer: string, answer: Promise<Answer>, stream: Promise<Response | undefined>, abort: () => void }
   *   | undefined}
   */
  #first;
  /** @type {Set<string>} */
  #changed = new Set();
  /** What the widget looks like, in the order of the sheets. @type {Set<string>} */
  #styles = new Set();
  /** Ends what is listened to. */
  #ears = new AbortController();
  /** Whether the host signed out: nothing is asked for until it says so. */
  #isLeft = false;
  /** The language that the host was told is not there. */
  #missed = "";

  constructor() {
    super();
    keepKeys(this.#shadow);
  }

  /**
   * A token, for a host that has no way to be asked for one. It cannot be read back.
   *
   * @param {string} text
   */
  set token(text) {
    this.#token.set(text);
    this.#heal();
  }

  /** `async ({ reason, customer }) => token` */
  get getToken() {
    return this.#getToken;
  }

  set getToken(ask) {
    this.#getToken = typeof ask === "function" ? ask : undefined;
    this.#token.wake();
    this.#heal();
  }

  connectedCallback() {
    // A property that was set before the element was defined hides the one of the class.
    const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    for (const name of ["token", "getToken"].filter((name) => Object.hasOwn(own, name))) {
      const value = own[name];
      delete own[name];
      own[name] = value;
    }
    // Moved within the page in one go: nothing to do.
    if (this.#turn) return;
    this.#listen();
    this.#open();
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#leave());
  }

  /** Moved to another document, which has sheets and a window of its own. */
  adoptedCallback() {
    if (!this.#turn) return;
    this.#dress();
    this.#listen();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#turn) return;
    if (name === "customer") this.#first?.abort();
    if (!this.#mounted) return void this.#fetchFirst();
    // The widget may be in the middle of telling the host something: let it finish.
    if (this.#changed.size === 0) queueMicrotask(() => this.#passOn());
    this.#changed.add(name === "channel" || name === "reason" ? "contact" : name);
  }

  /**
   * Sends `klantbeeld-<name>` to the host.
   *
   * @param {string} name
   * @param {unknown} detail
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`klantbeeld-${name}`, { bubbles: true, composed: true, detail }));
  }

  /** Does again what failed: when the person has signed in, or the network is back. */
  retry() {
    this.#isLeft = false;
    if (this.#mounted) this.#again(true);
    else if (this.#turn && !this.#isLoading) this.#open();
  }

  /** The person signed out: nothing of them or of the customer stays. */
  signOut() {
    this.#isLeft = true;
    this.#token = new Token();
    for (const name of PERSONAL) this.removeAttribute(name);
    // The widget may be in the middle of telling the host something: let it finish.
    queueMicrotask(() => {
      if (!this.#turn) return;
      this.#close();
      this.#open();
    });
  }

  /** Shows that the widget stopped; called by the loader only. */
  stop() {
    this.#close();
    this.#turn = {};
    this.#fail({ code: "crashed" });
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #set(name, value) {
    const mounted = this.#mounted;
    if (mounted) call(mounted.instance, () => mounted.handle.set(name, value));
  }

  // The widget may be in the middle of asking for a token: let it finish.
  /** @param {boolean} isAsked Or else only if something failed. */
  #again(isAsked) {
    queueMicrotask(() => this.#set("again", isAsked));
  }

  /** There is a token, or another way to get one. */
  #heal() {
    if (this.#isLeft) return this.retry();
    this.#fetchFirst();
    this.#again(false);
  }

  /** Listens to the page that the view stands in, and to no other. */
  #listen() {
    this.#ears.abort();
    this.#ears = new AbortController();
    const { signal } = this.#ears;
    const page = this.ownerDocument;
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#set("online", navigator.onLine), { signal });
    page.addEventListener("visibilitychange", () => page.hidden || this.#set("seen", true), { signal });
    // Another window takes the view along when it closes, and tells no element.
    if (page !== document) page.defaultView?.addEventListener("pagehide", () => this.#leave(), { signal });
  }

  #leave() {
    this.#ears.abort();
    this.#close();
    this.#shadow.replaceChildren();
  }

  /** @param {string} css */
  #adopt(css) {
    if (this.#styles.has(css)) return;
    this.#styles.add(css);
    this.#dress();
  }

  #dress() {
    this.#shadow.adoptedStyleSheets = sheetsOf(this.ownerDocument, this.#styles);
  }

  get #asked() {
    return this.getAttribute("lang") || this.closest("[lang]")?.getAttribute("lang") || "";
  }

  /** @returns {Lang} */
  get #lang() {
    for (const tag of [this.#asked, ...navigator.languages]) {
      const lang = langOf(tag);
      if (lang) return lang;
    }
    return "en";
  }

  #tellLanguage() {
    const asked = this.#asked;
    if (!asked || langOf(asked) || asked === this.#missed) return;
    this.#missed = asked;
    /** @type {KlantbeeldEvents["klantbeeld-language"]} */
    const detail = { asked, shown: this.#lang };
    this.tell("language", detail);
  }

  /** @returns {Settings} */
  get #settings() {
    const [channel, reason] = [this.getAttribute("channel"), this.getAttribute("reason")];
    const theme = this.getAttribute("theme");
    return {
      customer: this.getAttribute("customer") ?? "",
      // What a host knows of somebody whose id it does not know.
      find: (!this.getAttribute("customer") && this.getAttribute("find")) || "",
      lang: this.#lang,
      theme: theme === "light" || theme === "dark" ? theme : "auto",
      compact: this.hasAttribute("compact"),
      contact: channel || reason ? { channel: channel ?? "", reason: reason ?? "" } : undefined,
      panels: this.getAttribute("panels") ?? undefined,
      planned: this.getAttribute("planned") === "show" ? "show" : "hide",
    };
  }

  async #open() {
    const turn = (this.#turn = {});
    this.#styles = new Set([CSS]);
    this.#dress();
    if (this.#isLeft) return this.#say(TEXTS[this.#lang].left);
    this.#isLoading = true;
    try {
      this.#showWait();
      this.#fetchFirst();
      const instance = await preload();
      if (this.#turn !== turn) return;
      const root = element("div", "kb-root");
      await enough(this.#mount(instance, root));
      if (this.#turn === turn) this.#shadow.replaceChildren(root);
    } catch (error) {
      if (this.#turn === turn) this.#fail(error);
    }
  }

  /** The class of this element: the app's and the self-service page's are made of it. */
  get #kind() {
    return /** @type {typeof KlantbeeldView} */ (this.constructor);
  }

  /**
   * Starts the widget in a box that is not on the page yet; the promise is kept when it has something to show.
   *
   * @param {Instance} instance
   * @param {HTMLElement} root
   */
  #mount(instance, root) {
    const settings = this.#settings;
    let hasAnswered = () => {};
    /** @type {Promise<void>} */
    const answered = new Promise((resolve) => (hasAnswered = resolve));
    const first = this.#first?.customer === settings.customer ? this.#first : undefined;
    this.#first = undefined;
    this.#isLoading = false;
    this.#tellLanguage();
    watch(this, instance);
    /** @type {Settings & Door} */
    const config = {
      ...settings,
      face: this.#kind.face,
      base: BASE,
      getToken: ({ reason = "request", customer = this.#settings.customer } = {}) =>
        this.#token.get(this, reason, customer),
      prefetched: first?.answer,
      stream: first?.stream,
      emit: (name, detail) => {
        if (ANSWERS.includes(name)) hasAnswered();
        this.tell(name, detail);
      },
      adopt: (css) => this.#adopt(css),
    };
    const handle = call(instance, () => instance.mount(root, config));
    if (handle) this.#mounted = { handle, instance };
    if (!settings.customer && !settings.find) hasAnswered();
    return answered;
  }

  #close() {
    this.#turn = undefined;
    this.#isLoading = false;
    this.#first?.abort();
    this.#first = undefined;
    this.#changed.clear();
    const mounted = this.#mounted;
    this.#mounted = undefined;
    unwatch(this);
    if (mounted) call(mounted.instance, () => mounted.handle.free());
  }

  #passOn() {
    const settings = this.#settings;
    // Who is shown is said by both: the id, and without it what is known of them.
    const who = ["customer", "find"].filter((name) => this.#changed.delete(name));
    const now = settings.find ? "find" : "customer";
    if (who.length > 0) this.#set(now, settings[now]);
    for (const name of this.#changed) this.#set(name, settings[/** @type {keyof Settings} */ (name)]);
    this.#changed.clear();
    this.#tellLanguage();
  }

  // The first answer travels while the widget itself does.
  #fetchFirst() {
    const customer = this.getAttribute("customer");
    if (!customer || !this.#isLoading || this.#first?.customer === customer) return;
    if (!this.#getToken && !this.#token.fits(customer)) return;
    const control = new AbortController();
    const post = async (/** @type {string} */ path, /** @type {object} */ request) => {
      const token = await this.#token.get(this, "open", customer);
      const late = setTimeout(() => control.abort(), ANSWER_MS);
      const answer = fetch(`${BASE}/api/v1/${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ request }),
        credentials: "omit",
        cache: "no-store",
        signal: control.signal,
      });
      warmUp(this.#lang);
      return answer.finally(() => clearTimeout(late));
    };
    const open = async () => {
      const response = await post("profile/open", { customer_id: customer, page_size: FIRST_PAGE_SIZE });
      return { status: response.status, text: await response.text() };
    };
    const answer = open().catch(() => {
      warmUp(this.#lang);
      return { status: 0, text: "" };
    });
    // The older items follow the first screen, unless this device may have them.
    const isAsked = !this.#kind.keeps;
    const older = (/** @type {Answer} */ { status }) => (status === 200 && isAsked ? post("timeline/blocks", { customer_id: customer }) : undefined);
    const stream = answer.then(older).catch(() => undefined);
    this.#first = { customer, answer, stream, abort: () => control.abort() };
  }

  #showWait() {
    const { lang, theme, compact } = this.#settings;
    const wait = element("div", compact ? "kb-wait compact" : "kb-wait");
    wait.dataset.theme = theme;
    wait.setAttribute("role", "status");
    wait.setAttribute("aria-busy", "true");
    wait.setAttribute("aria-label", TEXTS[lang].loading);
    wait.append(element("div", ""), element("div", ""), element("div", ""));
    this.#shadow.replaceChildren(wait);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#isLoading = false;
    const { code = "crashed", directive } = /** @type {{ code?: Trouble, directive?: string }} */ (error);
    const texts = TEXTS[this.#lang];
    const message = code === "csp" ? texts.csp(directive) : texts[code];
    const retry = element("button", "", texts.retry);
    retry.type = "button";
    retry.addEventListener("click", () => this.retry());
    this.#styles = new Set([CSS]);
    this.#dress();
    this.#say(message, retry);
    /** @type {KlantbeeldEvents["klantbeeld-error"]} */
    const detail = { code, message, ...(directive && { directive }) };
    this.tell("error", detail);
    /** @type {KlantbeeldEvents["klantbeeld-crashed"]} */
    const trouble = { customer: this.getAttribute("customer") ?? "", message, during: "start" };
    if (code !== "csp") this.tell(code, trouble);
  }

  /**
   * Shows a message, and nothing else.
   *
   * @param {string} message
   * @param {...Node} more
   */
  #say(message, ...more) {
    const card = element("div", "kb-card");
    card.dataset.theme = this.#settings.theme;
    card.setAttribute("role", "alert");
    card.append(element("p", "", message), ...more);
    this.#shadow.replaceChildren(card);
  }
}

// A second copy of this script on the page leaves the first in charge.
if (!customElements.get("klantbeeld-view")) customElements.define("klantbeeld-view", KlantbeeldView);
