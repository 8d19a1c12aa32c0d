// What the tests ask of a page over WebDriver. The views stand in shadow roots, which selectors do not reach: a
// script finds the element, and the browser clicks and types as a person does.

const WAIT_MS = 20_000;

/** Finds an element by selector and text, in the page and in every shadow root. Runs in the page. */
function findInPage(selector, text) {
  const roots = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
    for (const element of root.querySelectorAll(selector)) {
      const isShown = element.getClientRects().length > 0;
      const said = element.textContent.trim();
      // A button is named by all of its words: "Notitie" is not "Notities".
      if (isShown && (!text || (element.localName === "button" ? said === text : said.includes(text)))) return element;
    }
  }
  return null;
}

/** The page of one engine. */
export class Page {
  constructor(driver, url) {
    this.driver = driver;
    this.url = url;
  }

  open(path) {
    return this.driver.get(`${this.url}${path}`);
  }

  leave() {
    return this.driver.get("about:blank");
  }

  /** Runs a function in the page. */
  run(work, ...words) {
    return this.driver.executeScript(`return (${work})(...arguments)`, ...words);
  }

  /** Tries until something is true; what it says at the end is the reason. */
  async until(what, work) {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      let reason;
      try {
        const found = await work();
        if (found) return found;
      } catch (error) {
        reason = error;
      }
      if (Date.now() > end) throw new Error(`${what} did not come within ${WAIT_MS / 1000} s${reason ? `: ${reason}` : ""}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  find(selector, text = "") {
    return this.until(`${selector} ${text}`, () => this.run(findInPage, selector, text));
  }

  async has(selector, text = "") {
    return Boolean(await this.run(findInPage, selector, text));
  }

  async click(selector, text) {
    await this.until(`a click on ${selector} ${text ?? ""}`, async () => {
      await (await this.find(selector, text)).click();
      return true;
    });
  }

  async type(selector, text) {
    await (await this.find(selector)).sendKeys(text);
  }

  /** Waits until the view shows somebody, and gives their name. */
  async whoIsShown() {
    const name = await this.find("h1, h2", "van der Veen");
    return name.getText();
  }
}
