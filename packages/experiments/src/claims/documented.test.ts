import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { quantities } from "./quantities.js";
import { verdicts } from "./schema.js";
import { sizeNames } from "./sizes.js";

const page = readFileSync(new URL("../../../../docs/claims.md", import.meta.url), "utf8");

describe("docs/claims.md", () => {
  it("has every quantity, in the words that it says of itself", () => {
    const said = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, doc]) => [
      name,
      doc,
    ]);
    for (const [name, { doc }] of Object.entries(quantities)) {
      expect(said).toContainEqual([name, doc]);
    }
  });

  it("has every verdict and size", () => {
    for (const verdict of verdicts) expect(page).toContain(`\n| ${verdict} | `);
    for (const size of sizeNames) expect(page).toContain(`\`${size}\``);
  });
});
