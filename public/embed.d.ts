// Types of <klantbeeld-view>, for hosts written in TypeScript. docs/EMBEDDING.md tells what they mean.

export type TokenReason = "open" | "request" | "refused";

export interface KlantbeeldEvents {
  /** The first screen of a customer is there. */
  "klantbeeld-ready": { customer: string };
  /** Somebody opened an item of the timeline. */
  "klantbeeld-select": { customer: string; item?: string; kind?: string };
  /** A write was made in the view; it is kept until the server has it. `item` is the entry of the timeline that it is about. */
  "klantbeeld-change": { customer: string; action: string; item?: string };
  /** Something failed; `message` is what the person sees. */
  "klantbeeld-error": { code: string; message: string; directive?: string; customer?: string };
  /** A token is needed and there is no `getToken`: set `token`. */
  "klantbeeld-token-needed": { reason: TokenReason; customer: string };
}

export class KlantbeeldView extends HTMLElement {
  static readonly observedAttributes: string[];
  /** A token, for a host that has no way to be asked for one. It cannot be read back. */
  set token(token: string);
  /** The way to get a token, asked whenever one is needed. */
  getToken: ((request: { reason: TokenReason; customer: string }) => Promise<string>) | undefined;
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
  attributeChangedCallback(name: string, before: string | null, now: string | null): void;
}

/** Fetches and starts the widget before the first view needs it. */
export function preload(): Promise<unknown>;

declare global {
  interface HTMLElementTagNameMap {
    "klantbeeld-view": KlantbeeldView;
  }
}
