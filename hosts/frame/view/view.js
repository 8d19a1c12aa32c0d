// The page in the frame. It has no origin, no storage and nobody signed in: whom it shows and each token come from
// the page around it, through a port that is handed to that page alone.

// Here both pages come from one server; elsewhere this is the address of your CRM, written out.
const AROUND = location.origin;
const TOKEN_MS = 10_000;
const SETTINGS = ["customer", "lang", "theme", "channel", "reason"];

const view = document.querySelector("#view");
const { port1: port, port2: theirs } = new MessageChannel();

view.getToken = ({ reason, customer }) =>
  new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data.token ? resolve(data.token) : reject(new Error(data.error)));
    setTimeout(() => reject(new Error("the page around gave no token")), TOKEN_MS);
    port.postMessage({ type: "token", reason, customer }, [port2]);
  });

for (const name of ["ready", "select", "change", "error"]) {
  view.addEventListener(`klantbeeld-${name}`, ({ type, detail }) => port.postMessage({ type, detail }));
}

port.onmessage = ({ data: { type, settings } }) => {
  if (type !== "show") return;
  for (const name of SETTINGS) {
    if (settings[name]) view.setAttribute(name, settings[name]);
    else view.removeAttribute(name);
  }
};
// The browser gives it to a page of that origin, or to none.
parent.postMessage({ type: "klantbeeld-here" }, AROUND, [theirs]);
