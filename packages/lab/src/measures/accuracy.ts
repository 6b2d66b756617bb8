// Accuracy: the share of examples whose most probable option is the right one.

import { checkLabelled, type Probabilities, predictions } from "./predictions.js";

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
