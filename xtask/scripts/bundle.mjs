// Makes one script of the widget's script and of what it imports. Usage: node bundle.mjs SCRIPT OUT
import { rolldown } from "rolldown";

const [input, file] = process.argv.slice(2);
// Files that crates bring along stay beside the script, as wasm-bindgen names them.
const isSnippet = (name) => name.startsWith("./snippets/");
const bundle = await rolldown({ input, external: isSnippet });
const { output } = await bundle.write({ file, format: "es", minify: true });
const left = output.flatMap((chunk) => chunk.imports ?? []).filter((name) => !isSnippet(name));
if (output.length !== 1 || left.length > 0) {
  throw new Error(`${input} is more than one script: ${output.map((chunk) => chunk.fileName)}, ${left}`);
}
