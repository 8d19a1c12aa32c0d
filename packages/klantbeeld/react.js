// The element as a React component: attributes as props, the token by callback, each event by a prop.
import { createElement, useEffect, useLayoutEffect, useRef } from "react";
import { load } from "./index.js";

/** @typedef {import("./react.js").KlantbeeldProps} Props */

/** Names of events with the props that hear them. */
const EVENTS = /** @type {const} */ ([
  ["klantbeeld-ready", "onReady"],
  ["klantbeeld-select", "onSelect"],
  ["klantbeeld-change", "onChange"],
  ["klantbeeld-error", "onError"],
  ["klantbeeld-token-needed", "onTokenNeeded"],
]);

/**
 * Shows `<klantbeeld-view>` of a server.
 *
 * @param {Props} props
 */
export function KlantbeeldView({ server, getToken, onReady, onSelect, onChange, onError, onTokenNeeded, ...attributes }) {
  const element = useRef(/** @type {import("./element.js").KlantbeeldView | null} */ (null));
  // The newest props are called, without listening anew at every render.
  const heard = useRef(/** @type {Record<string, ((detail: any) => void) | undefined>} */ ({}));
  useLayoutEffect(() => {
    heard.current = { onReady, onSelect, onChange, onError, onTokenNeeded };
  });
  useEffect(() => {
    const view = element.current;
    const listeners = EVENTS.map(([name, prop]) => {
      const listener = (/** @type {Event} */ event) => heard.current[prop]?.(/** @type {CustomEvent} */ (event).detail);
      view?.addEventListener(name, listener);
      return () => view?.removeEventListener(name, listener);
    });
    return () => listeners.forEach((end) => end());
  }, []);
  // Set by hand: before the element is defined React would take a property for an attribute, and drop the function.
  useLayoutEffect(() => {
    if (element.current) element.current.getToken = getToken;
  }, [getToken]);
  useEffect(() => {
    load(server).catch((error) => heard.current.onError?.({ code: "unreachable", message: String(error) }));
  }, [server]);
  return createElement("klantbeeld-view", { ...attributes, ref: element });
}
