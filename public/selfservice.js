// The self-service page: a customer sees their own profile with their own rights. Nothing is kept on the device.
import { KlantbeeldView } from "./embed.js";
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
document.querySelector("#self")?.append(view);
if (named) view.setAttribute("customer", named);
// The page says by itself why nobody is signed in.
else signedIn().then(show, () => {});

/** @param {{ token: string, customer?: string }} signed Whom the sign-in names, when the address names nobody. */
function show({ token, customer }) {
  fresh = token;
  if (customer) view.setAttribute("customer", customer);
}

/** Gives a token; who is signed in is who is shown, whatever the address says. */
async function signed() {
  const { token, customer } = await signedIn();
  if (customer && customer !== view.getAttribute("customer")) view.setAttribute("customer", customer);
  return token;
}
