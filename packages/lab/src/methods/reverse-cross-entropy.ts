// Reverse cross-entropy: student and labels change places in the naive loss. Source: arXiv
// 2505.24313 for weak-to-strong generalization; Wang et al. 2019 (arXiv 1908.06112) for labels with
// noise. The smoothing is ours: a label of 0 would make the loss infinite.

import { neg } from "@w2s/grad";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { reverseSchema } from "./reverse-kl.js";
import { overOptions, safeLog, smoothed, softmaxOf } from "./soft.js";

/**
 * `-sum_k p_k log label_k`, p the student's probabilities: reverse KL plus the student's entropy.
 * @throws InputError when the smoothing is out of range.
 */
export const reverseCrossEntropy = methodKind(
  "reverse-cross-entropy",
  reverseSchema,
  ({ smoothing }) =>
    method("reverse-cross-entropy", { smoothing }, ({ logits, labels }) =>
      neg(overOptions(softmaxOf(logits), safeLog(smoothed(labels, smoothing)))),
    ),
);
