// Tells the loader where Trunk puts the widget. Trunk runs it after every build (see Trunk.toml).
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NAMES = { __KB_JS__: "/klantbeeld.js", __KB_WASM__: "/klantbeeld_bg.wasm", __KB_WASM_INTEGRITY__: "" };

const loader = join(process.env.TRUNK_STAGING_DIR, "embed.js");
const text = await readFile(loader, "utf8");
await writeFile(loader, text.replace(/__KB_\w+?__/g, (name) => NAMES[name]));
