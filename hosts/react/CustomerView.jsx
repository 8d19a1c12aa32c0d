// The custom element as a React component: attributes as props, the token by callback, events by prop.
import { useEffect, useRef } from "react";
import "/embed.js";

export function CustomerView({ customer, lang, theme, getToken, onReady, onChange }) {
  const element = useRef(null);
  useEffect(() => {
    const view = element.current;
    const ready = ({ detail }) => onReady?.(detail);
    const change = ({ detail }) => onChange?.(detail);
    view.addEventListener("klantbeeld-ready", ready);
    view.addEventListener("klantbeeld-change", change);
    return () => {
      view.removeEventListener("klantbeeld-ready", ready);
      view.removeEventListener("klantbeeld-change", change);
    };
  }, [onReady, onChange]);
  // React 19 sets `getToken` as a property and the rest as attributes.
  return <klantbeeld-view ref={element} customer={customer} lang={lang} theme={theme} getToken={getToken} />;
}
