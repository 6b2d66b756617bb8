// What every architecture gives: the parameters it needs, and its forward pass over symbolic tensors. Tokens are rows:
// activations are `[batch*seq, d]`, and only attention sees them as `[batch, seq]`.

import type { Shape, Tensor } from "@w2s/grad";

/** The tokens of one batch, as a program sees them. */
export interface TokenBatch {
  /** int32 `[batch, seq]`. */
  readonly ids: Tensor;
  /** int32 `[seq]`: 0, 1, 2, ... */
  readonly positions: Tensor;
  /** float32 `[batch, seq]`, 1 for a token and 0 for padding on the right; undefined where nothing is padded. */
  readonly mask: Tensor | undefined;
}

export type Weights = (name: string) => Tensor;

export interface Architecture {
  /** Shapes of the parameters that the first `blocks` blocks need, by the names of the Hugging Face checkpoint. */
  parameters(blocks: number): Readonly<Record<string, Shape>>;
  /** Prefixes that checkpoints of this family put before those names. */
  readonly prefixes: readonly string[];
  /**
   * Activations after the embeddings and after each of the first `blocks` blocks: `blocks + 1` tensors `[batch*seq, d]`. The
   * last block's are those that the model's head sees (after the final norm, where the family has one).
   */
  hiddenStates(batch: TokenBatch, weights: Weights, blocks: number): Tensor[];
}
