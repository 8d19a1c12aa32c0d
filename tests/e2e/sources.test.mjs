// The official libraries of Segment and RudderStack against the server, unchanged but for the host: what they send
// stands in the profile once, what is wrong in it waits in quarantine, and a server that is away loses nothing.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";
import { startServer } from "./lib/server.mjs";

const run = promisify(execFile);
const CACHE = process.env.KLANTBEELD_CACHE ?? join(homedir(), ".cache", "klantbeeld");
const POLICY = fileURLToPath(new URL("../../demo/policy.toml", import.meta.url));
const SEND = fileURLToPath(new URL("lib/send.py", import.meta.url));
const PACKAGES = ["segment-analytics-python==2.4.0", "rudder-sdk-python==2.1.9"];
const KEY = "wk_libraries";

let folder;
let server;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "klantbeeld-sources-"));
  const hash = createHash("sha256").update(KEY).digest("hex");
  const source = `[source.libraries]\nlabel = { nl = "Winkel", en = "Shop" }\nsystem = "commerce"\nbasis = "contract"\nwrite_keys = ["${hash}"]\n`;
  const policy = join(folder, "policy.toml");
  await writeFile(policy, (await readFile(POLICY, "utf8")).replace("[source.crm]", `${source}\n[source.crm]`));
  server = await startServer({ env: { KLANTBEELD_POLICY: policy } });
});

test.afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the view shows of a customer: channel and amount of each item, and all of it as text. */
async function shown(customer) {
  const request = { customer_id: customer, page_size: 50 };
  const { status, body } = await server.api("agent", "profile/open", request);
  expect(status, JSON.stringify(body)).toBe(200);
  return { items: body.page.items.map((item) => `${item.channel} ${item.amount?.amount_minor ?? ""}`), text: JSON.stringify(body) };
}

async function health() {
  const { body } = await server.api("steward", "sources/list", {});
  return body.find((source) => source.slug === "libraries");
}

/** All of what was sent is there: of the visitor before they said who they are, too. */
async function isWhole(prefix) {
  // The visitor was first: they keep the id that they had, and are found by the new one.
  const { body } = await server.api("agent", "customer/search", { query: `${prefix}@example.nl`, limit: 5 });
  expect(body, JSON.stringify(body)).toHaveLength(1);
  const { items, text } = await shown(body[0].customer_id);
  expect(items).toHaveLength(3);
  expect(items.filter((item) => item.endsWith(" 2450"))).toHaveLength(1);
  for (const word of ["Ans", "de Boer", "Bakkerij"]) expect(text).toContain(word);
}

/** Sends what a shop would; both libraries for Node have these calls. */
function events(analytics, prefix) {
  const userId = `${prefix}-user`;
  const anonymousId = `${prefix}-visitor`;
  analytics.page({ anonymousId, category: "Winkel", name: "Tarieven" });
  analytics.identify({ userId, anonymousId, traits: { firstName: "Ans", lastName: "de Boer", email: `${prefix}@example.nl` } });
  analytics.track({ userId, event: "Order Completed", properties: { order_id: `${prefix}-1`, total: 24.5, currency: "EUR" } });
  analytics.screen({ userId, name: "Start" });
  analytics.group({ userId, groupId: `${prefix}-org`, traits: { name: "Bakkerij" } });
  analytics.alias({ userId, previousId: `${prefix}-old` });
}

test("@segment/analytics-node", async () => {
  const analytics = new Analytics({ writeKey: KEY, host: server.url });
  const errors = [];
  analytics.on("error", (error) => errors.push(error));
  events(analytics, "sn");
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
  await isWhole("sn");
});

test("@rudderstack/rudder-sdk-node", async () => {
  const analytics = new RudderAnalytics(KEY, { dataPlaneUrl: server.url, flushAt: 20 });
  events(analytics, "rn");
  await analytics.flush();
  await isWhole("rn");
});

async function python() {
  const venv = join(CACHE, "sources-venv");
  const program = join(venv, "bin", "python");
  const marker = join(venv, `.${PACKAGES.join("-")}`);
  if (!(await stat(marker).catch(() => null))) {
    await rm(venv, { recursive: true, force: true });
    await run("python3", ["-m", "venv", venv]);
    await run(program, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
    await writeFile(marker, "");
  }
  return program;
}

for (const [name, module, prefix] of [
  ["segment-analytics-python", "segment.analytics", "sp"],
  ["rudder-sdk-python", "rudderstack.analytics", "rp"],
]) {
  test(name, async () => {
    test.setTimeout(180_000);
    const { stdout } = await run(await python(), [SEND, module, server.url, KEY, prefix]);
    expect(stdout.trim()).toBe("");
    await isWhole(prefix);
  });
}

test("a server that is away while a library sends gets everything when it is back, once", async () => {
  test.setTimeout(120_000);
  const before = await health();
  const analytics = new Analytics({ writeKey: KEY, host: server.url, maxRetries: 10 });
  await server.stop();
  events(analytics, "away");
  const flushed = analytics.closeAndFlush();
  await server.start();
  await flushed;
  await isWhole("away");
  const after = await health();
  expect(after.accepted - before.accepted).toBe(6);
});

test("a library that has no key or another one's is told, and nothing is stored", async () => {
  const errors = [];
  const analytics = new Analytics({ writeKey: "wk_other", host: server.url, maxRetries: 0 });
  analytics.on("error", (error) => errors.push(error));
  events(analytics, "wrong");
  await analytics.closeAndFlush();
  expect(errors.length).toBeGreaterThan(0);
  const { body } = await server.api("agent", "customer/search", { query: "wrong@example.nl", limit: 5 });
  expect(body).toEqual([]);
});

test("what a steward finds in quarantine can be corrected, and stands in the profile", async () => {
  const analytics = new Analytics({ writeKey: KEY, host: server.url });
  analytics.track({ userId: "late-user", event: "Seen", timestamp: new Date("9999-01-01"), messageId: "late-1" });
  await analytics.closeAndFlush();
  const { body } = await server.api("steward", "quarantine/list", { source: "libraries", reason: "value", limit: 9 });
  expect(body.entries).toHaveLength(1);
  const [{ id }] = body.entries;
  const read = await server.api("steward", "quarantine/read", { id });
  const text = read.body.text.replace("9999", "2026");
  const taken = await server.api("steward", "quarantine/replay", { id, text });
  expect(taken.body.is_taken).toBe(true);
  expect((await shown("late-user")).items).toHaveLength(1);
});
