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
  reshape,
  sin,
  slice,
  type Tensor,
} from "@w2s/grad";
import { type Rope, ropeFrequencies } from "../../config/rope.js";
import type { Rows } from "../token-batch.js";

/** Turning speeds `[size]`, both halves alike. Made once a model: blocks that share them share their cosines. */
export function rotarySpeeds(rope: Rope, size: number): NdArray {
  const frequencies = ropeFrequencies(rope, size);
  return ndarray(Float32Array.from([...frequencies, ...frequencies]), [size]);
}

/** Turns the first dimensions of each head, as many as there are speeds: `x: [rows, heads*headSize]`. */
export function rotate(x: Tensor, heads: number, { dims, positions }: Rows, speeds: NdArray): Tensor {
  const angles = expandDims(mul(expandDims(cast(positions, "float32"), -1), constant(speeds)), -2);
  const width = Number(x.shape[1]);
  const perHead = reshape(x, [...dims, heads, width / heads]);
  return reshape(turn(perHead, cos(angles), sin(angles)), [-1, width]);
}

/** `x: [..., heads, headSize]`, the angles' cosines and sines `[..., 1, size]`. */
function turn(x: Tensor, cosines: Tensor, sines: Tensor): Tensor {
  const size = cosines.shape.at(-1) as number;
  const headSize = x.shape.at(-1) as number;
  if (size < headSize) {
    return concat([turn(slice(x, -1, 0, size), cosines, sines), slice(x, -1, size, headSize)], -1);
  }
  const turned = concat([neg(slice(x, -1, size / 2, size)), slice(x, -1, 0, size / 2)], -1);
  return add(mul(x, cosines), mul(turned, sines));
}
