// The self-service page: a customer sees their own profile with their own rights. Nothing is kept on the device.
import { KlantbeeldView, preload } from "./embed.js";
import { signIn } from "./sign-in.js";

class KlantbeeldSelf extends KlantbeeldView {
  static face = "self";
}
customElements.define("klantbeeld-self", KlantbeeldSelf);

const query = new URLSearchParams(location.search);
const named = query.get("customer") ?? undefined;
const lang = query.get("lang") === "en" ? "en" : "nl";
document.documentElement.lang = lang;
document.title = lang === "en" ? "My data" : "Mijn gegevens";

const view = new KlantbeeldSelf();
view.setAttribute("lang", lang);
view.setAttribute("theme", query.get("theme") ?? "auto");
const signedIn = signIn("mijn", { customer: named });
/** @type {string | undefined} */
let fresh;
view.getToken = () => {
  const token = fresh;
  fresh = undefined;
  return token ? Promise.resolve(token) : signed();
};
if (named) show({ customer: named });
else {
  // Without a customer there is no view; why nobody is signed in stands on the page.
  preload().catch(() => {});
  signedIn().then(show, () => {});
}

/** @param {{ token?: string, customer?: string }} signed Whom the address names, or else the sign-in. */
function show({ token, customer }) {
  fresh = token;
  if (customer) view.setAttribute("customer", customer);
  document.querySelector("#self")?.append(view);
}

/** Gives a token; who is signed in is who is shown, whatever the address says. */
async function signed() {
  const { token, customer } = await signedIn();
  if (customer && customer !== view.getAttribute("customer")) view.setAttribute("customer", customer);
  return token;
}
