// Expected calibration error: how far stated confidence is from how often it is right.

import { correct } from "./accuracy.js";
import { share } from "./estimate.js";
import type { Measure } from "./measure.js";
import { type Probabilities, predictions } from "./predictions.js";

export const calibrationErrorMeasure = {
  of: "role",
  name: "calibrationError",
  header: "calibration error",
  column: "calibration_error",
  doc:
    "sum over 15 equal-width bins of (share of rows) x |accuracy - mean confidence|, confidence " +
    "being the prediction's probability, bin m holding ((m-1)/15, m/15], bounds in float32. " +
    "Naeini et al. 2015; Guo et al. 2017",
  range: "[0, 1], lower is better",
  degenerate: "with K = 2 only the bins above .5 are used",
  schema: share,
  interval: false,
  compute: ({ probabilities, truth }) => calibrationError(probabilities, truth),
} as const satisfies Measure;

/**
 * Sum over bins of (share of rows in the bin) x |accuracy - mean confidence| in the bin, where a
 * row's confidence is the probability of its predicted option. In [0, 1]; lower is better. Bin m of
 * `bins` equal widths holds the confidences in ((m - 1) / bins, m / bins]; with two options only
 * those above .5 are ever used. Source: Naeini et al. 2015, in the form of Guo et al. 2017, section
 * 2 (15 bins). Bounds are float32, as confidences are and as NumPy's are for them: .6 is in the bin
 * that ends at 9/15.
 * @param bins a whole number, 1 or more; default 15
 * @throws InputError as `checkLabelled`
 */
export function calibrationError(
  probabilities: Probabilities,
  labels: Int32Array,
  bins = 15,
): number {
  const right = correct(probabilities, labels);
  const predicted = predictions(probabilities);
  const options = probabilities.shape[1]!;
  // Per bin the sum of (right - confidence): |sum| / n is that bin's term.
  const excess = new Float64Array(bins);
  right.forEach((flag, row) => {
    const confidence = probabilities.data[row * options + predicted[row]!]!;
    excess[binOf(confidence, bins)]! += flag - confidence;
  });
  return excess.reduce((sum, value) => sum + Math.abs(value), 0) / right.length;
}

/** The bin of a float32 confidence: the product finds it within one, the bounds decide. */
function binOf(confidence: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
  if (bin > 0 && confidence <= Math.fround(bin / bins)) bin -= 1;
  else if (bin < bins - 1 && confidence > Math.fround((bin + 1) / bins)) bin += 1;
  return bin;
}
