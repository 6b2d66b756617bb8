// A transformer block as nearly all families have it: attention and then a feed-forward, each added
// to what it was given. They differ in where norms stand.

import { add, type Tensor } from "@w2s/grad";
import type { Block, Layer, Weights } from "../architecture.js";
import type { Rows, TokenBatch } from "../token-batch.js";
import { linearsOf, shapesOf } from "./layers.js";

/** Attention or a feed-forward, and the norms around it. */
export interface Sublayer {
  /** On what it is given. */
  readonly before?: Layer | null;
  readonly inner: Inner;
  /** On what it gives, before that is added. */
  readonly after?: Layer;
  /** On the sum. */
  readonly onSum?: Layer | undefined;
}

export interface Inner {
  /** Its layers, in the order in which they are computed. */
  readonly layers: readonly Layer[];
  /** The name of the linear layer that gives its output. */
  readonly output: string;
  /** From every token's activations to those of `rows`, `[rows, d]`. */
  run(x: Tensor, weights: Weights, batch: TokenBatch, rows: Rows): Tensor;
}

/** A feed-forward gets rows alone: each token is computed for itself. */
export interface FeedForward extends Inner {
  run(x: Tensor, weights: Weights): Tensor;
}

export function residualBlock(
  attention: Sublayer,
  feedForward: Sublayer & { readonly inner: FeedForward },
): Block {
  const layers = [attention, feedForward].flatMap(({ before, inner, after, onSum }) =>
    [before, ...inner.layers, after, onSum].filter((layer) => layer != null),
  );
  return {
    shapes: shapesOf(...layers),
    linears: linearsOf(...layers),
    branches: [attention.inner.output, feedForward.inner.output],
    run(x, batch, weights, rows = batch.tokens) {
      const normalized = attention.before?.run(x, weights) ?? x;
      const mixed = attention.inner.run(normalized, weights, batch, rows);
      const attended = added(attention, rows.take(x), mixed, weights);
      const inner = feedForward.before?.run(attended, weights) ?? attended;
      return added(feedForward, attended, feedForward.inner.run(inner, weights), weights);
    },
  };
}

function added({ after, onSum }: Sublayer, x: Tensor, output: Tensor, weights: Weights): Tensor {
  const sum = add(x, after?.run(output, weights) ?? output);
  return onSum?.run(sum, weights) ?? sum;
}
