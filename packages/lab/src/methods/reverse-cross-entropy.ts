// Reverse cross-entropy: student and labels change places in the naive loss. Source: arXiv
// 2505.24313 for weak-to-strong generalization; Wang et al. 2019 (arXiv 1908.06112) for labels with
// noise. The smoothing is ours: a label of 0 would make the loss infinite.

import { neg } from "@w2s/grad";
import { type LossMethod, method } from "./method.js";
import { requireRange } from "./options.js";
import type { ReverseOptions } from "./reverse-kl.js";
import { overOptions, safeLog, smoothed, softmaxOf } from "./soft.js";

/**
 * `-sum_k p_k log label_k`, p the student's probabilities: reverse KL plus the student's entropy.
 * @throws InputError when the smoothing is out of range.
 */
export function reverseCrossEntropy({ smoothing = 0.001 }: ReverseOptions = {}): LossMethod {
  requireRange("reverse-cross-entropy", "smoothing", smoothing, "[0, 1)");
  return method("reverse-cross-entropy", { smoothing }, ({ logits, labels }) =>
    neg(overOptions(softmaxOf(logits), safeLog(smoothed(labels, smoothing)))),
  );
}
