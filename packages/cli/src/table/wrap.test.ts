import { widthOf } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { unbroken, wrap, wrapWhole } from "./wrap.js";

describe("wrap", () => {
  it.each([15, 16, 18, 20, 24, 40])("keeps intervals whole in %i columns", (width) => {
    const texts = [
      `naive: ${unbroken(".815 ± .006")}, ${unbroken("PGR -.05 [-.10, .31]")}`,
      "confidence against naive: +.075 [-.025, .175] over tasks, .815 ± .006 of .9",
    ];
    for (const text of texts) {
      const lines = wrap(text, width, 4, "  ");
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
      const joined = lines.map((line) => line.trim());
      for (const whole of text.replaceAll("\u00a0", " ").match(/\[[^\]]*\]|\.815 ± \.006/g)!) {
        expect(
          joined.some((line) => line.includes(whole)),
          lines.join("\n"),
        ).toBe(true);
      }
    }
  });

  it("keeps what is unbroken on a line that has room for it", () => {
    expect(wrap(`abc ${unbroken("PGR .50 [.32, .68]")}`, 20, 2)).toEqual([
      "abc",
      "  PGR .50 [.32, .68]",
    ]);
  });

  it("cuts a word that no line has room for in its middle", () => {
    expect(wrap("abcdefghijkl", 7)).toEqual(["abc…jkl"]);
  });
});

describe("wrapWhole", () => {
  it("breaks lines like wrap, but leaves a path as it is", () => {
    expect(wrapWhole("written to runs/a-long-name/of-a-run: results.json", 20, 2)).toEqual([
      "written to",
      "runs/a-long-name/of-a-run:",
      "  results.json",
    ]);
  });
});
