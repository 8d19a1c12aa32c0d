// Types of <klantbeeld-view>, for hosts written in TypeScript. docs/EMBEDDING.md tells what they mean.

export type TokenReason = "open" | "request" | "refused";

/**
 * Why there is no token. `getToken` says it as the `code` of the error that it rejects with, or rejects with the word
 * itself; without one, an error like those of `fetch` is `unreachable` and every other is `signed-out`.
 */
export type TokenTrouble = "signed-out" | "no-rights" | "unreachable";

/** What kept the view from doing something. */
export interface Trouble {
  customer: string;
  /** What the person reads. */
  message: string;
  /** What was being done: `start` is the program itself, `part` one of its parts. */
  during: "start" | "part" | "open" | "timeline" | "detail" | "search" | "write";
}

export interface KlantbeeldEvents {
  /** The first screen of a customer is there. */
  "klantbeeld-ready": { customer: string };
  /** Somebody opened an item of the timeline. */
  "klantbeeld-select": { customer: string; item?: string; kind?: string };
  /** A write was made in the view; it is kept until the server has it. */
  "klantbeeld-change": { customer: string; action: string };
  /** Something failed; `message` is what the person sees. */
  "klantbeeld-error": { code: string; message: string; directive?: string; customer?: string };
  /** Nobody is signed in any more: call `retry()`, or set another token, when somebody is. Told once until then. */
  "klantbeeld-signed-out": Trouble;
  /** Whoever is signed in may not do this. */
  "klantbeeld-no-rights": Trouble;
  /** Server or network do not answer. Told once until they do. */
  "klantbeeld-unreachable": Trouble;
  /** The view stopped; a button in its place and `retry()` start it anew. */
  "klantbeeld-crashed": Trouble;
  /** The language that was asked for is not there, and another is shown. */
  "klantbeeld-language": { asked: string; shown: string };
  /** A token is needed and there is no `getToken`: set `token`. */
  "klantbeeld-token-needed": { reason: TokenReason; customer: string };
}

export class KlantbeeldView extends HTMLElement {
  static readonly observedAttributes: string[];
  /** A token, for a host that has no way to be asked for one. It cannot be read back. */
  set token(token: string);
  /** The way to get a token, asked whenever one is needed. */
  getToken: ((request: { reason: TokenReason; customer: string }) => Promise<string>) | undefined;
  /** Does again what failed: when the person has signed in, or the network is back. */
  retry(): void;
  /**
   * Empties the view, forgets the token and what waits to be sent, and takes `customer`, `find`, `channel` and `reason`
   * off the element. Nothing is asked for until a token, `getToken` or `retry()` says that somebody is signed in.
   */
  signOut(): void;
  addEventListener<K extends keyof KlantbeeldEvents>(
    type: K,
    listener: (event: CustomEvent<KlantbeeldEvents[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  connectedCallback(): void;
  disconnectedCallback(): void;
  adoptedCallback(): void;
  attributeChangedCallback(name: string, before: string | null, now: string | null): void;
}

/** Fetches and starts the widget before the first view needs it. */
export function preload(): Promise<unknown>;

declare global {
  interface HTMLElementTagNameMap {
    "klantbeeld-view": KlantbeeldView;
  }
}
