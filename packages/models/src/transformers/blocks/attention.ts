// Attention, and what it may look at.

import {
  add,
  and,
  attention,
  cast,
  type Dim,
  equal,
  expandDims,
  less,
  lessEqual,
  matmul,
  mul,
  reshape,
  softmax,
  sub,
  type Tensor,
} from "@w2s/grad";
import type { Keys, Places, Rows, TokenBatch } from "../token-batch.js";
import { softCap } from "./layers.js";

export interface HeadSizes {
  readonly heads: number;
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
}

/** How scores of attention come about. */
export interface Scores extends HeadSizes {
  /** Products of queries and keys are multiplied with it; default: 1 over the root of `headSize`. */
  readonly scale?: number;
  /** Then they become `cap tanh(score / cap)`; default and null: they stay. */
  readonly cap?: number | null;
}

/** Which tokens of its text a token looks at. */
export type Look =
  | { readonly kind: "all" }
  /** Itself and what came before it, at most `window` tokens in all where there is one. */
  | { readonly kind: "back"; readonly window: number | null }
  /** Those at most `reach` places away, to either side. */
  | { readonly kind: "around"; readonly reach: number };

export const lookAtAll: Look = { kind: "all" };
export const lookBack = (window: number | null): Look => ({ kind: "back", window });
export const lookAround = (reach: number): Look => ({ kind: "around", reach });

/**
 * Attention of the queries of some rows, `[rows, heads*size]`, to the keys and values of every
 * token, `[tokens, kvHeads*size]`; gives `[rows, heads*size]`.
 */
export function attend(
  { q, k, v }: { readonly q: Tensor; readonly k: Tensor; readonly v: Tensor },
  batch: TokenBatch,
  rows: Rows,
  look: Look,
  { heads, kvHeads, headSize, scale = 1 / Math.sqrt(headSize), cap = null }: Scores,
): Tensor {
  const queries = rows.split(q, heads);
  const keys = batch.tokens.split(k, kvHeads);
  const values = batch.tokens.split(v, kvHeads);
  const mixed = queries.map((query, i) => {
    const bias = biasOf(rows.places[i]!, batch.groups[i]!, look);
    return cap === null
      ? attention(query, keys[i]!, values[i]!, { scale, bias })
      : cappedAttention(query, keys[i]!, values[i]!, { scale, bias, cap });
  });
  return rows.join(mixed);
}

/** As `attention` of grad, in parts: a cap stands between scores and bias. */
function cappedAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  {
    scale,
    bias,
    cap,
  }: {
    readonly scale: number;
    readonly bias: Tensor | undefined;
    readonly cap: number;
  },
): Tensor {
  const [texts, heads, places] = q.shape as [Dim, Dim, Dim];
  const keyHeads = k.shape[1]!;
  const grouped = (x: Tensor) => reshape(x, [texts, keyHeads, -1, x.shape[3]!]);
  const apart = (x: Tensor) => reshape(x, [texts, heads, places, x.shape[3]!]);
  const products = apart(matmul(grouped(q), k, { transposeB: true }));
  const scores = softCap(mul(products, scale), cap);
  const shares = softmax(bias ? add(scores, bias) : scores);
  return apart(matmul(grouped(shares), v));
}

/**
 * What is added to scores, broadcasting to `[texts, 1, places, seq]`; undefined where everything is
 * visible. Tokens never see padding. Where places of padding look too, they see padding alone, so
 * that nothing flows from them to a token's keys and values.
 */
function biasOf(places: Places, keys: Keys, look: Look): Tensor | undefined {
  const conditions: Tensor[] = [];
  const [query, key] = [expandDims(places.slots, -1), expandDims(keys.slots, 0)];
  if (look.kind === "back") {
    conditions.push(lessEqual(key, query));
    if (look.window !== null) conditions.push(less(sub(query, key), look.window));
  } else if (look.kind === "around") {
    conditions.push(lessEqual(sub(query, key), look.reach), lessEqual(sub(key, query), look.reach));
  }
  if (keys.real && (look.kind !== "back" || keys.alwaysHidden)) {
    const key = expandDims(keys.real, 1);
    conditions.push(places.real ? equal(expandDims(places.real, 2), key) : key);
  }
  if (conditions.length === 0) return undefined;
  const visible = conditions.reduce(and);
  const bias = mul(sub(cast(visible, "float32"), 1), hidden);
  return visible.shape.length === 2 ? bias : expandDims(bias, 1);
}

/**
 * What is taken from scores where attention may not look. Finite, so that a row of nothing else
 * stays a number.
 */
const hidden = 1e30;
