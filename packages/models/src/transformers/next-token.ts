// What a language model says of the next token: for pretraining losses, and for scoring what could follow a text.

import { logSoftmaxAt, type Tensor } from "@w2s/grad";
import type { LanguageModelHead, Weights } from "./architecture.js";

/**
 * Log-probabilities (nats) of tokens, `[predictions]`: `tokens[i]` (int32) after the token whose last activations are
 * `states[i]`, `[predictions, d]`. Take only the rows that are asked about: the head is wide.
 */
export function nextTokenLogProbabilities(
  states: Tensor,
  tokens: Tensor,
  head: LanguageModelHead,
  weights: Weights,
): Tensor {
  return logSoftmaxAt(head.run(states, weights), tokens);
}
