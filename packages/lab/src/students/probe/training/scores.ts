// From scores of students that stand side by side to one student's probabilities.

import { type NdArray, ndarray } from "@w2s/grad";
import type { HeadShape } from "./head.js";

/**
 * Probabilities `[rows, options]` of student `s` from scores: log-odds `[rows, students]` with two
 * options, else logits `[rows, students * options]`.
 */
export function probabilitiesOf(
  { data, shape }: NdArray,
  s: number,
  { options, students }: Pick<HeadShape, "options" | "students">,
): NdArray<"float32"> {
  const rows = shape[0]!;
  const probabilities = new Float32Array(rows * options);
  const logits = new Float64Array(options);
  for (let row = 0; row < rows; row++) {
    if (options === 2) logits[1] = Number(data[row * students + s]);
    else {
      for (let k = 0; k < options; k++) {
        logits[k] = Number(data[(row * students + s) * options + k]);
      }
    }
    writeSoftmax(logits, probabilities, row * options);
  }
  return ndarray(probabilities, [rows, options]);
}

/** Writes the probabilities of logits from place `at` on. */
export function writeSoftmax(logits: Float64Array, into: Float32Array, at: number): void {
  const peak = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  weights.forEach((weight, k) => {
    into[at + k] = weight / total;
  });
}
