// The product as the harness meets it: the real binary, its store filled through `klantbeeld import`, its server.
//
// The store outlives a run (an import of 100,000 items takes longer than measuring it), under a name made of the
// binary: another build begins with an empty one.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const execute = promisify(execFile);
const CACHE = process.env.KLANTBEELD_CACHE ?? join(homedir(), '.cache', 'klantbeeld');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(CACHE, 'target');
const START_MS = 20_000;
const FIRST_PAGE = 50;

export const BIN = process.env.KLANTBEELD_BIN ?? join(TARGET, 'server', 'klantbeeld');
export const DIST = process.env.KLANTBEELD_DIST ?? join(here, '..', 'dist');

/** What is missing before anything can be measured, or nothing. */
export function missing() {
  if (!existsSync(BIN)) return `there is no server at ${BIN}: cargo xtask build`;
  if (!existsSync(join(DIST, 'app', 'index.html'))) return `there is no product in ${DIST}: cargo xtask build`;
  return null;
}

/** The folder with the store of this binary; those of other builds are thrown away. */
function folder() {
  const all = join(here, '.data', 'stores');
  const name = createHash('sha256').update(readFileSync(BIN)).digest('hex').slice(0, 16);
  mkdirSync(join(all, name), { recursive: true });
  for (const other of readdirSync(all)) if (other !== name) rmSync(join(all, other), { recursive: true, force: true });
  return join(all, name);
}

export const storeName = () => `sqlite:${join(folder(), 'bench.sqlite')}`;
export const customerOf = (n) => `bench-${n}`;

// ---- import
const quoted = (value) => (value === undefined ? '' : `"${String(value).replaceAll('"', '""')}"`);
const COLUMNS = ['customer', 'name', 'id', 'at', 'title', 'summary', 'amount'];

/** The rows of a table, as `bench.toml` reads them. */
function table(events, customer) {
  const rows = events.map((e) =>
    [customer.id, customer.name, e.id, new Date(e.ts).toISOString().slice(0, -1), e.title, e.summary, e.amount?.toFixed(2)].map(quoted).join(','),
  );
  return [COLUMNS.join(','), ...rows, ''].join('\n');
}

/**
 * Brings the harness's customer of N interactions into the store, once. A mapping gives all its rows one kind and one
 * channel, so there is a table for each pair that occurs.
 */
export async function seed(n, file, say = () => {}) {
  const done = join(folder(), `${n}.done`);
  if (existsSync(done)) return;
  const began = Date.now();
  const data = JSON.parse(readFileSync(file, 'utf8'));
  const customer = { id: customerOf(n), name: data.customer.name };
  const mapping = readFileSync(join(here, 'bench.toml'), 'utf8');
  const work = join(folder(), `import-${n}`);
  mkdirSync(work, { recursive: true });
  const pairs = Map.groupBy ? Map.groupBy(data.events, (e) => `${e.kind} ${e.channel}`) : grouped(data.events);
  let stored = 0;
  for (const [pair, events] of pairs) {
    const [kind, channel] = pair.split(' ');
    const rules = join(work, 'mapping.toml');
    const rows = join(work, 'rows.csv');
    writeFileSync(rules, mapping.replaceAll('@KIND@', kind).replaceAll('@CHANNEL@', channel));
    writeFileSync(rows, table(events, customer));
    const words = ['import', '--store', storeName(), '--mapping', rules, '--quiet', '--json', rows];
    const { stdout } = await execute(BIN, words, { maxBuffer: 1 << 24 });
    const report = JSON.parse(stdout);
    if (report.refused > 0) throw new Error(`${report.refused} of ${events.length} rows (${pair}) were refused`);
    stored += events.length;
  }
  rmSync(work, { recursive: true, force: true });
  if (stored !== n) throw new Error(`${stored} of ${n} items were imported`);
  writeFileSync(done, '');
  say(`imported N=${n} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function grouped(events) {
  const pairs = new Map();
  for (const e of events) {
    const pair = `${e.kind} ${e.channel}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(e);
  }
  return pairs;
}

// ---- server
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Starts the server on a free port; `stop` ends it. */
export async function start() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const words = ['serve', '--demo', '--dist', DIST, '--store', storeName(), '--listen', `127.0.0.1:${port}`];
  const child = spawn(BIN, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log = (log + text).slice(-4000)));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const until = Date.now() + START_MS;
  for (;;) {
    const ready = await fetch(`${origin}/ready`).then((r) => r.ok, () => false);
    if (ready) return { origin, stop };
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`the server did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Opens a customer as a browser does, so that the answers that the server keeps are kept: the harness's own server
 * holds the peers' data ready in memory too.
 */
export async function warm(origin, n) {
  const { token } = await (await fetch(`${origin}/demo/token?role=agent`)).json();
  const ask = async (path, request) => {
    const response = await fetch(`${origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate, br, zstd' },
      body: JSON.stringify({ request }),
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body.subarray(0, 300)}`);
    return body;
  };
  const customer_id = customerOf(n);
  const head = JSON.parse(await ask('profile/open', { customer_id, page_size: FIRST_PAGE }));
  await ask('timeline/blocks', { customer_id });
  if (head.total !== n) throw new Error(`the agent sees ${head.total} of ${n} items`);
}
