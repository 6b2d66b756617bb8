import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  meanOverTasks,
  medianInterval,
  medianOverTasks,
  type OneTask,
  ratioOverTasks,
} from "./over-tasks.js";

interface Reference {
  readonly values: readonly number[];
  readonly gains: readonly number[];
  readonly gaps: readonly number[];
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/over-tasks.json", import.meta.url), "utf8"),
) as Readonly<Record<"means" | "ratios" | "medians", readonly Reference[]>>;

const undrawn = (value: number): OneTask => ({ value, draws: null });
/** A task of four draws around its value. */
const drawnAround = (value: number, spread: number): OneTask => ({
  value,
  draws: Float64Array.of(value - spread, value, value, value + spread),
});

describe("meanOverTasks", () => {
  it("is SciPy's one-sample t test", () => {
    for (const { values, value, low, high, p } of fixture.means) {
      const found = meanOverTasks(values.map(undrawn));
      expect(found.value).toBeCloseTo(value, 12);
      expect(found.interval!.low).toBeCloseTo(low, 10);
      expect(found.interval!.high).toBeCloseTo(high, 10);
      expect(found.p).toBeCloseTo(p, 12);
      expect(found.interval).toMatchObject({ of: "other tasks", coverage: 0.95 });
    }
  });

  it("knows of one or two tasks only what their own draws say", () => {
    expect(meanOverTasks([undrawn(0.1), undrawn(0.2)])).toMatchObject({ interval: null, p: null });
    const { interval } = meanOverTasks([drawnAround(0.1, 0.02), drawnAround(0.2, 0.02)]);
    // Both at their lowest draw is one of sixteen resamples: more than a fortieth.
    expect(interval!.of).toBe("these tasks");
    expect([interval!.low, interval!.high].map((end) => end.toFixed(6))).toEqual([
      "0.130000",
      "0.170000",
    ]);
  });

  it("has a p of 0 for tasks that agree wholly on a difference, and of 1 on none", () => {
    expect(meanOverTasks([0.25, 0.25, 0.25].map(undrawn)).p).toBe(0);
    expect(meanOverTasks([0, 0, 0].map(undrawn)).p).toBe(1);
  });
});

describe("ratioOverTasks", () => {
  const ratio = (gains: readonly number[], gaps: readonly number[]) =>
    ratioOverTasks(gains.map((gain, i) => ({ gain: undrawn(gain), gap: undrawn(gaps[i]!) })));

  it("has the ends at which SciPy's t test of gain - R gap has p = .05", () => {
    for (const { gains, gaps, value, low, high } of fixture.ratios) {
      const found = ratio(gains, gaps)!;
      expect(found.value).toBeCloseTo(value, 12);
      expect(found.interval!.low).toBeCloseTo(low, 8);
      expect(found.interval!.high).toBeCloseTo(high, 8);
    }
  });

  it("has no interval where the mean gap may be 0, and no value where it is", () => {
    // Mean gap .1, spread .17 over three tasks: t = 1, far below 4.3.
    const found = ratio([0.1, 0, 0.1], [0.3, 0, 0])!;
    expect(found.value).toBeCloseTo(2 / 3, 12);
    expect(found.interval).toBeNull();
    expect(ratio([0.1, 0.1, 0.1], [0.1, 0, -0.1])).toBeNull();
  });

  it("weighs every task by its gap, which the median of ratios does not", () => {
    // .09 of .1 and .01 of .01: .1 / .11; the median of .9 and 1 is .95.
    expect(ratio([0.09, 0.01], [0.1, 0.01])!.value).toBeCloseTo(0.1 / 0.11, 12);
  });
});

describe("medianInterval", () => {
  it("is SciPy's quantile test where that gives 95%", () => {
    for (const { values, low, high } of fixture.medians) {
      expect(medianInterval(values)).toMatchObject({ low, high });
    }
  });

  it("takes all of few values, with the coverage that they have", () => {
    // One value holds nothing; three hold the median unless all lie on one side: 1 - 2 / 8.
    expect(medianInterval([0.5])).toEqual({ value: 0.5, low: 0.5, high: 0.5, coverage: 0 });
    expect(medianInterval([0.3, 0.1, 0.7])).toEqual({
      value: 0.3,
      low: 0.1,
      high: 0.7,
      coverage: 0.75,
    });
  });

  it("leaves out as many from both ends as 95% permit", () => {
    // n = 8: all hold 1 - 2 / 256; without the ends 1 - 2 (1 + 8) / 256 = .9297, too little.
    const eight = medianInterval([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([eight.value, eight.low, eight.high]).toEqual([4.5, 1, 8]);
    expect(eight.coverage).toBeCloseTo(1 - 2 / 256, 12);
    // n = 9: without the ends 1 - 2 (1 + 9) / 512 = .9609.
    const nine = medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([nine.low, nine.high]).toEqual([2, 8]);
    expect(nine.coverage).toBeCloseTo(1 - 20 / 512, 12);
  });
});

describe("medianOverTasks", () => {
  it("leaves out resamples in which a drawn task has no value", () => {
    // One draw in four has none (AUROC of one class). Of nine drawn tasks the one of value 1 makes
    // five or more with probability .0014. Were no value a large one, it would take the middle of
    // 8% of resamples: of five that have a value, one such is enough, 1 - (8 / 9)^5 = .44.
    const holed = (value: number): OneTask => ({
      value,
      draws: Float64Array.of(value, value, value, Number.NaN),
    });
    const tasks = [1, ...new Array<number>(8).fill(0)].map(holed);
    expect(medianOverTasks(tasks)).toMatchObject({ value: 0, interval: { low: 0, high: 0 } });
  });

  it("has the share of resamples that arithmetic says outside", () => {
    // Medians of 3 drawn of 3 tasks without noise: the lowest task is it where two or three of the
    // draws are it, 7 of 27. Both ends of a 95% interval are therefore the outer tasks.
    const three = [0.1, 0.2, 0.6].map((value) => drawnAround(value, 0));
    expect(medianOverTasks(three)).toMatchObject({ value: 0.2, interval: { low: 0.1, high: 0.6 } });
    // Of nine, the lowest is it where five or more are: sum C(9,k) 8^(9-k) / 9^9 = .0014, and one
    // of the lowest two .022, of the lowest three .145: below 2.5% lie the lowest two.
    const nine = Array.from({ length: 9 }, (_, i) => drawnAround(i, 0));
    expect(medianOverTasks(nine)).toMatchObject({ value: 4, interval: { low: 2, high: 6 } });
  });

  it("draws within tasks, too: of equal tasks, what their own noise makes", () => {
    const equal = Array.from({ length: 5 }, () => drawnAround(0.4, 0.1));
    const { interval } = medianOverTasks(equal)!;
    expect([interval!.low, interval!.high].map((end) => end.toFixed(3))).toEqual([
      "0.300",
      "0.500",
    ]);
  });

  it("falls back to two of the tasks where draws are missing or without bound", () => {
    const values = [0.1, 0.2, 0.3, 0.4, 0.5];
    const expected = { low: 0.1, high: 0.5, of: "other tasks", coverage: 1 - 2 / 32 };
    expect(medianOverTasks(values.map(undrawn))!.interval).toEqual(expected);
    const wild = values.map((value) => ({
      value,
      draws: Float64Array.of(Number.NEGATIVE_INFINITY, value, Number.POSITIVE_INFINITY),
    }));
    expect(medianOverTasks(wild)!.interval).toEqual(expected);
    expect(medianOverTasks([])).toBeUndefined();
  });
});
