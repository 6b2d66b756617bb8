// Pieces of losses over `[batch, students, options]`.

import { add, log, logSoftmax, maximum, mul, softmax, sum, type Tensor } from "@w2s/grad";

/** Probabilities of a student's options. */
export function softmaxOf(logits: Tensor): Tensor {
  return softmax(logits, 2);
}

/** Log-probabilities of a student's options. */
export function logProbabilities(logits: Tensor): Tensor {
  return logSoftmax(logits, 2);
}

/** The logarithm, and that of 1e-30 (-69) for less: p log p is 0 at p = 0. */
export function safeLog(probabilities: Tensor): Tensor {
  return log(maximum(probabilities, 1e-30));
}

/**
 * Probabilities mixed with equal ones: `(1 - share) * p + share / K`. No option is left at 0 then.
 */
export function smoothed(probabilities: Tensor, share: number): Tensor {
  if (share === 0) return probabilities;
  return add(mul(probabilities, 1 - share), share / (probabilities.shape[2] as number));
}

/** `sum_k weights_k * values_k`, an example and student: `[batch, students]`. */
export function overOptions(weights: Tensor, values: Tensor): Tensor {
  return sum(mul(weights, values), 2);
}
