// Overlap density: the share of the taught examples in which what the supervisor knows and what
// only the student can learn stand together. Source: Shin, Cooper and Sala 2024 (2412.03881), as in
// their code (datacentric_w2s, overlap_probing_experiment.py). Departures: the best of all places
// to cut, not every fifth; and of K options the confidence that has 0 where all are alike.

import type { NdArray } from "@w2s/grad";
import type { Probabilities } from "./predictions.js";

/** Shares of the taught examples, which add up to 1. No ground truth is in them. */
export interface OverlapShares {
  /** The supervisor is unsure: nothing in them that it knows. */
  readonly hard: number;
  /** It is sure, and the student finds nothing of the hard ones in them. */
  readonly easy: number;
  /** It is sure, and the student finds them like a hard one: the overlap density. */
  readonly overlap: number;
}

/**
 * Sorts taught examples into hard, easy and overlapping. Hard: a confidence, (K max p - 1) /
 * (K - 1), below the one at which all of them, in order, are best cut in two. Overlapping: of the
 * others, those whose largest |cosine| to a hard one is at or above the one at which these are best
 * cut.
 * @param probabilities the supervisor's labels, [n, K]
 * @param features what the student reads of the same examples, [n, d]
 * @returns null where all are equally sure, or the sure ones equally like the hard ones
 */
export function overlapShares(
  probabilities: Probabilities,
  features: NdArray<"float32">,
): OverlapShares | null {
  const count = probabilities.shape[0]!;
  const confidence = confidences(probabilities);
  const sureFrom = bestCut(confidence);
  if (sureFrom === null) return null;
  const places = [...confidence.keys()];
  const hard = places.filter((i) => confidence[i]! < sureFrom);
  const sure = places.filter((i) => confidence[i]! >= sureFrom);
  const rows = unitRows(features);
  const likest = Float64Array.from(sure, (i) =>
    hard.reduce((most, j) => Math.max(most, Math.abs(product(rows[i]!, rows[j]!))), 0),
  );
  const overlapFrom = bestCut(likest);
  if (overlapFrom === null) return null;
  const overlapping = likest.filter((one) => one >= overlapFrom).length;
  return {
    hard: hard.length / count,
    easy: (sure.length - overlapping) / count,
    overlap: overlapping / count,
  };
}

function confidences({ data, shape }: Probabilities): Float64Array {
  const [count, options] = shape as [number, number];
  return Float64Array.from({ length: count }, (_, i) => {
    const most = Math.max(...data.subarray(i * options, (i + 1) * options));
    return (options * most - 1) / (options - 1);
  });
}

/**
 * Where values, in order, are best cut in two by squared distance from either part's mean: the
 * first of the upper part. Null where all are equal. Source: Sen and Srivastava 1975.
 */
export function bestCut(values: Float64Array): number | null {
  const sorted = values.toSorted();
  const total = sorted.reduce((sum, one) => sum + one, 0);
  let [below, most, at] = [0, Number.NEGATIVE_INFINITY, 0];
  for (let i = 1; i < sorted.length; i++) {
    below += sorted[i - 1]!;
    // Between parts: what the squared distances lose by the cut, and the same constant everywhere.
    const gained = below ** 2 / i + (total - below) ** 2 / (sorted.length - i);
    if (sorted[i]! > sorted[i - 1]! && gained > most) [most, at] = [gained, i];
  }
  return at === 0 ? null : sorted[at]!;
}

/** Rows of unit length; of zeros stay what they are. */
function unitRows({ data, shape }: NdArray<"float32">): Float32Array[] {
  const [count, width] = shape as [number, number];
  return Array.from({ length: count }, (_, i) => {
    const row = data.subarray(i * width, (i + 1) * width);
    const length = Math.hypot(...row);
    return length === 0 ? row : row.map((one) => one / length);
  });
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
