import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import { compareMethods, twoSided } from "./compare-methods.js";

const draw = random(1, "comparison");
const shared = Float64Array.from({ length: 2000 }, () => 0.05 * draw.normal());
/** A student around `value`: luck that it shares with others, and some of its own. */
const student = (value: number, own: number) => ({
  value,
  draws: shared.map((luck) => value + luck + own * draw.normal()),
});

describe("compareMethods", () => {
  it("sees a difference that two intervals beside each other cannot show", () => {
    // Each spreads by .05, their difference by sqrt(2) x .005 = .0071: .02 is 2.8 of that.
    const found = compareMethods(student(0.82, 0.005), student(0.8, 0.005), "naive");
    expect(found.with).toBe("naive");
    expect(found.difference.value).toBeCloseTo(0.02, 12);
    expect((found.difference.high - found.difference.low) / (2 * 1.96 * 0.00707)).toBeCloseTo(1, 1);
    expect(found.difference.low).toBeGreaterThan(0);
    // P(|Z| > 2.83) = .0047.
    expect(found.p).toBeGreaterThan(0.003);
    expect(found.p).toBeLessThan(0.007);
  });

  it("has a p of 1 for the same student twice, and of 0 for a difference that never varies", () => {
    const one = student(0.8, 0);
    expect(compareMethods(one, one, "naive")).toEqual({
      with: "naive",
      difference: { value: 0, low: 0, high: 0 },
      p: 1,
    });
    const half = { value: 0.5, draws: new Float64Array(100).fill(0.5) };
    const quarter = { value: 0.25, draws: new Float64Array(100).fill(0.25) };
    expect(compareMethods(half, quarter, "naive").p).toBe(0);
  });
});

describe("twoSided", () => {
  it("is the normal distribution's two tails", () => {
    // scipy.special.erfc(z / sqrt(2)).
    for (const [z, p] of [
      [0, 1],
      [1, 0.31731050786291415],
      [1.959963984540054, 0.05],
      [-3, 0.0026997960632601866],
      [6, 1.973175290075e-9],
    ] as const) {
      expect(Math.abs(twoSided(z) / p - 1)).toBeLessThan(2e-7);
    }
  });
});
