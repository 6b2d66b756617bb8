// What a language model says of the next token: for pretraining losses, and for scoring what could follow a text.

import { gather, logSoftmaxAt, type Tensor } from "@w2s/grad";
import type { LanguageModelHead, Weights } from "./architecture.js";

/** Predictions that are asked for: the token after row `rows[i]` of the activations is `tokens[i]`. Both int32 `[predictions]`. */
export interface NextTokens {
  readonly rows: Tensor;
  readonly tokens: Tensor;
}

/**
 * Log-probabilities (nats) of next tokens, `[predictions]`, from the last layer's activations, `states: [rows, d]`. The head sees
 * only the rows that are asked about.
 */
export function nextTokenLogProbabilities(
  states: Tensor,
  { rows, tokens }: NextTokens,
  head: LanguageModelHead,
  weights: Weights,
): Tensor {
  return logSoftmaxAt(head.run(gather(states, rows), weights), tokens);
}
