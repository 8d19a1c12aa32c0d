// The page around the frame. It knows who is on the line and gets the tokens; the page in the frame is told through
// a port that reaches this one document, so that nothing follows the frame to another address.
import { customers } from "/hosts/shared/customers.js";
import { demoToken } from "/demo-token.js";

const query = new URLSearchParams(location.search);
const getToken = demoToken(query.get("role") ?? "agent");
const frame = document.querySelector("#frame");
const select = document.querySelector("#customer");
const log = document.querySelector("#log");
let port;

function show() {
  const { id, channel, reason } = customers.find(({ id }) => id === select.value) ?? { id: query.get("customer") };
  const look = { lang: query.get("lang") ?? "nl", theme: query.get("theme") ?? "auto" };
  port?.postMessage({ type: "show", settings: { ...look, customer: id, channel, reason } });
}

async function onMessage({ data, ports: [answer] }) {
  if (data.type !== "token") return void (log.textContent = `${data.type} ${JSON.stringify(data.detail)}`);
  try {
    answer.postMessage({ token: await getToken(data) });
  } catch (error) {
    answer.postMessage({ error: String(error) });
  }
}

addEventListener("message", ({ source, origin, data, ports }) => {
  // "null" is what every page without an origin is called; which of them it is, the window tells.
  if (source !== frame.contentWindow || origin !== "null" || data?.type !== "klantbeeld-here") return;
  port?.close();
  [port] = ports;
  port.onmessage = onMessage;
  show();
});

for (const { id, name, place } of customers) select.add(new Option(`${name}, ${place}`, id));
select.addEventListener("change", show);
select.value = query.get("customer") ?? customers[0].id;
// Not before somebody listens to what it says first.
frame.src = "view/";
