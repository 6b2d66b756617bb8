// What axe-core finds wrong with a page: names, roles, contrast, what no keyboard reaches.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One line a rule that is broken, with the first place; none where all is well. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate<string[]>(`axe.run({ resultTypes: ["violations"] }).then(
    ({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].target.join(" ")))`);
}
