// The Kullback-Leibler divergence of a student from its labels: cross-entropy less the labels' own
// entropy, so that it is 0 where they agree. Its gradient is that of the naive method.

import { sub } from "@w2s/grad";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { method } from "./method.js";
import { logProbabilities, overOptions, safeLog } from "./soft.js";

/** `sum_k label_k log(label_k / p_k)`: forward KL. */
export const kl = methodKind("kl", z.strictObject({}), () =>
  method("kl", {}, ({ logits, labels }) =>
    overOptions(labels, sub(safeLog(labels), logProbabilities(logits))),
  ),
);
