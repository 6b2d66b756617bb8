import { rateText, widthOf } from "@w2s/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProgressView, progressLine } from "./progress-line.js";

const work = { kind: "features", label: "SmolLM2-135M layers 5, 15", unit: "texts", total: 6920 };
// 1,410 texts a minute; 800 are left: 800 / 1410 min = 34 s.
const view: ProgressView = { work, done: 6120, perMs: 1410 / 60_000, leftMs: 34_000 };

describe("progressLine", () => {
  it("shows bar, counts, rate and time left where there is room", () => {
    expect(progressLine(view, 120)).toBe(
      "features  SmolLM2-135M layers 5, 15   ━━━━━━━━━━━━━━━━━━━━━───   6,120 / 6,920   1,410 " +
        "texts/min   0:34 left",
    );
  });

  it("leaves out the rate, the bar, the total and the label as room runs out", () => {
    expect(progressLine(view, 80)).toBe(
      "features  SmolLM2…s 5, 15   ━━━━━─   6,120 / 6,920   1,410 texts/min   0:34 left",
    );
    expect(progressLine(view, 60)).toBe(
      "features  SmolLM… 5, 15   ━━━━━─   6,120 / 6,920   0:34 left",
    );
    expect(progressLine(view, 46)).toBe("features  Smol… 15   6,120 / 6,920   0:34 left");
    expect(progressLine(view, 30)).toBe("features  SmolLM… 5, 15    88%");
    expect(progressLine(view, 20)).toBe(" 88% 0:34 features");
    expect(progressLine(view, 6)).toBe(" 88% …");
  });

  it("shows no rate and no time before anything is known", () => {
    const start: ProgressView = { work, done: 0, perMs: undefined, leftMs: undefined };
    expect(progressLine(start, 80)).toBe(
      "features  SmolLM2-135M layers 5, 15   ────────────────────────       0 / 6,920",
    );
  });

  it("never takes more than its width, whatever the label", () => {
    const label = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(label, fc.integer({ min: 1, max: 150 }), fc.nat(6920), (text, width, done) => {
        const line = progressLine({ ...view, done, work: { ...work, label: text } }, width);
        expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(line).not.toContain("\n");
      }),
    );
  });
});

describe("rateText", () => {
  it("counts per minute, and per second where that would be too many", () => {
    expect(rateText(1410 / 60_000, "texts")).toBe("1,410 texts/min");
    expect(rateText(5 / 60_000, "steps")).toBe("5.0 steps/min");
    expect(rateText(3, "rows")).toBe("3,000 rows/s");
  });
});
