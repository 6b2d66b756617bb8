// A measure of several roles, on the test itself and in every resample of its examples and seeds.
// All roles are scored on the same draws: that is the pairing.

import { takeRows } from "@w2s/grad";
import type { Measure, MeasureInput, WeightedMeasure } from "../measure.js";
import type { Resampler } from "./resampler.js";

/** One role's values of one measure. */
export interface Resampled {
  /** By seed, on the test itself; null where the measure has no value. */
  readonly bySeed: readonly (number | null)[];
  /** The mean over the seeds that have a value; null where none has. */
  readonly value: number | null;
  /** By resample [B], the mean over the drawn seeds; NaN where there is no value. */
  readonly values: Float64Array;
}

/**
 * The measure of every role.
 * @param roles by role, an input a seed
 */
export function resampledMeasure(
  measure: Measure,
  roles: readonly (readonly MeasureInput[])[],
  draws: Resampler,
): Resampled[] {
  const inputs = roles.flat();
  const weighted = (measure.weighted ?? repeated(measure))(inputs, draws.largestTotal);
  const firsts = roles.map((_, role) => roles.slice(0, role).flat().length);
  const values = roles.map(() => new Float64Array(draws.resamples));
  for (let b = 0; b < draws.resamples; b += 1) {
    const score = weighted(draws.exampleCounts(b));
    const seeds = draws.seedCounts(b);
    firsts.forEach((first, role) => {
      values[role]![b] = drawnMean((seed) => score(first + seed), seeds);
    });
  }
  return roles.map((perSeed, role) => {
    const bySeed = perSeed.map((input) => measure.compute(input));
    return { bySeed, value: meanOf(bySeed), values: values[role]! };
  });
}

/** The mean over what is there; null of nothing. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
}

/** The mean over the drawn seeds that have a value; NaN where none has. */
export function drawnMean(score: (seed: number) => number, counts: Uint8Array): number {
  let sum = 0;
  let drawn = 0;
  counts.forEach((count, seed) => {
    if (count === 0) return;
    const value = score(seed);
    if (Number.isNaN(value)) return;
    sum += count * value;
    drawn += count;
  });
  return sum / drawn;
}

/** Any measure under weights: rows are repeated as often as they count. */
function repeated({ compute }: Measure): WeightedMeasure {
  return (inputs) => (weights) => {
    const rows: number[] = [];
    weights.forEach((weight, row) => {
      for (let copy = 0; copy < weight; copy += 1) rows.push(row);
    });
    return (input) => compute(inputOf(inputs[input]!, rows)) ?? Number.NaN;
  };
}

/** The input's rows, in the order given, as arrays of their own. */
export function inputOf(input: MeasureInput, rows: readonly number[]): MeasureInput {
  const { probabilities, scores, truth, groups, supervisor } = input;
  return {
    probabilities: takeRows(probabilities, rows),
    ...(scores === undefined ? {} : { scores: takeRows(scores, rows) }),
    truth: Int32Array.from(rows, (row) => truth[row]!),
    groups: rows.map((row) => groups[row]!),
    supervisor: takeRows(supervisor, rows),
  };
}
