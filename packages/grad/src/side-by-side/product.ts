// Matrix products side by side. Rows that meet one matrix a member are kept together, whatever axes
// they stood in, so that a member is one product, not one a text and head.

import { reshape } from "../ops/broadcast.js";
import { matmul, type ProductAttrs } from "../ops/matrix.js";
import { type Dim, productOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { aligned, ownValue, type Rule, rankOf, shapeOf, type Value } from "./value.js";

export const product: Rule<ProductAttrs> = (node, [a, b], members) => {
  const { attrs } = node;
  if (rankOf(b!) !== 2 || attrs.transposeA || !(a!.own || rankOf(a!) > 2)) {
    const rank = Math.max(rankOf(a!), rankOf(b!));
    return [ownValue(matmul(aligned(a!, rank), aligned(b!, rank), attrs))];
  }
  const rows = asRows(a!, b!.own);
  return [ownValue(reshape(matmul(rows, b!.tensor, attrs), [members, ...node.outputs[0]!.shape]))];
};

/** `[members, rows, k]`, or `[members * rows, k]` where all rows meet the same matrix. */
function asRows(a: Value, apart: boolean): Tensor {
  const shape = shapeOf(a);
  const members: Dim[] = a.own ? [a.tensor.shape[0]!] : [];
  const lead = shape.slice(0, -1);
  const rows = apart ? [...members, productOf(lead)] : [productOf([...members, ...lead])];
  return reshape(a.tensor, [...rows, shape.at(-1)!]);
}
