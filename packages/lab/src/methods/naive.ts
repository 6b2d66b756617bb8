// Naive finetuning on weak labels: the baseline of every comparison. Source: Burns et al. 2023,
// section 4.

import { crossEntropy } from "./cross-entropy.js";
import { type LossMethod, method } from "./method.js";

/** Cross-entropy to the labels as they are, and nothing else. */
export function naive(): LossMethod {
  return method("naive", {}, ({ logits, labels }) => crossEntropy(labels, logits));
}
