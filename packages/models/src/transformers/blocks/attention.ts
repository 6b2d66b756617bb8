// Attention, and what it may look at.

import {
  add,
  and,
  attention,
  cast,
  concat,
  equal,
  expandDims,
  less,
  lessEqual,
  matmul,
  mul,
  reshape,
  slice,
  softmax,
  sub,
  type Tensor,
} from "@w2s/grad";
import type { Keys, KeysAndValues, Places, Rows, TokenBatch } from "../token-batch.js";
import { softCap } from "./layers.js";

export interface HeadSizes {
  readonly heads: number;
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
}

/** How scores of attention come about. */
export interface Scores extends HeadSizes {
  /** Products of queries and keys are multiplied with it; default: 1 / sqrt(`headSize`). */
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
    const own = { keys: keys[i]!, values: values[i]! };
    const earlier = batch.earlier?.(own);
    if (earlier) return continuedAttention(query, earlier, own, { scale, bias, cap });
    return cap === null
      ? attention(query, keys[i]!, values[i]!, { scale, bias })
      : cappedAttention(query, keys[i]!, values[i]!, { scale, bias, cap });
  });
  return rows.join(mixed);
}

interface Scoring<Cap = number | null> {
  readonly scale: number;
  readonly bias: Tensor | undefined;
  readonly cap: Cap;
}

/** As `attention` of grad, in parts: a cap stands between scores and bias. */
function cappedAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { scale, bias, cap }: Scoring<number>,
): Tensor {
  const { grouped, apart } = headsOf(q, k);
  const products = apart(matmul(grouped(q), k, { transposeB: true }));
  const scores = softCap(mul(products, scale), cap);
  const shares = softmax(bias ? add(scores, bias) : scores);
  return apart(matmul(grouped(shares), v));
}

/**
 * Attention of one place a text to what stands before it, under the bias, and to itself. Earlier
 * keys and values stay where they lie: to join the new ones to them would copy them all.
 */
function continuedAttention(
  q: Tensor,
  earlier: KeysAndValues,
  own: KeysAndValues,
  { scale, bias, cap }: Scoring,
): Tensor {
  const { grouped, apart } = headsOf(q, own.keys);
  const scoresOf = (keys: Tensor) => {
    const products = mul(apart(matmul(grouped(q), keys, { transposeB: true })), scale);
    return cap === null ? products : softCap(products, cap);
  };
  const before = scoresOf(earlier.keys);
  const shares = softmax(concat([scoresOf(own.keys), bias ? add(before, bias) : before], -1));
  const mixed = matmul(grouped(slice(shares, 3, 1)), earlier.values);
  return apart(add(mixed, mul(grouped(slice(shares, 3, 0, 1)), own.values)));
}

/** The query heads of one key head as its rows, and apart again. */
function headsOf({ shape: [texts, heads, places] }: Tensor, keys: Tensor) {
  return {
    grouped: (x: Tensor) => reshape(x, [texts!, keys.shape[1]!, -1, x.shape[3]!]),
    apart: (x: Tensor) => reshape(x, [texts!, heads!, places!, x.shape[3]!]),
  };
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
