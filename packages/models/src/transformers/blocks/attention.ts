// Attention, and what it may look at.

import {
  and,
  attention,
  cast,
  equal,
  expandDims,
  less,
  lessEqual,
  mul,
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
 * Attention of the queries of some rows, `[rows, heads*size]`, to the keys and values of every
 * token, `[tokens, kvHeads*size]`; gives `[rows, heads*size]`.
 */
export function attend(
  { q, k, v }: { readonly q: Tensor; readonly k: Tensor; readonly v: Tensor },
  batch: TokenBatch,
  rows: Rows,
  look: Look,
  sizes: HeadSizes,
): Tensor {
  const queries = rows.split(q, sizes.heads);
  const keys = batch.tokens.split(k, sizes.kvHeads);
  const values = batch.tokens.split(v, sizes.kvHeads);
  const scale = 1 / Math.sqrt(sizes.headSize);
  const mixed = queries.map((query, i) => {
    const bias = biasOf(rows.places[i]!, batch.groups[i]!, look);
    return attention(query, keys[i]!, values[i]!, { scale, bias });
  });
  return rows.join(mixed);
}

/**
 * What is added to scores, broadcasting to `[texts, 1, places, seq]`; undefined where everything is
 * visible. Tokens never see padding. Where places of padding look too, they see padding alone, so
 * that nothing flows from them to a token's keys and values.
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

/**
 * What is taken from scores where attention may not look. Finite, so that a row of nothing else
 * stays a number.
 */
const hidden = 1e30;
