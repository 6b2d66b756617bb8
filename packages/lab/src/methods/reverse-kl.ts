// Reverse KL: the student is held to options that its labels hold probable, and need not spread
// where they do. Source: Yao et al. 2025, arXiv 2502.11107. The smoothing is ours: a label of 0
// would make the loss infinite.

import { sub } from "@w2s/grad";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { logProbabilities, overOptions, safeLog, smoothed, softmaxOf } from "./soft.js";

/** Shared with reverse cross-entropy. */
export const reverseSchema = z.strictObject({
  /**
   * The share of equal probabilities mixed into the labels; in [0, 1), default 0.001. At 0 a label
   * of 0 counts as 1e-30.
   */
  smoothing: inRange("[0, 1)").default(0.001),
});
/** Options of `reverseKl` and `reverseCrossEntropy`. */
export type ReverseOptions = z.input<typeof reverseSchema>;

/**
 * `sum_k p_k log(p_k / label_k)`, p the student's probabilities.
 * @throws InputError when the smoothing is out of range.
 */
export const reverseKl = methodKind("reverse-kl", reverseSchema, ({ smoothing }) =>
  method("reverse-kl", { smoothing }, ({ logits, labels }) => {
    const logs = logProbabilities(logits);
    return overOptions(softmaxOf(logits), sub(logs, safeLog(smoothed(labels, smoothing))));
  }),
);
