// The auxiliary confidence loss: the student's own confident answers are mixed into its labels, so
// that it may overrule its supervisor. Source: Burns et al. 2023, section 4.3 and appendix A.4.
// Departures from the authors' released code: the mixing weight grows in a line up to its maximum
// and stays there (theirs grows to 0.1 and then jumps to 1), and the threshold is that of the
// current training batch alone.

import { InputError } from "@w2s/base";
import {
  add,
  argMax,
  cast,
  greater,
  mean,
  minimum,
  mul,
  oneHot,
  quantile,
  reshape,
  scalar,
  stack,
  stopGradient,
  sub,
  type Tensor,
} from "@w2s/grad";
import { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
import { type Method, method } from "./method.js";

export interface ConfidenceOptions {
  /**
   * The largest weight on the student's own answers; in [0, 1], default 0.75 (the paper's for its
   * largest students; 0.5 for others).
   */
  readonly alpha?: number;
  /** The share of training over which the weight rises from 0; in [0, 1), default 0.2. */
  readonly warmup?: number;
  /**
   * How many of a batch's answers count as option 1: "half" (default, the paper's for balanced
   * tasks), or "labels": as many as the batch's labels say. Used with two options; with more, the
   * student's answer is its most probable option.
   */
  readonly prior?: "half" | "labels";
}

/**
 * Cross-entropy to `(1 - a) * labels + a * [f > t]`: f is the student's probability, t splits each
 * batch so that half is positive, and a rises in a line over the first 20% of training to `alpha`.
 * No gradient flows through the target.
 * @throws InputError when an option is out of range.
 */
export function confidence(options: ConfidenceOptions = {}): Method {
  const { alpha = 0.75, warmup = 0.2, prior = "half" } = options;
  if (!(alpha >= 0 && alpha <= 1))
    throw new InputError(`confidence: alpha must be in [0, 1], got ${alpha}`);
  if (!(warmup >= 0 && warmup < 1))
    throw new InputError(`confidence: warmup must be in [0, 1), got ${warmup}`);
  if (prior !== "half" && prior !== "labels") {
    throw new InputError(`confidence: prior must be "half" or "labels", got "${prior}"`);
  }
  return method("confidence", { alpha, warmup, prior }, ({ logits, labels, progress }) => {
    const a = warmup > 0 ? mul(minimum(mul(progress, 1 / warmup), 1), alpha) : scalar(alpha);
    const own = logits.shape[2] === 2 ? binaryAnswers(logits, labels, prior) : mostProbable(logits);
    // Cross-entropy is linear in its target, so the mixture of targets is the mixture of losses.
    return add(mul(crossEntropy(labels, logits), sub(1, a)), mul(crossEntropy(own, logits), a));
  });
}

/**
 * Option 1 for the part of the batch with the highest odds. The odds order examples as the
 * probabilities do.
 */
function binaryAnswers(logits: Tensor, labels: Tensor, prior: "half" | "labels"): Tensor {
  const odds = stopGradient(logOdds(logits));
  const share = prior === "half" ? 0.5 : sub(1, mean(optionOf(labels, 1), 0, true));
  const positive = cast(greater(odds, quantile(odds, share, 0)), "float32");
  return stack([sub(1, positive), positive], 2);
}

function mostProbable(logits: Tensor): Tensor {
  const flat = stopGradient(logits);
  return reshape(oneHot(argMax(flat, 2), logits.shape[2] as number), logits.shape);
}
