// Expected calibration error: how far stated confidence is from how often it is right.

import { correct } from "./accuracy.js";
import { type Probabilities, predictions } from "./predictions.js";

/**
 * Sum over bins of (share of rows in the bin) x |accuracy - mean confidence| in the bin, where a
 * row's confidence is the probability of its predicted option. In [0, 1]; lower is better. Bin m of
 * `bins` equal widths holds the confidences in ((m - 1) / bins, m / bins]; with two options only
 * those above .5 are ever used. Source: Naeini et al. 2015, in the form of Guo et al. 2017, section
 * 2 (15 bins).
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
    const bin = Math.min(bins, Math.max(1, Math.ceil(confidence * bins))) - 1;
    excess[bin]! += flag - confidence;
  });
  return excess.reduce((sum, value) => sum + Math.abs(value), 0) / right.length;
}
