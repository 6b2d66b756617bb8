// The focal loss: examples that the student already has right count little. Source: Lin et al.
// 2017, arXiv 1708.02002, equation 4; for soft labels each option counts by its probability.

import { exp, log, maximum, mul, neg, sub } from "@w2s/grad";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { logProbabilities, overOptions, softmaxOf } from "./soft.js";

const schema = z.strictObject({
  /** At least 0, default 2 (the paper's); 0 is the naive method. */
  gamma: inRange("[0, inf)").default(2),
});
/** Options of `focal`. */
export type FocalOptions = z.input<typeof schema>;

/**
 * `-sum_k label_k (1 - p_k)^gamma log p_k`, p the student's probabilities.
 * @throws InputError when gamma is out of range.
 */
export const focal = methodKind("focal", schema, ({ gamma }) =>
  method("focal", { gamma }, ({ logits, labels }) => {
    const others = maximum(sub(1, softmaxOf(logits)), 1e-12);
    const weights = exp(mul(log(others), gamma));
    return neg(overOptions(labels, mul(weights, logProbabilities(logits))));
  }),
);
