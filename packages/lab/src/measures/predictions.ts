// What every measure takes: probabilities [n, K] with their labels [n], checked once at the door.

import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { mostProbable } from "../most-probable.js";

/** Probabilities [n, options], each row summing to 1. */
export type Probabilities = NdArray<"float32">;

// Float32 softmax rows sum to 1 within about 1e-6; anything further off is not a distribution.
const SUM_TOLERANCE = 1e-3;

/**
 * The number of options K of `probabilities` [n, K].
 * @throws InputError when there are no rows, when a value is not in [0, 1] (NaN included), or a row
 * does not sum to 1
 */
export function checkProbabilities(probabilities: Probabilities): number {
  const [rows, options] = probabilities.shape;
  if (probabilities.shape.length !== 2 || !rows || !options || options < 2) {
    throw new InputError(
      "probabilities: need shape [n, K] with n >= 1 and K >= 2, got " +
        `[${probabilities.shape.join(", ")}]`,
    );
  }
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let option = 0; option < options; option += 1) {
      const value = probabilities.data[row * options + option]!;
      if (!(value >= 0 && value <= 1)) {
        throw new InputError(
          `probabilities: must lie in [0, 1], got ${value} at [${row}, ${option}]`,
        );
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new InputError(
        `probabilities: every row must sum to 1, got ${sum.toFixed(4)} at row ${row}`,
      );
    }
  }
  return options;
}

/**
 * Checks probabilities [n, K] and labels [n] against each other and returns K.
 * @throws InputError as `checkProbabilities`, when the lengths differ, or when a label is not in
 * 0..K-1
 */
export function checkLabelled(probabilities: Probabilities, labels: Int32Array): number {
  const options = checkProbabilities(probabilities);
  if (labels.length !== probabilities.shape[0]) {
    throw new InputError(
      `labels: need one a row of probabilities, ${probabilities.shape[0]}, got ${labels.length}`,
    );
  }
  labels.forEach((label, row) => {
    if (label < 0 || label >= options) {
      throw new InputError(`labels: must be in 0..${options - 1}, got ${label} at row ${row}`);
    }
  });
  return options;
}

/**
 * The predicted option of each row of probabilities [n, K]: the most probable, the lower index on a
 * tie.
 */
export function predictions(probabilities: Probabilities): Int32Array {
  const options = checkProbabilities(probabilities);
  const predicted = new Int32Array(probabilities.data.length / options);
  for (let row = 0; row < predicted.length; row += 1)
    predicted[row] = mostProbable(probabilities.data, row, options);
  return predicted;
}

/**
 * Checks that scores fit their probabilities [n, K].
 * @throws InputError for another shape, and for a score that is not a finite number
 */
export function checkScores(scores: NdArray<"float32">, { shape }: Probabilities): void {
  if (scores.shape.join() !== shape.join()) {
    throw new InputError(
      `scores: need the shape of the probabilities, [${shape.join(", ")}], got ` +
        `[${scores.shape.join(", ")}]`,
    );
  }
  const at = scores.data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const place = `[${Math.floor(at / shape[1]!)}, ${at % shape[1]!}]`;
    throw new InputError(`scores: must be finite numbers, got ${scores.data[at]} at ${place}`);
  }
}
