// Cross-entropy between labels and a student's scores, for any number of options.

import {
  logisticLoss,
  logSoftmax,
  mul,
  neg,
  slice,
  squeeze,
  sub,
  sum,
  type Tensor,
} from "@w2s/grad";

/** Log-odds of option 1 against option 0: `[batch, students, 2]` -> `[batch, students]`. */
export function logOdds(logits: Tensor): Tensor {
  return sub(optionOf(logits, 1), optionOf(logits, 0));
}

/**
 * The scores or probabilities of one option: `[batch, students, options]` -> `[batch, students]`.
 */
export function optionOf(choices: Tensor, option: number): Tensor {
  return squeeze(slice(choices, 2, option, option + 1), 2);
}

/**
 * Cross-entropy in nats, `-sum_k target_k log softmax(logits)_k`, an example and student: `[batch,
 * students]`. `target` and `logits`: `[batch, students, options]`; targets sum to 1. With two
 * options it is computed from the log-odds: the same number with a quarter of the work.
 */
export function crossEntropy(target: Tensor, logits: Tensor): Tensor {
  if (logits.shape[2] === 2) return logisticLoss(logOdds(logits), optionOf(target, 1));
  return neg(sum(mul(target, logSoftmax(logits)), 2));
}
