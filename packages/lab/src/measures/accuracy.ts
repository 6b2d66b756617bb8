// Accuracy: the share of examples whose most probable option is the right one.

import { packFlags, weightedCounts } from "./bootstrap/packed-counts.js";
import { shareEstimate } from "./estimate.js";
import type { Measure } from "./measure.js";
import { checkLabelled, type Probabilities, predictions } from "./predictions.js";

export const accuracyMeasure = {
  of: "role",
  name: "accuracy",
  header: "accuracy",
  column: "accuracy",
  doc: "share of rows whose prediction is right",
  range: "[0, 1], higher is better",
  degenerate: "constant predictions score the share of that class",
  schema: shareEstimate,
  interval: true,
  compute: ({ probabilities, truth }) => accuracy(probabilities, truth),
  weighted(inputs, largestTotal) {
    const flags = inputs.map(({ probabilities, truth }) => correct(probabilities, truth));
    const rows = flags[0]!.length;
    // The last column is all ones: its weighted count is the resample's size, which varies when
    // groups do.
    const everything = new Uint8Array(rows).fill(1);
    const packed = packFlags([...flags, everything], Math.max(largestTotal, rows));
    const counts = new Float64Array(flags.length + 1);
    return (weights) => {
      weightedCounts(packed, weights, counts);
      return (input) => counts[input]! / counts[flags.length]!;
    };
  },
} as const satisfies Measure;

/**
 * The share of rows of probabilities [n, K] whose prediction is the label, in [0, 1]; higher is
 * better. A tie goes to the lower option, so that constant predictions score the share of class 0.
 * @throws InputError as `checkLabelled`
 */
export function accuracy(probabilities: Probabilities, labels: Int32Array): number {
  const right = correct(probabilities, labels);
  return right.reduce((sum, value) => sum + value, 0) / right.length;
}

/** One flag a row: 1 where the prediction is the label, else 0. */
export function correct(probabilities: Probabilities, labels: Int32Array): Uint8Array {
  checkLabelled(probabilities, labels);
  return Uint8Array.from(predictions(probabilities), (predicted, row) =>
    predicted === labels[row] ? 1 : 0,
  );
}
