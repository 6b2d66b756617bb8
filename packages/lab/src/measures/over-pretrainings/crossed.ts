// What several pretrainings of two sizes come to: every one of the weak ones teaches every one of
// the strong ones, and the mean over these pairs has an interval for other pretrainings. Which
// interval, and how often it holds: docs/measures.md.

import { covariance, mean } from "../over-tasks/middle.js";
import type { OneTask } from "../over-tasks/over-tasks.js";
import { tBound } from "../over-tasks/student-t.js";

/** One pair's value, and the same in each of its draws of seeds and test examples, as a task's. */
export type OnePair = OneTask;

/** Pairs by the weak model's pretraining [R] and the strong one's [C], both two or more. */
export type CrossedPairs = readonly (readonly OnePair[])[];

/** What the variance of the mean is made of, each above or at 0. */
export interface MeanVariance {
  /** Of the weak models' pretrainings: their rows' mean square over the number of pairs. */
  readonly weak: number;
  /** Of the strong ones': their columns'. */
  readonly strong: number;
  /** Of the test examples that all pairs share, and of their seeds: the variance of draws. */
  readonly test: number;
}

/** A mean over pairs of pretrainings, with its 95% interval for other pretrainings. */
export interface OverPretrainings {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly variance: MeanVariance;
}

const confidence = 0.95;

/**
 * The mean over all pairs, with the interval of Student's t for other pretrainings of both sizes
 * and other test examples: its variance is (MSR + MSC) / RC, the mean squares of rows and columns
 * of a two-way layout, and the draws' variance of the mean; its degrees of freedom are
 * Satterthwaite's, the whole ones below. The interaction's share is within both mean squares, so
 * the interval errs on the wide side. Sources: Searle, Casella and McCulloch 1992, section 4.4;
 * Satterthwaite 1946.
 * @throws RangeError for fewer than two rows or columns, and for rows of several lengths
 */
export function meanOverPretrainings(pairs: CrossedPairs): OverPretrainings {
  checkCrossed(pairs);
  const { value, variance, half } = around(pairs);
  return { value, low: value - half, high: value + half, variance };
}

/** A ratio of two means, with its interval where the lower one is clearly above 0. */
export interface RatioOverPretrainings {
  readonly value: number;
  /** Null where the gap may be 0. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/**
 * All that was gained over all that could be, over all pairs: the ratio of the two means, with the
 * ratios R for which the mean of gain - R gap is not apart from 0 by `meanOverPretrainings`, as in
 * Fieller's theorem. Null where the mean gap is not above 0.
 * @param gains what students gained on their supervisors [R, C]
 * @param gaps what their ceilings did, of the same pairs
 * @throws RangeError as `meanOverPretrainings`
 */
export function ratioOverPretrainings(
  gains: CrossedPairs,
  gaps: CrossedPairs,
): RatioOverPretrainings | null {
  checkCrossed(gains);
  checkCrossed(gaps);
  const gap = around(gaps);
  if (!(gap.value > 0)) return null;
  const value = around(gains).value / gap.value;
  const isApart = (ratio: number) => {
    const { value: left, half } = around(less(gains, ratio, gaps));
    return Math.abs(left) > half;
  };
  if (gap.value <= gap.half) return { value, interval: null };
  const [low, high] = [edge(value, -1, isApart), edge(value, 1, isApart)];
  return { value, interval: low === null || high === null ? null : { low, high } };
}

/** Where a ratio begins to be apart, outwards from one that is not; null: nowhere near. */
function edge(from: number, way: 1 | -1, isApart: (ratio: number) => boolean): number | null {
  let step = 1e-3;
  while (!isApart(from + way * step)) {
    step *= 2;
    if (step > 1e6) return null;
  }
  let inside = step === 1e-3 ? 0 : step / 2;
  for (let i = 0; i < 60; i += 1) {
    const middle = (inside + step) / 2;
    if (isApart(from + way * middle)) step = middle;
    else inside = middle;
  }
  return from + way * step;
}

function around(pairs: CrossedPairs) {
  const values = pairs.map((row) => row.map((pair) => pair.value));
  const count = values.length * values[0]!.length;
  const rows = values.map(mean);
  const columns = values[0]!.map((_, j) => mean(values.map((row) => row[j]!)));
  const parts = [
    { variance: covariance(rows, rows) / rows.length, freedom: rows.length - 1 },
    { variance: covariance(columns, columns) / columns.length, freedom: columns.length - 1 },
  ] as const;
  const [weak, strong] = [parts[0].variance, parts[1].variance];
  const test = varianceOfDraws(pairs, count);
  const all = weak + strong + test;
  const squares = parts.reduce((sum, { variance, freedom }) => sum + variance ** 2 / freedom, 0);
  const freedom = Math.min(mostFreedom, Math.floor(all ** 2 / squares));
  const half = all === 0 ? 0 : tBound(confidence, freedom) * Math.sqrt(all);
  return { value: mean(rows), variance: { weak, strong, test }, half };
}

/** Student's t of more is the normal distribution's to two parts in a thousand. */
const mostFreedom = 1_000;

/** Of the mean over pairs, through its draws that have a value; 0 where a pair has no draws. */
function varianceOfDraws(pairs: CrossedPairs, count: number): number {
  const draws = pairs.flat().flatMap((pair) => pair.draws ?? []);
  if (draws.length < count) return 0;
  const means = Array.from(draws[0]!, (_, k) =>
    draws.reduce((sum, each) => sum + each[k]! / count, 0),
  ).filter((one) => !Number.isNaN(one));
  return covariance(means, means);
}

/** gain - R gap, pair by pair and draw by draw. */
function less(gains: CrossedPairs, ratio: number, gaps: CrossedPairs): CrossedPairs {
  return gains.map((row, i) =>
    row.map((gain, j) => {
      const gap = gaps[i]![j]!;
      const both = gain.draws !== null && gap.draws !== null;
      return {
        value: gain.value - ratio * gap.value,
        draws: both ? gain.draws.map((one, k) => one - ratio * gap.draws![k]!) : null,
      };
    }),
  );
}

function checkCrossed(pairs: CrossedPairs): void {
  const columns = pairs[0]?.length ?? 0;
  if (pairs.length >= 2 && columns >= 2 && pairs.every((row) => row.length === columns)) return;
  throw new RangeError(
    "pretrainings: need two or more of each size, and a value of every pair, got rows of " +
      `${pairs.map((row) => row.length).join(", ") || "nothing"}`,
  );
}
