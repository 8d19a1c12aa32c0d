// The browser of the tests and the pictures, and who sits before it.

/** How Chromium is started. */
export const LAUNCH = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** A visitor as the product expects them. */
export const VISITOR = {
  locale: "nl-NL",
  timezoneId: "Europe/Amsterdam",
  viewport: { width: 1440, height: 1000 },
};

/** How long anything may take to appear: long, for the machine may be busy; a failing test waits this long. */
export const PATIENCE_MS = 15_000;
