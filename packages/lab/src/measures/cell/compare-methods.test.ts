import { readFileSync } from "node:fs";
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

/** Made by reference/measures/comparing.py: one to ten seeds, some draws without a value. */
const reference: readonly {
  readonly bySeed: readonly [readonly number[], readonly number[]];
  readonly values: readonly [number, number];
  readonly draws: readonly (readonly (number | null)[])[];
  readonly p: number;
}[] = JSON.parse(readFileSync(new URL("../fixtures/comparing.json", import.meta.url), "utf8"));

describe("p of a comparison", () => {
  it("is SciPy's Student's t, with as much freedom as seeds leave", () => {
    expect(reference).toHaveLength(40);
    for (const { bySeed, values, draws, p } of reference) {
      const [ours, theirs] = [0, 1].map((i) => ({
        value: values[i]!,
        draws: Float64Array.from(draws[i]!, (one) => one ?? Number.NaN),
        bySeed: bySeed[i]!,
      }));
      // The normal tail is known to 1.2e-7 of itself.
      expect(Math.abs(compareMethods(ours!, theirs!, "naive").p / p - 1)).toBeLessThan(2e-7);
    }
  });

  it("is larger where the same spread is that of few seeds", () => {
    // Differences .03 and .01: .02, their mean's deviation .01, as that of the draws: one degree of
    // freedom, 2 (1 - P(T < 2)) = 1 - 2 atan(2) / pi = .2952. Normal: .0455.
    const ours = { value: 0.02, draws: Float64Array.of(0.01, 0.03), bySeed: [0.03, 0.01] };
    const theirs = { value: 0, draws: Float64Array.of(0, 0), bySeed: [0, 0] };
    expect(compareMethods(ours, theirs, "naive").p).toBeCloseTo(0.2952, 4);
    const { bySeed: _, ...known } = ours;
    expect(compareMethods(known, theirs, "naive").p).toBeCloseTo(0.0455, 4);
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
