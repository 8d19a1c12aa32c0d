// Puts the element's types beside the package's own: what the server's loader promises is written in one place.
import { copyFile } from "node:fs/promises";

await copyFile(new URL("../../public/embed.d.ts", import.meta.url), new URL("element.d.ts", import.meta.url));
