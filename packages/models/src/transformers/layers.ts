// Blocks that the architectures share.

import {
  add,
  expandDims,
  gelu,
  matmul,
  mul,
  pow,
  relu,
  reshape,
  type Shape,
  silu,
  softmax,
  sub,
  type Tensor,
  tanh,
  transpose,
} from "@w2s/grad";
import type { Activation } from "../config/activation.js";
import type { TokenBatch, Weights } from "./architecture.js";

/** Shapes of a linear layer's parameters, as checkpoints hold them: `weight: [out, in]`. */
export function linearShapes(
  name: string,
  outputs: number,
  inputs: number,
  bias: boolean,
): Record<string, Shape> {
  const weight = { [`${name}.weight`]: [outputs, inputs] };
  return bias ? { ...weight, [`${name}.bias`]: [outputs] } : weight;
}

/** `x W^T + b`: `[rows, in]` -> `[rows, out]`. */
export function linear(x: Tensor, weights: Weights, name: string, bias: boolean): Tensor {
  const product = matmul(x, weights(`${name}.weight`), { transposeB: true });
  return bias ? add(product, weights(`${name}.bias`)) : product;
}

const activations: { readonly [A in Activation]: (x: Tensor) => Tensor } = {
  gelu,
  "gelu-tanh": (x) =>
    mul(mul(x, 0.5), add(tanh(mul(add(x, mul(pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))), 1)),
  relu,
  silu,
  tanh,
};

export function activate(activation: Activation, x: Tensor): Tensor {
  return activations[activation](x);
}

export interface HeadSizes {
  readonly heads: number;
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
}

/** `[batch*seq, heads*size]` -> `[batch, heads, seq, size]`. */
export function splitHeads(x: Tensor, { ids }: TokenBatch, heads: number, size: number): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  return transpose(reshape(x, [batch, seq, heads, size]), [0, 2, 1, 3]);
}

/**
 * Attention of queries `[batch, heads, seq, size]` to keys and values `[batch, kvHeads, seq, size]`; gives
 * `[batch*seq, heads*size]`. The query heads of one key head are its rows: nothing is repeated. `bias` is added to the
 * scores and broadcasts to `[batch, 1, 1, seq, seq]`.
 */
export function attend(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  bias: Tensor | undefined,
  { heads, kvHeads, headSize }: HeadSizes,
): Tensor {
  const [batch, , seq] = q.shape as [string, number, string];
  const shared = heads / kvHeads;
  const grouped = reshape(mul(q, 1 / Math.sqrt(headSize)), [batch, kvHeads, shared, seq, headSize]);
  const scores = matmul(grouped, expandDims(k, 2), { transposeB: true });
  const weights = softmax(bias ? add(scores, bias) : scores);
  const mixed = reshape(matmul(weights, expandDims(v, 2)), [batch, heads, seq, headSize]);
  return reshape(transpose(mixed, [0, 2, 1, 3]), [reshapeRows(batch, seq), heads * headSize]);
}

/** The dimension "batch*seq", as reshape names it. */
export function reshapeRows(batch: string, seq: string): string {
  return [batch, seq].sort().join("*");
}

/** What is added to scores where attention may not look. Finite, so that a row of nothing else stays a number. */
const hidden = 1e30;

/** 0 where `visible` (1) and a very negative number where not (0). */
export function maskBias(visible: Tensor): Tensor {
  return mul(sub(visible, 1), hidden);
}
