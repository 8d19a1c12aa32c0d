// Builds the React demo host. `cargo xtask build` calls it; nothing of the product itself is in here.
import { defineConfig } from "vite";

export default defineConfig({
  root: "hosts/react",
  base: "/hosts/react/",
  publicDir: false,
  // Plain JSX needs no plugin to build.
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: "../../dist/hosts/react",
    emptyOutDir: true,
    target: "es2022",
    // Inline scripts and data: addresses do not pass a strict content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The widget's loader is served by the product and stays outside the bundle.
    rollupOptions: { external: ["/embed.js"] },
  },
});
