// The page of `trunk serve`: one customer of the demo organisation, from the server behind Trunk's proxy.
// The address may say `?customer=c-4402410&role=sales&lang=en&theme=dark&panels=timeline`.
import "./embed.js";
import { demoToken } from "./demo-token.js";

const query = new URLSearchParams(location.search);
const view = document.createElement("klantbeeld-view");
for (const name of ["lang", "theme", "panels"]) if (query.has(name)) view.setAttribute(name, query.get(name));
view.setAttribute("customer", query.get("customer") ?? "c-4401882");
view.getToken = demoToken(query.get("role") ?? "agent");
document.body.append(view);
