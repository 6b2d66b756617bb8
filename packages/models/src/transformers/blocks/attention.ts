// Attention, and what it may look at.

import {
  add,
  and,
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

export interface HeadSizes {
  readonly heads: number;
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly headSize: number;
}

/** Which tokens of its text a token looks at. */
export type Look =
  | { readonly kind: "all" }
  /** Itself and what came before it, at most `window` tokens in all where there is one. */
  | { readonly kind: "back"; readonly window: number | null };

export const lookAtAll: Look = { kind: "all" };
export const lookBack = (window: number | null): Look => ({ kind: "back", window });

/**
 * Attention of the queries of some rows, `[rows, heads*size]`, to the keys and values of every token,
 * `[tokens, kvHeads*size]`; gives `[rows, heads*size]`.
 */
export function attend(
  { q, k, v }: { readonly q: Tensor; readonly k: Tensor; readonly v: Tensor },
  batch: TokenBatch,
  rows: Rows,
  look: Look,
  sizes: HeadSizes,
): Tensor {
  const scaled = mul(q, 1 / Math.sqrt(sizes.headSize));
  const queries = rows.split(scaled, sizes.heads);
  const keys = batch.tokens.split(k, sizes.kvHeads);
  const values = batch.tokens.split(v, sizes.kvHeads);
  const mixed = queries.map((query, i) =>
    attendWithin(query, keys[i]!, values[i]!, biasOf(rows.places[i]!, batch.groups[i]!, look)),
  );
  return rows.join(mixed);
}

/**
 * Queries `[texts, heads, places, size]` to keys and values `[texts, kvHeads, seq, size]`. The query heads of one key head are its
 * rows: nothing is repeated.
 */
function attendWithin(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | undefined): Tensor {
  const [texts, heads, places, size] = q.shape as [Dim, number, Dim, number];
  const kvHeads = k.shape[1] as number;
  if (kvHeads === heads) return weighted(q, k, v, bias);
  const grouped = reshape(q, [texts, kvHeads, heads / kvHeads, places, size]);
  const shared = bias && bias.shape.length > 2 ? expandDims(bias, 1) : bias;
  return reshape(weighted(grouped, expandDims(k, 2), expandDims(v, 2), shared), q.shape);
}

function weighted(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | undefined): Tensor {
  const scores = matmul(q, k, { transposeB: true });
  return matmul(softmax(bias ? add(scores, bias) : scores), v);
}

/**
 * What is added to scores, broadcasting to `[texts, 1, places, seq]`; undefined where everything is visible. Tokens never see padding.
 * Where places of padding look too, they see padding alone, so that nothing flows from them to a token's keys and values.
 */
function biasOf(places: Places, keys: Keys, look: Look): Tensor | undefined {
  const conditions: Tensor[] = [];
  if (look.kind === "back") {
    const [query, key] = [expandDims(places.slots, -1), expandDims(keys.slots, 0)];
    conditions.push(lessEqual(key, query));
    if (look.window !== null) conditions.push(less(sub(query, key), look.window));
  }
  if (keys.real && (look.kind === "all" || keys.alwaysHidden)) {
    const key = expandDims(keys.real, 1);
    conditions.push(places.real ? equal(expandDims(places.real, 2), key) : key);
  }
  if (conditions.length === 0) return undefined;
  const visible = conditions.reduce(and);
  const bias = mul(sub(cast(visible, "float32"), 1), hidden);
  return visible.shape.length === 2 ? bias : expandDims(bias, 1);
}

/** What is taken from scores where attention may not look. Finite, so that a row of nothing else stays a number. */
const hidden = 1e30;
