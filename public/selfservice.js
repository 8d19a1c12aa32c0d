// The self-service page: a customer sees their own profile with their own rights. Nothing is kept on the device.
import { KlantbeeldView } from "./embed.js";
import { demoToken } from "./demo-token.js";

class KlantbeeldSelf extends KlantbeeldView {
  static face = "self";
}
customElements.define("klantbeeld-self", KlantbeeldSelf);

const query = new URLSearchParams(location.search);
const customer = query.get("customer") ?? "";
const lang = query.get("lang") === "en" ? "en" : "nl";
document.documentElement.lang = lang;
document.title = lang === "en" ? "My data" : "Mijn gegevens";

const view = new KlantbeeldSelf();
view.setAttribute("customer", customer);
view.setAttribute("lang", lang);
view.setAttribute("theme", query.get("theme") ?? "auto");
view.getToken = demoToken("customer", customer);
document.querySelector("#self")?.append(view);
