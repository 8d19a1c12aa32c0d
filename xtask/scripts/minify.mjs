// Takes comments, blanks and long names out of every script of a folder. Usage: node minify.mjs FOLDER
// Rolldown, for vite has it inside for the React host: one bundler for all of them.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minifySync } from "rolldown/utils";

const folder = process.argv[2];
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const { code, errors } = minifySync(entry.name, await readFile(file, "utf8"), { module: true });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  await writeFile(file, code);
}
