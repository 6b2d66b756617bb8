// Naive finetuning on weak labels: the baseline of every comparison. Source: Burns et al. 2023,
// section 4.

import * as z from "zod";
import { crossEntropy } from "./cross-entropy.js";
import { methodKind } from "./kind.js";
import { method } from "./method.js";

/** Cross-entropy to the labels as they are, and nothing else. */
export const naive = methodKind("naive", z.strictObject({}), () =>
  method("naive", {}, ({ logits, labels }) => crossEntropy(labels, logits)),
);
