// Virtual adversarial training: what a student says of an example must not change when the example
// is moved a little in the direction in which it would change most. Source: Miyato et al. 2018,
// arXiv 1704.03976, algorithm 1 with one power iteration. Departures: what is moved is what the
// student's head sees, by a share of its length; and the iteration starts from the features
// themselves, not from noise (for a linear head and two options any start gives the same
// direction).

import {
  add,
  broadcastTo,
  div,
  expandDims,
  gradients,
  mul,
  sqrt,
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
import { logProbabilities, overOptions, safeLog, softmaxOf } from "./soft.js";

const schema = z.strictObject({
  /** The weight of the divergence; at least 0, default 1 (the paper's). */
  alpha: inRange("[0, inf)").default(1),
  /** How far an example is moved, as a share of its length; above 0, default 0.1. */
  epsilon: inRange("(0, inf)").default(0.1),
});
/** Options of `vat`. */
export type VatOptions = z.input<typeof schema>;

/** How far the power iteration looks, as a share of an example's length. */
const look = 1e-2;

/**
 * Cross-entropy to the labels plus `alpha KL(p(x) || p(x + r))`, r the direction of the largest
 * divergence of length `epsilon |x|`. No gradient flows through p(x) and r.
 * @throws InputError when an option is out of range.
 */
export const vat = methodKind("vat", schema, ({ alpha, epsilon }) =>
  method("vat", { alpha, epsilon }, ({ logits, labels, features, forward }) => {
    const students = logits.shape[1]!;
    const [batch, ...rest] = features.shape;
    // Each student has a direction of its own.
    const x = broadcastTo(expandDims(features, 1), [batch!, students, ...rest]);
    const said = stopGradient(softmaxOf(logits));
    const moved = (by: Tensor) => divergence(said, forward(add(x, by)));
    const start = stopGradient(mul(x, look));
    const [slope] = gradients(sum(moved(start)), [start]);
    const r = stopGradient(mul(unit(slope!), mul(lengthOf(x), epsilon)));
    return add(crossEntropy(labels, logits), mul(moved(r), alpha));
  }),
);

/** `sum_k p_k log(p_k / q_k)`, q those of the logits. */
function divergence(p: Tensor, logits: Tensor): Tensor {
  return overOptions(p, sub(safeLog(p), logProbabilities(logits)));
}

/** Over all axes but those of examples and students, which stay. */
function lengthOf(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(2);
  return sqrt(sum(mul(x, x), axes, true));
}

function unit(x: Tensor): Tensor {
  return div(x, add(lengthOf(x), 1e-12));
}
