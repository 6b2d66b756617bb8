// Early-learning regularisation: a student is held to what it said of an example before it began to
// memorise wrong labels, a moving average of its own probabilities. Source: Liu et al. 2020, arXiv
// 2007.00151, equations 5 and 6, and the authors' code, which updates the average before it is
// used.

import {
  add,
  clamp,
  div,
  expandDims,
  gather,
  log,
  mul,
  scatterAdd,
  stopGradient,
  sub,
  sum,
  type Tensor,
} from "@w2s/grad";
import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { overOptions, softmaxOf } from "./soft.js";

const schema = z.strictObject({
  /** The weight of the regularisation; at least 0, default 3 (the paper's for CIFAR-10). */
  lambda: inRange("[0, inf)").default(3),
  /** How much of the average stays at each look; in [0, 1), default 0.7 (the paper's). */
  beta: inRange("[0, 1)").default(0.7),
});
/** Options of `elr`. */
export type ElrOptions = z.input<typeof schema>;

/**
 * Cross-entropy to the labels plus `lambda log(1 - sum_k p_k t_k)`: t is each example's average of
 * the student's probabilities, `t = beta t + (1 - beta) p`, and starts at 0.
 * @throws InputError when an option is out of range.
 */
export const elr = methodKind("elr", schema, ({ lambda, beta }) =>
  method(
    "elr",
    { lambda, beta },
    ({ logits, labels, index, state }) => {
      const own = clamp(softmaxOf(logits), 1e-4, 1 - 1e-4);
      const before = gather(state.targets!, index);
      const now = add(mul(before, beta), mul(normalised(stopGradient(own)), 1 - beta));
      const held = log(sub(1, overOptions(now, own)));
      return {
        losses: add(crossEntropy(labels, logits), mul(held, lambda)),
        // An example is once in a batch: adding what changed replaces its row.
        state: { targets: scatterAdd(state.targets!, index, sub(now, before)) },
      };
    },
    { targets: { axes: ["examples", "students", "options"] } },
  ),
);

function normalised(weights: Tensor): Tensor {
  return div(weights, expandDims(sum(weights, 2), 2));
}
