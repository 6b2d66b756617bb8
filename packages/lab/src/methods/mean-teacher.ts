// Mean teacher: a student is held to what the moving average of its own weights says. Source:
// Tarvainen & Valpola 2017, arXiv 1703.01780, and the authors' code, whose run with every example
// labelled gives the defaults. Departures: there is no noise but dropout, which student and teacher
// draw each for itself, and the average has one decay for all of training.

import { add, exp, maximum, mean, mul, scalar, sub, type Tensor } from "@w2s/grad";
import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { softmaxOf } from "./soft.js";

const schema = z.strictObject({
  /** The weight of consistency once it has risen; at least 0, default 100 (the source's). */
  weight: inRange("[0, inf)").default(100),
  /** How much of the average stays at each step; in [0, 1), default 0.999 (the source's). */
  decay: inRange("[0, 1)").default(0.999),
  /**
   * The share of training in which the weight rises, as `exp(-5 (1 - x)^2)`; in [0, 1], default
   * 0.22 (the source's: 40,000 of 180,000 steps).
   */
  rampUp: inRange("[0, 1]").default(0.22),
  /**
   * Who is evaluated, kept and scored: "teacher" (default, the source's), the average; or
   * "student", what is trained.
   */
  scored: z.enum(["teacher", "student"]).default("teacher"),
});
/** Options of `meanTeacher`. */
export type MeanTeacherOptions = z.input<typeof schema>;

/**
 * Cross-entropy to the labels plus `weight` times the mean over options of `(p_k - t_k)^2`: p are
 * the student's probabilities, t those of the average of its weights over the steps so far, into
 * which no gradient flows.
 * @throws InputError when an option is out of range.
 */
export const meanTeacher = methodKind("mean-teacher", schema, ({ weight, decay, rampUp, scored }) =>
  method(
    "mean-teacher",
    { weight, decay, rampUp, scored },
    ({ logits, labels, progress, teacher }) => {
      const apart = sub(softmaxOf(logits), softmaxOf(teacher));
      const consistency = mul(mean(mul(apart, apart), 2), risen(weight, rampUp, progress));
      return add(crossEntropy(labels, logits), consistency);
    },
    undefined,
    { decay, scored: scored === "teacher" },
  ),
);

/** `most exp(-5 (1 - x)^2)`, x the share of the ramp that is behind: a scalar. */
function risen(most: number, rampUp: number, progress: Tensor): Tensor {
  if (rampUp === 0) return scalar(most);
  const ahead = maximum(sub(1, mul(progress, 1 / rampUp)), 0);
  return mul(exp(mul(mul(ahead, ahead), -5)), most);
}
