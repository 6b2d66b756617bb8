// Rotary positions: each pair (i, i + size / 2) of a head's dimensions turns with the token's position.
// Source: arXiv 2104.09864, in the half-split layout of Hugging Face checkpoints.

import {
  add,
  cast,
  concat,
  constant,
  cos,
  expandDims,
  mul,
  ndarray,
  neg,
  sin,
  slice,
  type Tensor,
} from "@w2s/grad";
import { type Rope, ropeFrequencies } from "../config/rope.js";

export interface Rotation {
  /** `[seq, size]`, both halves alike. */
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/** The rotations of `positions: [seq]`. */
export function rotationOf(positions: Tensor, rope: Rope, headSize: number): Rotation {
  const frequencies = ropeFrequencies(rope, headSize);
  const both = constant(ndarray(Float32Array.from([...frequencies, ...frequencies]), [1, headSize]));
  const angles = mul(expandDims(cast(positions, "float32"), 1), both);
  return { cosines: cos(angles), sines: sin(angles) };
}

/** Turns `x: [batch, heads, seq, size]`. */
export function rotate(x: Tensor, { cosines, sines }: Rotation): Tensor {
  const size = x.shape[3] as number;
  const turned = concat([neg(slice(x, 3, size / 2, size)), slice(x, 3, 0, size / 2)], 3);
  return add(mul(x, cosines), mul(turned, sines));
}
