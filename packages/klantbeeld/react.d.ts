// Types of the React component, and of <klantbeeld-view> in JSX.
import type { DetailedHTMLProps, HTMLAttributes, JSX } from "react";
import type { KlantbeeldEvents, KlantbeeldView as View } from "./element.js";

/** What the element takes as attributes. */
export interface KlantbeeldAttributes {
  customer?: string;
  find?: string;
  lang?: string;
  theme?: "light" | "dark" | "auto";
  compact?: boolean;
  channel?: string;
  reason?: string;
  panels?: string;
  planned?: "show" | "hide";
}

type Heard<Name extends keyof KlantbeeldEvents> = (detail: KlantbeeldEvents[Name]) => void;

export interface KlantbeeldProps
  extends KlantbeeldAttributes,
    Omit<HTMLAttributes<View>, keyof KlantbeeldAttributes | "onSelect" | "onChange" | "onError" | "children"> {
  /** Where the server answers: `https://klantbeeld.example`. */
  server: string;
  /** The way to get a token, asked whenever one is needed. */
  getToken?: View["getToken"];
  onReady?: Heard<"klantbeeld-ready">;
  onSelect?: Heard<"klantbeeld-select">;
  onChange?: Heard<"klantbeeld-change">;
  onError?: Heard<"klantbeeld-error">;
  onTokenNeeded?: Heard<"klantbeeld-token-needed">;
}

/** Shows `<klantbeeld-view>` of a server. */
export function KlantbeeldView(props: KlantbeeldProps): JSX.Element;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "klantbeeld-view": DetailedHTMLProps<
        Omit<HTMLAttributes<View>, keyof KlantbeeldAttributes> & KlantbeeldAttributes & { getToken?: View["getToken"] },
        View
      >;
    }
  }
}
