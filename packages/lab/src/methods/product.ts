// The product loss: the target is what student and labels agree on, their product. Source: the
// code that the authors of Burns et al. 2023 released (product_loss_fn). Its warm-up share is not
// used there, and is left out here.

import { add, mul, softmax, stopGradient } from "@w2s/grad";
import { crossEntropy } from "./cross-entropy.js";
import { type LossMethod, method } from "./method.js";
import { requireRange } from "./options.js";
import { logProbabilities, safeLog } from "./soft.js";

export interface ProductOptions {
  /** The power of the labels; at least 0, default 1. */
  readonly alpha?: number;
  /** The power of the student's own probabilities; at least 0, default 1. */
  readonly beta?: number;
}

/**
 * Cross-entropy to `p^beta * label^alpha`, made to sum to 1. No gradient flows through the target.
 * @throws InputError when an option is out of range.
 */
export function product({ alpha = 1, beta = 1 }: ProductOptions = {}): LossMethod {
  requireRange("product", "alpha", alpha, "[0, inf)");
  requireRange("product", "beta", beta, "[0, inf)");
  return method("product", { alpha, beta }, ({ logits, labels }) => {
    const own = mul(stopGradient(logProbabilities(logits)), beta);
    return crossEntropy(softmax(add(own, mul(safeLog(labels), alpha)), 2), logits);
  });
}
