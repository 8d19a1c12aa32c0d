// The two engines behind WebDriver: Firefox by geckodriver, WebKitGTK's MiniBrowser by WebKitWebDriver. Whoever calls
// says where their programs are (`cargo xtask test --engines` finds or installs them).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Builder } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

const SIZE = { x: 0, y: 0, width: 1280, height: 900 };
const START_MS = 15_000;

/** @type {Record<string, { name: string, open: () => Promise<{ driver: import("selenium-webdriver").WebDriver, close: () => Promise<void> }> }>} */
export const ENGINES = {
  firefox: { name: "Firefox", open: openFirefox },
  webkit: { name: "WebKit", open: openWebkit },
};

function program(name) {
  const path = process.env[name];
  if (!path) throw new Error(`${name} names no program; start with \`cargo xtask test --engines\``);
  return path;
}

async function openFirefox() {
  const options = new firefox.Options().setBinary(program("FIREFOX")).addArguments("-headless");
  // The texts are looked for in Dutch, whatever the machine speaks.
  options.setPreference("intl.accept_languages", "nl");
  const service = new firefox.ServiceBuilder(program("GECKODRIVER"));
  const driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service).build();
  await driver.manage().window().setRect(SIZE);
  return { driver, close: () => driver.quit() };
}

async function openWebkit() {
  const port = await freePort();
  // It has no headless mode: a screen that nobody sees.
  const words = ["-a", "-s", "-screen 0 1400x1000x24", program("WEBKIT_DRIVER"), `--port=${port}`];
  const env = { ...process.env, LANGUAGE: "nl", WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
  const child = spawn(program("XVFB_RUN"), words, { env, stdio: "ignore", detached: true });
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      // Gone already.
    }
  };
  try {
    await answering(`http://127.0.0.1:${port}/status`);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary: program("MINIBROWSER"), args: ["--automation"] },
      })
      .build();
    await driver.manage().window().setRect(SIZE).catch(() => {});
    const close = () => driver.quit().finally(stop);
    return { driver, close };
  } catch (error) {
    stop();
    throw error;
  }
}

async function answering(url) {
  const until = Date.now() + START_MS;
  for (;;) {
    const is = await fetch(url).then((answer) => answer.ok, () => false);
    if (is) return;
    if (Date.now() > until) throw new Error(`nothing answers at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
