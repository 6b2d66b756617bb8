// Labels: what a supervisor says about named examples. All that a student ever learns from.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray, takeRows } from "@w2s/grad";
import { mostProbable } from "../most-probable.js";

/** "soft": probabilities as they were said; "hard": the most probable option, for certain. */
export type Hardness = "soft" | "hard";

/**
 * What somebody says about named examples: a supervisor's labels, and likewise a trained student's
 * predictions.
 */
export interface Labels {
  /** Which examples of the task, by row. */
  readonly rows: Int32Array;
  /** Probabilities `[rows, options]`; each row sums to 1. */
  readonly probabilities: NdArray<"float32">;
  /**
   * What is said of each row, where answers are free; probabilities are then of one option alone,
   * `[rows, 1]`, all 1.
   */
  readonly answers?: readonly string[];
  /** Scores `[rows, options]` that order examples where probabilities saturate; default: none. */
  readonly scores?: NdArray<"float32">;
}

/** The most probable option of each row, as 0 or 1: the lowest at a tie. */
export function harden({ shape, data }: NdArray<"float32">): NdArray<"float32"> {
  const [rows, options] = shape as [number, number];
  const hard = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) hard[row * options + mostProbable(data, row, options)] = 1;
  return { dtype: "float32", shape, data: hard };
}

/** Ground truth of `rows` as probabilities. */
export function oneHotLabels(
  truth: Int32Array,
  rows: Int32Array,
  options: number,
): NdArray<"float32"> {
  const data = new Float32Array(rows.length * options);
  rows.forEach((row, i) => {
    data[i * options + truth[row]!] = 1;
  });
  return { dtype: "float32", shape: [rows.length, options], data };
}

/** The probabilities at a place, by option, of `[rows, options]`. */
export function probabilitiesAt({ data, shape }: NdArray<"float32">, place: number): number[] {
  const options = shape[1]!;
  return Array.from(data.subarray(place * options, (place + 1) * options));
}

/** The labels of some of the labelled rows, in the order asked for. */
export function labelsOf(
  labels: Pick<Labels, "rows" | "probabilities">,
  wanted: Int32Array,
): NdArray<"float32"> {
  const at = placesOf(labels);
  const places = wanted.map((row) => {
    const place = at.get(row);
    if (place === undefined) throw new InputError(`labels: example ${row} has no label`);
    return place;
  });
  return takeRows(labels.probabilities, places);
}

/**
 * Those of `rows` that are labelled, in their order, each as often as the labels have it: where
 * labels were resampled some stand there twice.
 */
export function labelledAmong(
  { rows: labelled }: Pick<Labels, "rows">,
  rows: Int32Array,
): Int32Array {
  const times = new Map<number, number>();
  for (const row of labelled) times.set(row, (times.get(row) ?? 0) + 1);
  return Int32Array.from(
    Array.from(rows).flatMap((row) => new Array<number>(times.get(row) ?? 0).fill(row)),
  );
}

const places = new WeakMap<Int32Array, ReadonlyMap<number, number>>();

/** Where each labelled row stands; made once for each list of rows. */
export function placesOf({ rows }: Pick<Labels, "rows">): ReadonlyMap<number, number> {
  const known = places.get(rows);
  if (known) return known;
  const made = new Map(Array.from(rows, (row, i) => [row, i]));
  places.set(rows, made);
  return made;
}

/** What is said of some of the labelled rows, in the order asked for. @throws as `labelsOf` */
export function answersOf(labels: Labels, wanted: Int32Array): readonly string[] {
  const at = placesOf(labels);
  return Array.from(wanted, (row) => {
    const answer = labels.answers?.[at.get(row) ?? -1];
    if (answer === undefined) throw new InputError(`labels: example ${row} has no answer`);
    return answer;
  });
}

/** Free answers to some rows as labels. */
export function answerLabels(rows: Int32Array, answers: readonly string[]): Labels {
  const certain = new Float32Array(rows.length).fill(1);
  return { rows, probabilities: ndarray(certain, [rows.length, 1]), answers };
}

/** Some of the labelled rows, in the order asked for. @throws InputError for a row without one */
export function labelsOn(labels: Labels, rows: Int32Array): Labels {
  if (labels.answers) return answerLabels(rows, answersOf(labels, rows));
  const probabilities = labelsOf(labels, rows);
  const { scores } = labels;
  return {
    rows,
    probabilities,
    ...(scores && { scores: labelsOf({ rows: labels.rows, probabilities: scores }, rows) }),
  };
}
