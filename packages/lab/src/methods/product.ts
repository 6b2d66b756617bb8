// The product loss: the target is what student and labels agree on, their product. Source: the
// code that the authors of Burns et al. 2023 released (product_loss_fn). Its warm-up share is not
// used there, and is left out here.

import { add, mul, softmax, stopGradient } from "@w2s/grad";
import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { logProbabilities, safeLog } from "./soft.js";

const schema = z.strictObject({
  /** The power of the labels; at least 0, default 1. */
  alpha: inRange("[0, inf)").default(1),
  /** The power of the student's own probabilities; at least 0, default 1. */
  beta: inRange("[0, inf)").default(1),
});
/** Options of `product`. */
export type ProductOptions = z.input<typeof schema>;

/**
 * Cross-entropy to `p^beta * label^alpha`, made to sum to 1. No gradient flows through the target.
 * @throws InputError when an option is out of range.
 */
export const product = methodKind("product", schema, ({ alpha, beta }) =>
  method("product", { alpha, beta }, ({ logits, labels }) => {
    const own = mul(stopGradient(logProbabilities(logits)), beta);
    return crossEntropy(softmax(add(own, mul(safeLog(labels), alpha)), 2), logits);
  }),
);
