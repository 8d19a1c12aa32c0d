// Serves the loader, the agent's app and a bare page with a stand-in for the widget, so that what stands around
// the widget can be tested by itself: no server, no wasm, no timing but the test's own.
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
  __KB_SHELL__: JSON.stringify([
    "/app/",
    "/app.js",
    "/embed.js",
    "/page.css",
    "/sign-in.js",
    "/assets/fake-widget.js",
    "/assets/fake.wasm",
  ]),
};
const TYPES = {
  js: "text/javascript",
  html: "text/html",
  css: "text/css",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
};
const PAGE = '<!doctype html><html lang="nl"><meta charset="utf-8"><title>t</title><main></main>';
/** The policy that docs/EMBEDDING.md asks of a host. */
export const HOST_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'";
/** The policy of the product's own pages. */
export const APP_POLICY = `${HOST_POLICY}; style-src 'self'; img-src 'self'; manifest-src 'self'; worker-src 'self'`;

async function body(path, build) {
  if (path === "/page") return PAGE;
  if (path.startsWith("/demo/token") || path.startsWith("/sign-in/token")) return JSON.stringify({ token: "demo" });
  if (path === "/assets/fake.wasm") return WASM;
  const file = path.startsWith("/assets/") ? `tests/e2e/lib${path.slice(7)}` : `public${path}`;
  const isText = !file.endsWith(".png");
  let content = await readFile(new URL(file.endsWith("/") ? `${file}index.html` : file, ROOT), isText ? "utf8" : null);
  if (!isText) return content;
  for (const [name, value] of Object.entries({ ...PLACEHOLDERS, __KB_BUILD__: build })) {
    content = content.replaceAll(name, value);
  }
  return content;
}

/**
 * Starts it. `release` makes it serve another build from then on.
 *
 * @param {{ policy?: string }} [options]
 * @returns {Promise<{ url: string, asked: string[], release: (build: string) => void, close: () => void }>}
 */
export async function serveLoader({ policy = HOST_POLICY } = {}) {
  let build = "one";
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    asked.push(path);
    // Browsers ask for it on their own, and complain on the console where there is none.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const ending = /\.(\w+)$/.exec(path)?.[1] ?? "html";
    try {
      const content = await body(path, build);
      response.writeHead(200, {
        "content-type": TYPES[ending] ?? "text/plain",
        "content-security-policy": policy,
        "cache-control": "no-cache",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    release: (next) => (build = next),
    close: () => server.close(),
  };
}
