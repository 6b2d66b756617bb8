import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitApart } from "./fit-apart.js";
import { fit, widthOf } from "./text-width.js";

const wide = fc.string({ unit: fc.constantFrom("a", "日", "é", "-") });

describe("fitApart", () => {
  const named = (epochs: number) => `w2s-world-48:2 (epochs ${epochs}) by w2s-world-24:2`;

  it("leaves what fits, and keeps both ends of what does not", () => {
    const texts = ["SmolLM2-135M:15", "SmolLM2-135M:20", "short"];
    expect(fitApart(texts, 9)).toEqual(["S…135M:15", "S…135M:20", "short"]);
  });

  it("keeps what differs where the middle of all would be cut", () => {
    const texts = [named(30), named(100)];
    expect(fit(texts[0]!, 27)).not.toContain("30");
    const [one, other] = fitApart(texts, 27);
    expect(one).toContain("30)");
    expect(other).toContain("100)");
    const long = [named(30), named(100)].map((text) => `${"a".repeat(40)}${text}${"b".repeat(40)}`);
    for (const text of fitApart(long, 22)) expect(text).toMatch(/^….*(30|100).*…$/);
  });

  it("keeps the word before what differs, and the sign behind it, where there is room", () => {
    const swept = [30, 100].map((epochs) => `w2s-world-48:2 (epochs ${epochs}, learning rate .01)`);
    for (const text of fitApart(swept, 36)) expect(text).toMatch(/epochs (30|100),/);
    for (const text of fitApart(swept, 26)) expect(text).toMatch(/(30|100),/);
  });

  it("never takes more columns than it is given, and parts at least what fit parts", () => {
    fc.assert(
      fc.property(fc.array(wide), fc.nat(20), (texts, width) => {
        const cut = fitApart(texts, width);
        for (const text of cut) expect(widthOf(text)).toBeLessThanOrEqual(width);
        const plainly = new Set(texts.map((text) => fit(text, width))).size;
        expect(new Set(cut).size).toBeGreaterThanOrEqual(plainly);
      }),
    );
  });
});
