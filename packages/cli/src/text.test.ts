import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, clock, count, fit, pad, plain, plural, roughly, widthOf } from "./text.js";

describe("fit", () => {
  it("leaves a text that fits and cuts the middle of one that does not", () => {
    expect(fit("SmolLM2-135M:15", 15)).toBe("SmolLM2-135M:15");
    expect(fit("HuggingFaceTB/SmolLM2-135M:15", 11)).toBe("Huggi…5M:15");
  });

  it("never takes more columns than it is given, wide characters included", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "日", "é", "-") }),
        fc.nat(20),
        (text, width) => {
          expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("plain", () => {
  it("takes escape codes, newlines and tabs out of a name", () => {
    expect(plain("a\u001b[31mb\r\nc\td")).toBe("a [31mb c d");
  });
});

describe("pad", () => {
  it("counts columns, not characters", () => {
    expect(pad("日本", 6)).toBe("日本  ");
    expect(pad(".79", 5, "right")).toBe("  .79");
  });
});

describe("figures", () => {
  it("are written as people read them", () => {
    expect(count(6920)).toBe("6,920");
    expect([plural(1, "step"), plural(0, "step"), plural(1200, "text")]).toEqual([
      "1 step",
      "0 steps",
      "1,200 texts",
    ]);
    expect([clock(0), clock(34_400), clock(294_000), clock(3_723_000)]).toEqual([
      "0:00",
      "0:34",
      "4:54",
      "1:02:03",
    ]);
    expect([roughly(10), roughly(40_000), roughly(125_000), roughly(10_800_000)]).toEqual([
      "about 1 s",
      "about 40 s",
      "about 2 min",
      "about 3 h",
    ]);
    expect([bytes(0), bytes(312), bytes(4_100_000), bytes(312e9)]).toEqual([
      "0 B",
      "312 B",
      "4.1 MB",
      "312 GB",
    ]);
  });
});
