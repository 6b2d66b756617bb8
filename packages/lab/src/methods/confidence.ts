// The auxiliary confidence loss: the student's own confident answers are mixed into its labels, so
// that it may overrule its supervisor. Source: Burns et al. 2023, section 4.3 and appendix A.4.
// Departures from the authors' released code: the mixing weight grows in a line up to its maximum
// and stays there (theirs grows to 0.1 and then jumps to 1), and which answers count as positive is
// decided by their order in the training batch alone, exactly as many as the prior says.

import {
  add,
  argMax,
  cast,
  cumSum,
  dimSize,
  equal,
  floor,
  greater,
  kthLargest,
  lessEqual,
  maximum,
  mul,
  oneHot,
  reshape,
  scalar,
  slice,
  squeeze,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from "@w2s/grad";
import * as z from "zod";
import { crossEntropy, logOdds, optionOf } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import type { LossContext } from "./loss.js";
import { method } from "./method.js";
import { inRange, warmedUp } from "./options.js";

const schema = z.strictObject({
  /**
   * The largest weight on the student's own answers; in [0, 1], default 0.5 (the paper's; it has
   * 0.75 for its largest students).
   */
  alpha: inRange("[0, 1]").default(0.5),
  /** The share of training over which the weight rises from 0; in [0, 1), default 0.2. */
  warmup: inRange("[0, 1)").default(0.2),
  /**
   * The share of a batch's answers that count as option 1: "half" (default, the paper's for
   * balanced tasks), "data": the labels' mean over all training examples, "labels": their mean over
   * the batch, or a number in (0, 1). Used with two options; with more, the student's answer is its
   * most probable option.
   */
  prior: z
    .union([z.enum(["half", "data", "labels"]), inRange("(0, 1)")], {
      error: 'must be "half", "data", "labels" or a number in (0, 1)',
    })
    .default("half"),
});
/** Options of `confidence`. */
export type ConfidenceOptions = z.input<typeof schema>;

/**
 * Cross-entropy to `(1 - a) * labels + a * own`: the student's own answer is option 1 for the
 * examples of the batch with the highest odds, round(share * n) of n, those that come first where
 * odds are equal; a lone example's is what it holds more probable. The weight a rises in a line
 * over the first 20% of training to `alpha`. No gradient flows through the target.
 * @throws InputError when an option is out of range.
 */
export const confidence = methodKind("confidence", schema, ({ alpha, warmup, prior }) =>
  method("confidence", { alpha, warmup, prior }, (context) => {
    const { logits, labels, progress } = context;
    const a = warmedUp(alpha, warmup, progress);
    const own = logits.shape[2] === 2 ? binaryAnswers(context, prior) : mostProbable(logits);
    // Cross-entropy is linear in its target, so the mixture of targets is the mixture of losses.
    return add(mul(crossEntropy(labels, logits), sub(1, a)), mul(crossEntropy(own, logits), a));
  }),
);

/** Option 1 for as many examples of the batch as the prior says, those of the highest odds. */
function binaryAnswers(context: LossContext, prior: z.output<typeof schema>["prior"]): Tensor {
  const odds = stopGradient(logOdds(context.logits));
  const size = cast(dimSize(odds, 0), "float32");
  const wanted = floor(add(positives(context, prior, size), 0.5));
  const positive = where(equal(size, 1), isAbove(odds, scalar(0)), leading(odds, wanted));
  return stack([sub(1, positive), positive], 2);
}

/** How many of `size` examples are to be positive, before rounding: a scalar or `[students]`. */
function positives(
  { labels, prior: overall }: LossContext,
  prior: z.output<typeof schema>["prior"],
  size: Tensor,
): Tensor {
  if (prior === "labels") return sum(optionOf(labels, 1), 0);
  if (prior === "data") return mul(squeeze(slice(overall, 1, 1, 2), 1), size);
  return mul(size, prior === "half" ? 0.5 : prior);
}

/**
 * 1 for the `wanted` highest of each student's odds, of equal ones for those that come first. With
 * t the lowest of them: all that are above t, and as many of those at t as there is room for.
 */
function leading(odds: Tensor, wanted: Tensor): Tensor {
  const lowest = kthLargest(odds, cast(maximum(wanted, 1), "int64"), 0);
  const above = isAbove(odds, lowest);
  const level = cast(equal(odds, lowest), "float32");
  const room = sub(wanted, sum(above, 0));
  const fits = cast(lessEqual(cumSum(level, 0), room), "float32");
  return add(above, mul(level, fits));
}

const isAbove = (x: Tensor, y: Tensor): Tensor => cast(greater(x, y), "float32");

/** The answer that a student holds most probable. */
function mostProbable(logits: Tensor): Tensor {
  const flat = stopGradient(logits);
  return reshape(oneHot(argMax(flat, 2), logits.shape[2] as number), logits.shape);
}
