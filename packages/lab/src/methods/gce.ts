// Generalised cross-entropy: between the mean absolute error, which wrong labels hardly move, and
// cross-entropy, which learns fast. Source: Zhang and Sabuncu 2018, arXiv 1805.07836, equation 6;
// for soft labels each option counts by its probability.

import { div, exp, mul, sub } from "@w2s/grad";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { inRange } from "./options.js";
import { logProbabilities, overOptions } from "./soft.js";

const schema = z.strictObject({
  /** In (0, 1], default 0.7 (the paper's): near 0 cross-entropy, at 1 the mean absolute error. */
  q: inRange("(0, 1]").default(0.7),
});
/** Options of `gce`. */
export type GceOptions = z.input<typeof schema>;

/**
 * `sum_k label_k (1 - p_k^q) / q`, p the student's probabilities.
 * @throws InputError when q is out of range.
 */
export const gce = methodKind("gce", schema, ({ q }) =>
  method("gce", { q }, ({ logits, labels }) => {
    const powers = exp(mul(logProbabilities(logits), q));
    return overOptions(labels, div(sub(1, powers), q));
  }),
);
