// Counts what the policy refused, and shows a customer.
import { customers } from "/hosts/shared/customers.js";
import { demoToken } from "/demo-token.js";

const query = new URLSearchParams(location.search);
const count = document.querySelector("#violations");
document.addEventListener("securitypolicyviolation", () => {
  count.textContent = String(Number(count.textContent) + 1);
});
const view = document.querySelector("#view");
for (const name of ["lang", "theme"]) if (query.has(name)) view.setAttribute(name, query.get(name));
view.getToken = demoToken(query.get("role") ?? "agent");
view.setAttribute("customer", query.get("customer") ?? customers[0].id);
