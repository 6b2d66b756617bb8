// The confidence window: a student learns from the labels of those examples alone of which it is
// not sure yet. Source: EleutherAI's weak-to-strong experiments (w2s/loss.py,
// confidence_window_loss), written for two options; with K, 1/2 becomes 1/K here.

import { cast, less, max, mul, softmax, stopGradient } from "@w2s/grad";
import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";

const schema = z.strictObject({
  /**
   * How far above 1/K the student's largest probability may be; above 0, at most 1, default 0.15.
   */
  radius: inRange("(0, 1]").default(0.15),
});
/** Options of `confidenceWindow`. */
export type ConfidenceWindowOptions = z.input<typeof schema>;

/**
 * Cross-entropy to the labels where the student's most probable option has less than `1/K +
 * radius`, 0 elsewhere; all examples count in the mean.
 * @throws InputError when the radius is out of range.
 */
export const confidenceWindow = methodKind("confidence-window", schema, ({ radius }) =>
  method("confidence-window", { radius }, ({ logits, labels }) => {
    const sure = max(softmax(stopGradient(logits), 2), 2);
    const limit = 1 / (logits.shape[2] as number) + radius;
    return mul(crossEntropy(labels, logits), cast(less(sure, limit), "float32"));
  }),
);
