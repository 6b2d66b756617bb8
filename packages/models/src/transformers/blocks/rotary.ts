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
import { attentionFactor, type Rope, ropeFrequencies } from "../../config/rope-scalings.js";
import type { Rows } from "../token-batch.js";

/** How the first dimensions of heads turn, twice as many as there are speeds. */
export interface Turning {
  /** Radians per position: `[size / 2]`. */
  readonly speeds: NdArray;
  /** What turns is also multiplied with it; 1 for most models. */
  readonly factor: number;
}

/** Made once a model: blocks that share it share their cosines. */
export function turningOf(rope: Rope, size: number): Turning {
  const frequencies = ropeFrequencies(rope, size);
  const speeds = ndarray(Float32Array.from(frequencies), [frequencies.length]);
  return { speeds, factor: attentionFactor(rope) };
}

/** One for each type of layer, where their ropes differ. */
export function turningByType<Type extends string>(
  ropes: Readonly<Record<Type, Rope>>,
  size: number,
): Readonly<Record<Type, Turning>> {
  const entries = Object.entries<Rope>(ropes).map(([type, rope]) => [type, turningOf(rope, size)]);
  return Object.fromEntries(entries) as Record<Type, Turning>;
}

/** Turns the first dimensions of each head: `x: [rows, heads*headSize]`. */
export function rotate(
  x: Tensor,
  heads: number,
  { dims, positions }: Rows,
  { speeds, factor }: Turning,
): Tensor {
  const width = x.shape[1]!;
  // Texts whose places are the same share their angles; where each has its own, all rows are one
  // long text.
  const isShared = dims.length === 2 && positions.shape.length === 1;
  const [texts, seq] = isShared ? dims : [1, x.shape[0]!];
  const places = isShared ? positions : reshape(broadcastTo(positions, dims), [seq!]);
  const angles = mul(expandDims(cast(places, "float32"), 1), constant(speeds));
  const [cosines, sines] = [cos(angles), sin(angles)].map((x) =>
    factor === 1 ? x : mul(x, factor),
  );
  const turned = rotary(reshape(x, [texts!, seq!, width]), cosines!, sines!, heads);
  return reshape(turned, [x.shape[0]!, width]);
}
