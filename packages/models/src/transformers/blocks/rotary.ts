// Rotary positions: each pair (i, i + size / 2) of a head's first `size` dimensions turns with the
// token's position. Source: arXiv 2104.09864, in the half-split layout of Hugging Face checkpoints.

import {
  broadcastTo,
  cast,
  constant,
  cos,
  expandDims,
  mul,
  type NdArray,
  ndarray,
  reshape,
  rotary,
  sin,
  type Tensor,
} from "@w2s/grad";
import { type Rope, ropeFrequencies } from "../../config/rope.js";
import type { Rows } from "../token-batch.js";

/** Turning speeds `[size / 2]`. Made once a model: blocks that share them share their cosines. */
export function rotarySpeeds(rope: Rope, size: number): NdArray {
  const frequencies = ropeFrequencies(rope, size);
  return ndarray(Float32Array.from(frequencies), [frequencies.length]);
}

/** Speeds for each type of layer, where their ropes differ. */
export function speedsByType<Type extends string>(
  ropes: Readonly<Record<Type, Rope>>,
  size: number,
): Readonly<Record<Type, NdArray>> {
  const entries = Object.entries<Rope>(ropes).map(([type, rope]) => [
    type,
    rotarySpeeds(rope, size),
  ]);
  return Object.fromEntries(entries) as Record<Type, NdArray>;
}

/**
 * Turns the first dimensions of each head, twice as many as there are speeds: `x: [rows,
 * heads*headSize]`.
 */
export function rotate(
  x: Tensor,
  heads: number,
  { dims, positions }: Rows,
  speeds: NdArray,
): Tensor {
  const width = x.shape[1]!;
  // Texts whose places are the same share their angles; where each has its own, all rows are one
  // long text.
  const isShared = dims.length === 2 && positions.shape.length === 1;
  const [texts, seq] = isShared ? dims : [1, x.shape[0]!];
  const places = isShared ? positions : reshape(broadcastTo(positions, dims), [seq!]);
  const angles = mul(expandDims(cast(places, "float32"), 1), constant(speeds));
  const turned = rotary(reshape(x, [texts!, seq!, width]), cos(angles), sin(angles), heads);
  return reshape(turned, [x.shape[0]!, width]);
}
