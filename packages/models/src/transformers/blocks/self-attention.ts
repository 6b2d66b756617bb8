// Attention with its linear layers: three products for queries, keys and values or one for all,
// norms on queries and keys, positions by rotation.

import { reshape, split, type Tensor } from "@w2s/grad";
import type { Layer, Linear, Weights } from "../architecture.js";
import type { Rows } from "../token-batch.js";
import { attend, type Look, type Scores } from "./attention.js";
import type { Inner } from "./residual-block.js";
import { rotate, type Turning } from "./rotary.js";

export interface SelfAttention extends Scores {
  /** Three, or one that gives queries, keys and values one after the other. */
  readonly qkv: readonly [Linear] | readonly [Linear, Linear, Linear];
  readonly output: Linear;
  readonly look: Look;
  /** Of queries and keys, `[rows, heads*size]`, before they turn. */
  readonly norms?: { readonly q: Layer; readonly k: Layer } | undefined;
  /** How queries and keys turn, where positions are rotary. */
  readonly turning?: Turning | undefined;
}

export function selfAttention(options: SelfAttention): Inner {
  const { qkv, output, look, norms, turning, heads, kvHeads } = options;
  const placed = (part: "q" | "k", x: Tensor, of: Rows, weights: Weights) => {
    const normalized = norms ? norms[part].run(x, weights) : x;
    return turning ? rotate(normalized, part === "q" ? heads : kvHeads, of, turning) : normalized;
  };
  return {
    layers: [...qkv, output, ...(norms ? [norms.q, norms.k] : [])],
    output: output.name,
    run(x, weights, batch, rows) {
      const [q, k, v] = projections(options, x, weights, rows);
      const parts = {
        q: placed("q", q, rows, weights),
        k: placed("k", k, batch.tokens, weights),
        v,
      };
      return output.run(attend(parts, batch, rows, look, options), weights);
    },
  };
}

/** Queries of some rows, keys and values of every token. */
function projections(
  { qkv, heads, kvHeads, headSize }: SelfAttention,
  x: Tensor,
  weights: Weights,
  rows: Rows,
): readonly [Tensor, Tensor, Tensor] {
  const [q, k, v] = qkv;
  if (k && v) return [q.run(rows.take(x), weights), k.run(x, weights), v.run(x, weights)];
  const sizes = [heads, kvHeads, kvHeads].map((count) => count * headSize);
  const [queries, keys, values] = split(q.run(x, weights), sizes, 1) as [Tensor, Tensor, Tensor];
  return [rows.take(queries), keys, values];
}

/** A norm within each head: `x: [rows, heads*size]`. */
export function perHead(norm: Layer, size: number): Layer {
  return {
    shapes: norm.shapes,
    run(x, weights) {
      const width = Number(x.shape[1]);
      return reshape(norm.run(reshape(x, [-1, width / size, size]), weights), [-1, width]);
    },
  };
}
