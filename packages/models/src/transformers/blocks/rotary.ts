// Rotary positions: each pair (i, i + size / 2) of a head's first `size` dimensions turns with the token's position.
// Source: arXiv 2104.09864, in the half-split layout of Hugging Face checkpoints.

import {
  add,
  cast,
  concat,
  constant,
  cos,
  expandDims,
  mul,
  type NdArray,
  ndarray,
  neg,
  sin,
  slice,
  type Tensor,
} from "@w2s/grad";
import { type Rope, ropeFrequencies } from "../../config/rope.js";
import type { TokenBatch } from "../token-batch.js";

/** Turning speeds `[size]`, both halves alike. Made once a model: blocks that share them share their cosines. */
export function rotarySpeeds(rope: Rope, size: number): NdArray {
  const frequencies = ropeFrequencies(rope, size);
  return ndarray(Float32Array.from([...frequencies, ...frequencies]), [size]);
}

export interface Rotation {
  /** `[seq, size]`, or `[batch, 1, seq, size]` where positions differ between texts. */
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

export function rotationOf({ positions }: TokenBatch, speeds: NdArray): Rotation {
  const angles = mul(expandDims(cast(positions, "float32"), -1), constant(speeds));
  const shared = positions.shape.length === 1 ? angles : expandDims(angles, 1);
  return { cosines: cos(shared), sines: sin(shared) };
}

/** Turns the first dimensions of `x: [batch, heads, seq, headSize]`, as many as the rotation has. */
export function rotate(x: Tensor, { cosines, sines }: Rotation): Tensor {
  const size = cosines.shape.at(-1) as number;
  const headSize = x.shape[3] as number;
  if (size < headSize) {
    return concat([rotate(slice(x, 3, 0, size), { cosines, sines }), slice(x, 3, size, headSize)], 3);
  }
  const turned = concat([neg(slice(x, 3, size / 2, size)), slice(x, 3, 0, size / 2)], 3);
  return add(mul(x, cosines), mul(turned, sines));
}
