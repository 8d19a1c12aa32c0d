// axe on a page, into open shadow roots, with every rule it has. Each finding is one line.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Findings of axe; an empty list is what the tests want.
 *
 * @param {import("playwright-core").Page} page
 * @param {{ within?: string, without?: string[] }} [options] `within` keeps to one element, `without` names rules
 *   that cannot hold there.
 * @returns {Promise<string[]>}
 */
export async function findings(page, { within, without = [] } = {}) {
  await page.evaluate(`if (!globalThis.axe) { ${source} }`);
  const result = await page.evaluate(
    ({ within, without }) => {
      const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
      return globalThis.axe.run(within ? { include: [[within]] } : document, { rules, resultTypes: ["violations"] });
    },
    { within, without },
  );
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(" ")}: ${failureSummary}`),
  );
}
