// The real server for the tests: started on a free port with a copy of the demo organisation, which is made
// once a run and thrown away with it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { VISITOR } from "./browser.mjs";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CACHE = process.env.KLANTBEELD_CACHE ?? join(homedir(), ".cache", "klantbeeld");
const BIN = process.env.KLANTBEELD_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(CACHE, "target"), "server", "klantbeeld");
const DIST = process.env.KLANTBEELD_DIST ?? join(ROOT, "dist");
const START_MS = 20_000;

/** Runs the server's command line and gives what it printed. */
export async function klantbeeld(...words) {
  const { stdout } = await run(BIN, words, { maxBuffer: 1 << 26 });
  return stdout;
}

/** The demo store of this binary: made by whichever test file comes first, kept for the others. */
async function demoStore() {
  const { mtimeMs } = await stat(BIN);
  // Of today as the customers have it: in the first hours of their day UTC still has yesterday.
  const day = new Date().toLocaleDateString("sv-SE", { timeZone: VISITOR.timezoneId });
  const folder = join(tmpdir(), `klantbeeld-e2e-${day}-${Math.round(mtimeMs)}`);
  const isThere = () => stat(folder).then(() => true, () => false);
  if (!(await isThere())) {
    // Files run side by side: each makes a whole store of its own, and the first to finish gives it the name.
    const own = await mkdtemp(join(tmpdir(), "klantbeeld-e2e-making-"));
    await klantbeeld("demo", "--store", `sqlite:${join(own, "demo.sqlite")}`);
    await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }));
  }
  return join(folder, "demo.sqlite");
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

/**
 * A running server.
 *
 * @typedef {object} Server
 * @property {string} url Where it answers.
 * @property {string} store Its store, as `--store` names it.
 * @property {(role: string, customer?: string) => Promise<string>} token A token of the demo issuer.
 * @property {(role: string, path: string, request: object) => Promise<{ status: number, body: any }>} api A call.
 * @property {() => string} log What it wrote so far.
 * @property {() => Promise<void>} stop Ends it, keeping the store.
 * @property {() => Promise<void>} start Starts it again on the same port.
 * @property {() => Promise<void>} close Ends it and throws the store away.
 */

/**
 * Starts a server on a copy of the demo organisation.
 *
 * @param {{ env?: Record<string, string>, prepare?: (store: string) => Promise<void> }} [options] `prepare` may
 *   change the store before the server opens it.
 * @returns {Promise<Server>}
 */
export async function startServer({ env = {}, prepare } = {}) {
  const original = await demoStore();
  const folder = await mkdtemp(join(tmpdir(), "klantbeeld-e2e-run-"));
  for (const name of await readdir(dirname(original))) {
    if (name.startsWith(basename(original))) await copyFile(join(dirname(original), name), join(folder, name));
  }
  const store = `sqlite:${join(folder, basename(original))}`;
  await prepare?.(store);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child;
  let text = "";

  async function start() {
    const words = ["serve", "--demo", "--dist", DIST, "--store", store, "--listen", `127.0.0.1:${port}`];
    child = spawn(BIN, words, { env: { PATH: process.env.PATH, HOME: folder, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
    const until = Date.now() + START_MS;
    while (!(await isReady(url))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function stop() {
    if (!child || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const hung = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(hung);
  }

  async function token(role, customer) {
    const query = new URLSearchParams({ role, ...(customer && { customer }) });
    const response = await fetch(`${url}/demo/token?${query}`);
    if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`);
    return (await response.json()).token;
  }

  async function api(role, path, request, customer) {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${await token(role, customer)}`, "content-type": "application/json" },
      body: JSON.stringify({ request }),
    });
    const body = await response.text();
    return { status: response.status, body: body && JSON.parse(body) };
  }

  async function close() {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }

  await start();
  return { url, store, folder, token, api, log: () => text, start, stop, close };
}
