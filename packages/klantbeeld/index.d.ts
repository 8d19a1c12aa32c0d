// Types of the package; those of the element are the server's own (element.d.ts).
export type { KlantbeeldEvents, KlantbeeldView, TokenReason } from "./element.js";

/** Defines `<klantbeeld-view>` with the loader of a server, such as `https://klantbeeld.example`. */
export function load(server: string): Promise<typeof import("./element.js")>;

/** Fetches and starts the view's program before it is needed. */
export function preload(server: string): Promise<void>;
