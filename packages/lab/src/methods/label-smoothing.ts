// Label smoothing: the student is never taught to be certain. Source: Szegedy et al. 2016, arXiv
// 1512.00567, section 7.

import { crossEntropy } from "./cross-entropy.js";
import { type LossMethod, method } from "./method.js";
import { requireRange } from "./options.js";
import { smoothed } from "./soft.js";

export interface LabelSmoothingOptions {
  /** The share of equal probabilities mixed into the labels; in [0, 1), default 0.1 (the paper's). */
  readonly smoothing?: number;
}

/**
 * Cross-entropy to `(1 - s) * label + s / K`.
 * @throws InputError when the smoothing is out of range.
 */
export function labelSmoothing({ smoothing = 0.1 }: LabelSmoothingOptions = {}): LossMethod {
  requireRange("label-smoothing", "smoothing", smoothing, "[0, 1)");
  return method("label-smoothing", { smoothing }, ({ logits, labels }) =>
    crossEntropy(smoothed(labels, smoothing), logits),
  );
}
