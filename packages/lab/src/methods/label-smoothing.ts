// Label smoothing: the student is never taught to be certain. Source: Szegedy et al. 2016, arXiv
// 1512.00567, section 7.

import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { smoothed } from "./soft.js";

const schema = z.strictObject({
  /**
   * The share of equal probabilities mixed into the labels; in [0, 1), default 0.1 (the paper's).
   */
  smoothing: inRange("[0, 1)").default(0.1),
});
/** Options of `labelSmoothing`. */
export type LabelSmoothingOptions = z.input<typeof schema>;

/**
 * Cross-entropy to `(1 - s) * label + s / K`.
 * @throws InputError when the smoothing is out of range.
 */
export const labelSmoothing = methodKind("label-smoothing", schema, ({ smoothing }) =>
  method("label-smoothing", { smoothing }, ({ logits, labels }) =>
    crossEntropy(smoothed(labels, smoothing), logits),
  ),
);
