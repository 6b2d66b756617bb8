// Log loss: the cross-entropy of predicted probabilities to the right answers.

import { amount } from "./estimate.js";
import type { Measure } from "./measure.js";
import { checkLabelled, type Probabilities } from "./predictions.js";

/**
 * The smallest probability that the logarithm sees: 2^-23, float32's epsilon, as in scikit-learn's
 * log_loss.
 */
const SMALLEST_PROBABILITY = 2 ** -23;

export const logLossMeasure = {
  of: "role",
  name: "logLoss",
  header: "log loss",
  column: "log_loss",
  doc: "mean of -ln p(right option), p at least 2^-23 as in scikit-learn for float32",
  range: "[0, 15.94] nats, lower is better; ln K is uniform",
  degenerate: "a certain and wrong row costs 15.94",
  schema: amount,
  interval: false,
  compute: ({ probabilities, truth }) => logLoss(probabilities, truth),
} as const satisfies Measure;

/**
 * Mean of -ln p(label) over the rows of probabilities [n, K], in nats; 0 is perfect, ln K is what
 * uniform probabilities get, and the clip at 2^-23 bounds it by 15.94.
 * @throws InputError as `checkLabelled`
 */
export function logLoss(probabilities: Probabilities, labels: Int32Array): number {
  const options = checkLabelled(probabilities, labels);
  let sum = 0;
  labels.forEach((label, row) => {
    sum -= Math.log(Math.max(probabilities.data[row * options + label]!, SMALLEST_PROBABILITY));
  });
  return sum / labels.length;
}
