// How the end-to-end tests run. `cargo xtask test --only build,e2e` builds what they look at and runs them all;
// tests/e2e/README.md says the rest.
import { defineConfig } from "@playwright/test";
import { LAUNCH, PATIENCE_MS, VISITOR } from "./tests/e2e/lib/browser.mjs";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.test.mjs",
  outputDir: "target/e2e",
  reporter: "list",
  // Each has a server, a browser and its pages; two keep two cores busy.
  workers: 2,
  // Once again for a machine that was busy; what passes only then is listed as flaky.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: PATIENCE_MS, toPass: { timeout: PATIENCE_MS } },
  use: {
    ...VISITOR,
    launchOptions: LAUNCH,
    actionTimeout: PATIENCE_MS,
    navigationTimeout: PATIENCE_MS,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
