// Attention, and what it may look at.

import {
  add,
  and,
  cast,
  expandDims,
  less,
  lessEqual,
  matmul,
  mul,
  reshape,
  softmax,
  sub,
  type Tensor,
  transpose,
} from "@w2s/grad";
import { rowsOf, type TokenBatch } from "../token-batch.js";

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
  { ids }: TokenBatch,
  bias: Tensor | undefined,
  { heads, kvHeads, headSize }: HeadSizes,
): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  const shared = heads / kvHeads;
  const grouped = reshape(mul(q, 1 / Math.sqrt(headSize)), [batch, kvHeads, shared, seq, headSize]);
  const scores = matmul(grouped, expandDims(k, 2), { transposeB: true });
  const weights = softmax(bias ? add(scores, bias) : scores);
  const mixed = reshape(matmul(weights, expandDims(v, 2)), [batch, heads, seq, headSize]);
  return reshape(transpose(mixed, [0, 2, 1, 3]), [rowsOf(ids), heads * headSize]);
}

/** An encoder's tokens look at every token, and not at padding: `[batch, 1, 1, 1, seq]`. */
export function paddingBias({ padding }: TokenBatch): Tensor | undefined {
  return padding && maskBias(everyQuery(padding.mask));
}

/**
 * A decoder's token looks at itself and at what came before it, at most `window` tokens in all where there is one:
 * `[seq, seq]`. So it never sees padding on its right; padding on its left is hidden too: `[batch, 1, 1, seq, seq]`.
 */
export function causalBias({ slots, padding }: TokenBatch, window: number | null): Tensor {
  const query = expandDims(slots, 1);
  const key = expandDims(slots, 0);
  const before = lessEqual(key, query);
  const near = window === null ? before : and(before, less(sub(query, key), window));
  const visible = cast(near, "float32");
  return maskBias(padding?.side === "left" ? mul(everyQuery(padding.mask), visible) : visible);
}

/** `[batch, seq]` -> `[batch, 1, 1, 1, seq]`. */
function everyQuery(mask: Tensor): Tensor {
  return expandDims(expandDims(expandDims(mask, 1), 1), 1);
}

/** What is added to scores where attention may not look. Finite, so that a row of nothing else stays a number. */
const hidden = 1e30;

/** 0 where `visible` (1) and a very negative number where not (0). */
function maskBias(visible: Tensor): Tensor {
  return mul(sub(visible, 1), hidden);
}
