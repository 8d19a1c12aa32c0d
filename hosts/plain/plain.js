// The script of a plain CRM page: which customer is on the line, and a token for whoever is signed in.
import { customers } from "/hosts/shared/customers.js";
import { demoToken } from "/demo-token.js";

const query = new URLSearchParams(location.search);
const isNeutral = query.get("css") === "neutral";
const select = document.querySelector("#customer");
const views = [document.querySelector("#view"), document.querySelector("#card")];
const log = document.querySelector("#log");

if (isNeutral) {
  document.querySelector("#legacy").disabled = true;
  const link = document.querySelector("#switch-css");
  link.href = "?";
  link.textContent = "Met dat stijlblad";
}

function show(id) {
  const customer = customers.find((known) => known.id === id);
  for (const view of views) {
    view.setAttribute("customer", id);
    for (const name of ["channel", "reason"]) {
      if (customer?.[name]) view.setAttribute(name, customer[name]);
      else view.removeAttribute(name);
    }
  }
}

for (const { id, name, place } of customers) select.add(new Option(`${name}, ${place}`, id));
select.addEventListener("change", () => show(select.value));

for (const view of views) {
  for (const name of ["lang", "theme"]) if (query.has(name)) view.setAttribute(name, query.get(name));
  for (const name of ["ready", "select", "change", "error"]) {
    view.addEventListener(`klantbeeld-${name}`, (event) => {
      log.textContent = `${event.type} ${JSON.stringify(event.detail)}`;
    });
  }
  view.getToken = demoToken(query.get("role") ?? "agent");
}
const first = query.get("customer") ?? customers[0].id;
select.value = first;
show(first);
