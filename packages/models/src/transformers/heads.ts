// Rows of padded texts, divided into heads.

import { type Dim, reshape, type Tensor, transpose } from "@w2s/grad";

/** `[rows, heads*size]` -> `[texts, heads, places, size]`. */
export function headsOut(x: Tensor, [texts, places]: readonly [Dim, Dim], heads: number): Tensor {
  return transpose(reshape(x, [texts, places, heads, Number(x.shape[1]) / heads]), [0, 2, 1, 3]);
}

/** `[texts, heads, places, size]` -> `[rows, heads*size]`. */
export function headsIn(part: Tensor): Tensor {
  const [, heads, , size] = part.shape as [Dim, number, Dim, number];
  return reshape(transpose(part, [0, 2, 1, 3]), [-1, heads * size]);
}
