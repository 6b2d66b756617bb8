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
  /** The same over those of the drawn seeds that select; NaN where none was drawn. */
  readonly selecting: Float64Array;
}

/**
 * Places of the seeds that select which cells count in medians over tasks: every second one, from
 * the first on. The others are those that count.
 */
export function selectingSeeds(seeds: number): { selecting: number[]; counting: number[] } {
  const places = Array.from({ length: seeds }, (_, place) => place);
  return { selecting: places.filter(selects), counting: places.filter((place) => !selects(place)) };
}

const selects = (place: number) => place % 2 === 0;

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
  const made = () => new Float64Array(draws.resamples);
  const values = roles.map(made);
  const selecting = roles.map(made);
  for (let b = 0; b < draws.resamples; b += 1) {
    const score = weighted(draws.exampleCounts(b));
    const seeds = draws.seedCounts(b);
    firsts.forEach((first, role) => {
      const of = (seed: number) => score(first + seed);
      [values[role]![b], selecting[role]![b]] = drawnMeans(of, seeds);
    });
  }
  return roles.map((perSeed, role) => {
    const bySeed = perSeed.map((input) => measure.compute(input));
    const drawn = { values: values[role]!, selecting: selecting[role]! };
    return { bySeed, value: meanOf(bySeed), ...drawn };
  });
}

/** The mean over what is there; null of nothing. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
}

/** The mean over the drawn seeds that have a value; NaN where none has. */
export function drawnMean(score: (seed: number) => number, counts: Uint8Array): number {
  return drawnMeans(score, counts)[0];
}

/** The mean over the drawn seeds that have a value, and that over those of them that select. */
function drawnMeans(
  score: (seed: number) => number,
  counts: Uint8Array,
): readonly [all: number, selecting: number] {
  let [sum, drawn, selectingSum, selectingDrawn] = [0, 0, 0, 0];
  counts.forEach((count, seed) => {
    if (count === 0) return;
    const value = score(seed);
    if (Number.isNaN(value)) return;
    sum += count * value;
    drawn += count;
    if (!selects(seed)) return;
    selectingSum += count * value;
    selectingDrawn += count;
  });
  return [sum / drawn, selectingSum / selectingDrawn];
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
