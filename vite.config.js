// Builds the React demo host. `cargo xtask build` calls it; nothing of the product itself is in here.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: "hosts/react",
  base: "/hosts/react/",
  publicDir: false,
  // The package as hosts get it from npm, without a copy of it.
  resolve: { alias: { "klantbeeld/react": fileURLToPath(new URL("packages/klantbeeld/react.js", import.meta.url)) } },
  // Plain JSX needs no plugin to build.
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: "../../dist/hosts/react",
    emptyOutDir: true,
    target: "es2022",
    // Inline scripts and data: addresses do not pass a strict content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
