// Means and ratios over crossed pretrainings against statsmodels and SciPy, and how often their
// intervals hold the truth.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import { type CrossedPairs, meanOverPretrainings, ratioOverPretrainings } from "./crossed.js";

type Cells = readonly [values: number[][], draws: number[][][]];
interface Reference {
  readonly gains: Cells;
  readonly gaps: Cells;
  readonly mean: readonly [value: number, low: number, high: number];
  readonly variance: readonly [weak: number, strong: number, test: number];
  readonly ratio: readonly [value: number, low: number, high: number];
}
const fixture: readonly Reference[] = JSON.parse(
  readFileSync(new URL("../fixtures/over-pretrainings.json", import.meta.url), "utf8"),
);

const pairsOf = ([values, draws]: Cells): CrossedPairs =>
  values.map((row, i) =>
    row.map((value, j) => ({ value, draws: Float64Array.from(draws[i]![j]!) })),
  );
const undrawn = (values: readonly (readonly number[])[]): CrossedPairs =>
  values.map((row) => row.map((value) => ({ value, draws: null })));

describe("meanOverPretrainings", () => {
  it("is a two-way analysis of variance with Satterthwaite's degrees of freedom", () => {
    for (const { gains, mean, variance } of fixture) {
      const found = meanOverPretrainings(pairsOf(gains));
      [found.value, found.low, found.high].forEach((each, i) => {
        expect(each).toBeCloseTo(mean[i]!, 10);
      });
      [found.variance.weak, found.variance.strong, found.variance.test].forEach((each, i) => {
        expect(each).toBeCloseTo(variance[i]!, 12);
      });
    }
  });

  it("leaves out draws without a value, which all pairs have at the same places", () => {
    const [{ gains }] = fixture as [Reference];
    const [values, draws] = gains;
    const holed: Cells = [values, draws.map((row) => row.map((each) => [Number.NaN, ...each]))];
    expect(meanOverPretrainings(pairsOf(holed))).toEqual(meanOverPretrainings(pairsOf(gains)));
  });

  it("is a value alone where all pairs and draws agree", () => {
    expect(meanOverPretrainings(undrawn(Array(2).fill([0.25, 0.25])))).toMatchObject({
      value: 0.25,
      low: 0.25,
      high: 0.25,
    });
  });

  it("refuses one pretraining alone, and pairs that are missing", () => {
    expect(() => meanOverPretrainings(undrawn([[0.1, 0.2]]))).toThrow(RangeError);
    expect(() => meanOverPretrainings(undrawn([[0.1, 0.2], [0.1]]))).toThrow(
      "pretrainings: need two or more of each size, and a value of every pair, got rows of 2, 1",
    );
  });

  // Standard deviations: of weak and strong pretrainings, of a pair, of the shared test examples.
  it.each([
    [1, 1, 0.3, 0],
    [1, 0, 0.3, 0],
    [0, 1, 0.3, 0.5],
    [0.3, 0.3, 1, 0.5],
    [0.1, 0.1, 0.1, 1],
  ])("holds the truth in 93% of studies and more: %d, %d, %d, %d", (weak, strong, pair, test) => {
    const draw = random(0, `crossed ${weak} ${strong} ${pair} ${test}`);
    const studies = 3000;
    let held = 0;
    for (let study = 0; study < studies; study += 1) {
      const rows = [0, 1, 2].map(() => weak * draw.normal());
      const columns = [0, 1, 2].map(() => strong * draw.normal());
      const shared = test * draw.normal();
      // Two draws whose standard deviation is that of the test examples.
      const moved = [-1, 1].map((side) => (side * test) / Math.SQRT2);
      const pairs = rows.map((row) =>
        columns.map((column) => {
          const value = row + column + shared + pair * draw.normal();
          return { value, draws: Float64Array.from(moved, (by) => value + by) };
        }),
      );
      const { low, high } = meanOverPretrainings(pairs);
      if (low <= 0 && high >= 0) held += 1;
    }
    expect(held / studies).toBeGreaterThan(0.93);
  });
});

describe("ratioOverPretrainings", () => {
  it("is Fieller's, by its definition", () => {
    for (const { gains, gaps, ratio } of fixture) {
      const found = ratioOverPretrainings(pairsOf(gains), pairsOf(gaps))!;
      expect(found.value).toBeCloseTo(ratio[0], 12);
      expect(found.interval!.low).toBeCloseTo(ratio[1], 9);
      expect(found.interval!.high).toBeCloseTo(ratio[2], 9);
    }
  });

  it("has no interval where the gap may be 0, and is none where it is not above", () => {
    const gains = undrawn([
      [0.1, 0.2],
      [0.1, 0.2],
    ]);
    const wide = [
      [0.3, -0.2],
      [0.4, -0.1],
    ];
    expect(ratioOverPretrainings(gains, undrawn(wide))).toMatchObject({ interval: null });
    const below = wide.map((row) => row.map((value) => value - 1));
    expect(ratioOverPretrainings(gains, undrawn(below))).toBeNull();
  });
});
