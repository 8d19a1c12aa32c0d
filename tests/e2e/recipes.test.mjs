// The recipes of docs/recipes: what they sign opens the real server, what their pages do when nobody is signed in,
// and that the documentation shows these very files. What a machine has no tool for is read by a parser.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import express from "express";
import PhpParser from "php-parser";
import { Language, Parser } from "web-tree-sitter";
import { tokenFrom } from "../../docs/recipes/browser/get-token.mjs";
import { klantbeeldToken } from "../../docs/recipes/express/klantbeeld-token.mjs";
import { customers } from "../../hosts/shared/customers.js";
import { klantbeeld, startServer } from "./lib/server.mjs";

const run = promisify(execFile);
const RECIPES = fileURLToPath(new URL("../../docs/recipes/", import.meta.url));
const CACHE = process.env.KLANTBEELD_CACHE ?? join(homedir(), ".cache", "klantbeeld");
const [{ id: FIRST }, { id: SECOND }] = customers;
const PACKAGES = ["django==5.2.17", "pyjwt[crypto]==2.10.1"];

/** A server that knows the key of the recipes. */
let folder;
let server;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "klantbeeld-recipes-"));
  const entry = await klantbeeld("keys", "new", "--folder", folder);
  const config = join(folder, "klantbeeld.toml");
  await writeFile(config, entry);
  server = await startServer({ env: { KLANTBEELD_CONFIG: config } });
});

test.afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function opens(token, customer) {
  const answer = await fetch(`${server.url}/api/v1/profile/open`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ request: { customer_id: customer, page_size: 1 } }),
  });
  return answer.status;
}

/** A CRM in Express: who comes by `/sanne/` is signed in. */
async function crm() {
  const app = express();
  const privateKey = await readFile(join(folder, "crm.private.pem"), "utf8");
  app.use("/sanne", (request, _, next) => {
    request.user = { id: 7, name: "Sanne Bakker" };
    next();
  });
  app.get(["/klantbeeld-token", "/sanne/klantbeeld-token"], klantbeeldToken({ privateKey }));
  app.get("/redirecting", (_, response) => response.redirect("/login"));
  app.get("/login", (_, response) => response.send("<!doctype html><form></form>"));
  const listening = app.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return { url: `http://127.0.0.1:${listening.address().port}`, close: () => listening.close() };
}

test("Express: the token opens the customer that was asked for, and no other", async () => {
  const host = await crm();
  const answer = await fetch(`${host.url}/sanne/klantbeeld-token?customer=${FIRST}`);
  const token = await answer.text();
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await opens(token, FIRST)).toBe(200);
  expect(await opens(token, SECOND)).not.toBe(200);
  host.close();
});

test("the page takes a token, and neither a 401 nor the login page of a redirect", async () => {
  const host = await crm();
  const from = (path) => tokenFrom(`${host.url}${path}`)({ customer: FIRST });
  expect(await opens(await from("/sanne/klantbeeld-token"), FIRST)).toBe(200);
  await expect(from("/klantbeeld-token")).rejects.toThrow("nobody is signed in");
  await expect(from("/redirecting")).rejects.toThrow("nobody is signed in");
  host.close();
});

/** A Python with Django: its own, or one in an environment of the cache. Nothing, where neither can be had. */
async function python() {
  const has = (program) => run(program, ["-c", "import django, jwt, cryptography"]).then(() => program, () => undefined);
  const own = join(CACHE, "recipes-python", "bin", "python");
  const found = (await has(own)) ?? (await has("python3"));
  if (found) return found;
  const make = async () => {
    await run("python3", ["-m", "venv", join(CACHE, "recipes-python")]);
    await run(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
    return own;
  };
  return make().catch(() => undefined);
}

test("Django: a 401 for nobody, and a token that opens the customer", async () => {
  test.setTimeout(240_000);
  const program = await python();
  test.skip(program === undefined, "there is no Python with Django, and none can be had");
  const script = fileURLToPath(new URL("lib/django-recipe.py", import.meta.url));
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run(program, [script, join(RECIPES, "django"), join(folder, "crm.private.pem")], { env });
  const { nobody, one, all } = JSON.parse(stdout);
  expect(nobody).toBe(401);
  expect(await opens(one, FIRST)).toBe(200);
  expect(await opens(one, SECOND)).not.toBe(200);
  expect(await opens(all, SECOND)).toBe(200);
});

test("Laravel: the file is PHP", async () => {
  const file = join(RECIPES, "laravel", "KlantbeeldTokenController.php");
  const parser = new PhpParser.Engine({ parser: { version: "8.2" } });
  expect(parser.parseCode(await readFile(file, "utf8"), file).errors).toEqual([]);
  const broken = () => parser.parseCode("<?php function (", "broken.php");
  expect(broken).toThrow();
  // PHP itself, where it is there.
  const said = await run("php", ["-l", file]).catch((error) => (error.code === "ENOENT" ? undefined : Promise.reject(error)));
  if (said) expect(said.stdout).toContain("No syntax errors");
});

test("ASP.NET: the file is C#", async () => {
  await Parser.init();
  const grammar = new URL("../../node_modules/tree-sitter-c-sharp/tree-sitter-c_sharp.wasm", import.meta.url);
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileURLToPath(grammar)));
  const text = await readFile(join(RECIPES, "aspnet", "KlantbeeldToken.cs"), "utf8");
  expect(parser.parse(text).rootNode.hasError).toBe(false);
  expect(parser.parse(`${text} class {`).rootNode.hasError).toBe(true);
});

test("every recipe signs what the server asks for, and is named in the documentation", async () => {
  const files = ["express/klantbeeld-token.mjs", "django/klantbeeld_token.py", "laravel/KlantbeeldTokenController.php", "aspnet/KlantbeeldToken.cs", "rust/klantbeeld_token.rs"];
  const embedding = await readFile(join(RECIPES, "..", "EMBEDDING.md"), "utf8");
  for (const file of files) {
    expect((await stat(join(RECIPES, file))).isFile()).toBe(true);
    expect(embedding).toContain(`recipes/${file}`);
    const text = await readFile(join(RECIPES, file), "utf8");
    for (const word of ["sub", "tenant", "role", "customers", "klantbeeld", "401|UNAUTHORIZED"]) expect(text, file).toMatch(new RegExp(word, "i"));
  }
  expect(embedding).toContain("recipes/browser/get-token.mjs");
});
