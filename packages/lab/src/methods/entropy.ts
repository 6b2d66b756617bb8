// The entropy loss: like the confidence loss, with the student's own probabilities in place of its
// answers. Source: EleutherAI's weak-to-strong experiments (w2s/loss.py, log_confidence_loss with
// harden=False), whose warm-up counts steps (200) where this one takes a share of training.

import { add, mul, softmax, stopGradient, sub } from "@w2s/grad";
import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange, warmedUp } from "./options.js";

const schema = z.strictObject({
  /** The largest weight on the student's own probabilities; in [0, 1], default 0.5. */
  alpha: inRange("[0, 1]").default(0.5),
  /** The share of training over which the weight rises from 0; in [0, 1), default 0.2. */
  warmup: inRange("[0, 1)").default(0.2),
  /**
   * Whether the gradient stops at the target, as in the source; default true. With false the
   * student's entropy itself is minimised.
   */
  stopped: z.boolean().default(true),
});
/** Options of `entropy`. */
export type EntropyOptions = z.input<typeof schema>;

/**
 * Cross-entropy to `(1 - a) * labels + a * p`, p the student's probabilities, a rising to `alpha`.
 * @throws InputError when an option is out of range.
 */
export const entropy = methodKind("entropy", schema, ({ alpha, warmup, stopped }) =>
  method("entropy", { alpha, warmup, stopped }, ({ logits, labels, progress }) => {
    const a = warmedUp(alpha, warmup, progress);
    const own = softmax(logits, 2);
    const target = stopped ? stopGradient(own) : own;
    return add(mul(crossEntropy(labels, logits), sub(1, a)), mul(crossEntropy(target, logits), a));
  }),
);
