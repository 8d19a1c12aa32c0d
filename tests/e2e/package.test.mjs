// The package for npm: what is in it, and that a host in TypeScript can use it as it comes.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let folder;
let unpacked;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "klantbeeld-package-"));
  const pack = ["pack", "--json", "--offline", "--pack-destination", folder];
  const { stdout } = await run("npm", pack, { cwd: join(ROOT, "packages", "klantbeeld") });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf("[")));
  unpacked = join(folder, "node_modules", "klantbeeld");
  await mkdir(unpacked, { recursive: true });
  await run("tar", ["-xzf", join(folder, filename), "--strip-components", "1", "-C", unpacked]);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("holds loader, types and component, and nothing of the program", async () => {
  const files = (await readdir(unpacked)).sort();
  expect(files).toEqual(["README.md", "element.d.ts", "index.d.ts", "index.js", "package.json", "react.d.ts", "react.js"]);
  const served = await readFile(join(ROOT, "public", "embed.d.ts"), "utf8");
  expect(await readFile(join(unpacked, "element.d.ts"), "utf8")).toBe(served);
  const sizes = await Promise.all(files.map(async (name) => (await readFile(join(unpacked, name))).length));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(20_000);
});

test("has types that a host's compiler takes", async () => {
  for (const name of ["react", "@types"]) await symlink(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  await writeFile(
    join(folder, "host.tsx"),
    `import { preload } from "klantbeeld";
     import { KlantbeeldView } from "klantbeeld/react";
     export const view = <KlantbeeldView server="https://k.example" onChange={({ item }) => item?.length} />;
     export const bare = <klantbeeld-view customer="K-1" />;
     preload("https://k.example");`,
  );
  const compilerOptions = { strict: true, noEmit: true, jsx: "react-jsx", module: "esnext", moduleResolution: "bundler", target: "es2022", types: [] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["host.tsx"] }));
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  const { stdout } = await run(tsc, ["-p", folder]).catch((error) => error);
  expect(stdout).toBe("");
});

test("loads from the server that it is told, once, and asks again for what did not come", async () => {
  const { load, preload } = await import(join(unpacked, "index.js"));
  // A folder is as good a server as any for a script.
  const server = pathToFileURL(folder).href;
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const first = load(server);
  expect(load(`${server}/`)).toBe(first);
  await expect(first).rejects.toThrow();
  await writeFile(join(folder, "embed.js"), "export let started = 0; export async function preload() { started += 1; }");
  await preload(server);
  expect((await load(server)).started).toBe(1);
  expect(load(server)).toBe(load(`${server}/`));
});
