// Measures the product beside its peers: starts the server and hands everything else to the harness.
//   node run.mjs [--quick] [--only klantbeeld,react-tanstack] [--n 1000,10000,100000] [options of harness.mjs]
// `cargo xtask bench` builds the product first; this builds only the peers, once.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missing, start } from './product.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const has = (name) => words.includes(`--${name}`);
const only = has('only') ? words[words.indexOf('--only') + 1].split(',') : null;
const isOurs = !only || only.includes('klantbeeld');

function must(command, args) {
  console.error(`> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(join(here, 'node_modules'))) must('npm', ['ci', '--no-audit', '--no-fund']);
if (!existsSync(join(here, 'dist', 'floor-vanilla', 'index.html'))) must('npm', ['run', 'build']);
const lack = isOurs ? missing() : null;
if (lack) {
  console.error(lack);
  process.exit(2);
}

const server = isOurs ? await start() : null;
const given = (name, value) => (has(name) ? [] : [`--${name}`, value]);
const args = ['harness.mjs', ...given('goals', 'goals.json'), ...(server ? given('candidates', 'widget.mjs') : []), ...words];
const env = { ...process.env, ...(server && { KLANTBEELD_BENCH_ORIGIN: server.origin }) };
const harness = spawn(process.execPath, args, { cwd: here, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => harness.kill(signal));
const [code] = await once(harness, 'exit');
await server?.stop();
process.exitCode = code ?? 130;
