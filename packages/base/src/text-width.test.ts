import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, fit, pad, plain, widthOf } from "./text-width.js";

const wide = fc.string({ unit: fc.constantFrom("a", "日", "é", "-") });

describe("fit", () => {
  it("leaves a text that fits and cuts the middle of one that does not", () => {
    expect(fit("SmolLM2-135M:15", 15)).toBe("SmolLM2-135M:15");
    expect(fit("HuggingFaceTB/SmolLM2-135M:15", 11)).toBe("Huggi…5M:15");
  });

  it("never takes more columns than it is given, wide characters included", () => {
    fc.assert(
      fc.property(wide, fc.nat(20), (text, width) => {
        expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("clip", () => {
  it("leaves a text that fits and marks where one that does not is cut", () => {
    expect(clip("accuracy", 8)).toBe("accuracy");
    expect(clip("accuracy", 5)).toBe("accu…");
    expect(clip("accuracy", 5, "~")).toBe("accu~");
    expect(clip("日本語", 4)).toBe("日…");
  });

  it("never takes more columns than it is given", () => {
    fc.assert(
      fc.property(wide, fc.nat(20), (text, width) => {
        expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width);
      }),
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
