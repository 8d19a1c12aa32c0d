// Serves the loader and a page around it with a stand-in for the widget, so that the loader's behaviour can
// be tested by itself: no server, no wasm, no timing but the test's own.
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { once } from "node:events";

const ROOT = new URL("../../../", import.meta.url);
// The smallest valid module.
const WASM = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
const PLACEHOLDERS = {
  __KB_JS__: "/assets/fake-widget.js",
  __KB_WASM__: "/assets/fake.wasm",
  __KB_WASM_INTEGRITY__: `sha384-${createHash("sha384").update(WASM).digest("base64")}`,
  __KB_BUILD__: "test",
  __KB_SHELL__: "[]",
};
const TYPES = { js: "text/javascript", html: "text/html", css: "text/css", wasm: "application/wasm" };
const PAGE = '<!doctype html><html lang="nl"><meta charset="utf-8"><title>t</title><main></main>';
/** The policy that docs/EMBEDDING.md asks of a host. */
export const HOST_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'";

async function body(path) {
  if (path === "/page") return PAGE;
  if (path === "/assets/fake.wasm") return WASM;
  const file = path.startsWith("/assets/") ? `tests/e2e/lib${path.slice(7)}` : `public${path}`;
  let text = await readFile(new URL(file, ROOT), "utf8");
  for (const [name, value] of Object.entries(PLACEHOLDERS)) text = text.replaceAll(name, value);
  return text;
}

/**
 * Starts it.
 *
 * @param {{ policy?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveLoader({ policy = HOST_POLICY, headers = {} } = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    const ending = path === "/page" ? "html" : path.split(".").pop();
    try {
      const content = await body(path);
      response.writeHead(200, {
        "content-type": TYPES[ending] ?? "text/plain",
        "content-security-policy": policy,
        ...headers,
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
