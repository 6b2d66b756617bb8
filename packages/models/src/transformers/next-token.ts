// What a language model says of the next token: for pretraining losses, and for scoring what could
// follow a text.

import {
  concat,
  gather,
  logSoftmaxAt,
  logSumExp,
  matmul,
  mul,
  split,
  sub,
  sum,
  type Tensor,
} from "@w2s/grad";
import type { LanguageModelHead, Weights } from "./architecture.js";

/**
 * Log-probabilities (nats) of tokens, `[predictions]`: `tokens[i]` (int32) after the token whose
 * last activations are `states[i]`, `[predictions, d]`. Take only the rows that are asked about:
 * the head is wide. With `columns`, it computes the logits of so many tokens of the vocabulary at a
 * time: for training, where no array is then as wide as the vocabulary; default: all together.
 */
export function nextTokenLogProbabilities(
  states: Tensor,
  tokens: Tensor,
  head: LanguageModelHead,
  weights: Weights,
  { columns = Number.POSITIVE_INFINITY }: { readonly columns?: number } = {},
): Tensor {
  const matrix = weights(head.matrix);
  const vocabulary = Number(matrix.shape[0]);
  if (vocabulary <= columns) return logSoftmaxAt(head.run(states, weights), tokens);
  const inner = head.inner(states, weights);
  const sums = split(matrix, partsOf(vocabulary, columns), 0).map((part) =>
    logSumExp(head.logits(matmul(inner, part, { transposeB: true })), 1, true),
  );
  const chosen = head.logits(sum(mul(inner, gather(matrix, tokens)), 1));
  return sub(chosen, logSumExp(concat(sums, 1), 1));
}

/** Sizes of nearly equal parts, each at most `most`. */
function partsOf(total: number, most: number): number[] {
  const count = Math.ceil(total / most);
  const before = (part: number) => Math.floor((total * part) / count);
  return Array.from({ length: count }, (_, part) => before(part + 1) - before(part));
}
