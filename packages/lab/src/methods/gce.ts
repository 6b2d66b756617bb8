// Generalised cross-entropy: between the mean absolute error, which wrong labels hardly move, and
// cross-entropy, which learns fast. Source: Zhang and Sabuncu 2018, arXiv 1805.07836, equation 6;
// for soft labels each option counts by its probability.

import { div, exp, mul, sub } from "@w2s/grad";
import { type LossMethod, method } from "./method.js";
import { requireRange } from "./options.js";
import { logProbabilities, overOptions } from "./soft.js";

export interface GceOptions {
  /** In (0, 1], default 0.7 (the paper's): near 0 cross-entropy, at 1 the mean absolute error. */
  readonly q?: number;
}

/**
 * `sum_k label_k (1 - p_k^q) / q`, p the student's probabilities.
 * @throws InputError when q is out of range.
 */
export function gce({ q = 0.7 }: GceOptions = {}): LossMethod {
  requireRange("gce", "q", q, "(0, 1]");
  return method("gce", { q }, ({ logits, labels }) => {
    const powers = exp(mul(logProbabilities(logits), q));
    return overOptions(labels, div(sub(1, powers), q));
  });
}
