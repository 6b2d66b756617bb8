// Norms whose scales differ by member: normalised by the fused op with a scale of 1, then scaled.

import { add, mul } from "../ops/binary.js";
import { broadcastTo } from "../ops/broadcast.js";
import { layerNorm, type NormAttrs, rmsNorm } from "../ops/normalize.js";
import { scalar } from "../ops/source.js";
import { apply, type Tensor } from "../tensor.js";
import { aligned, ownValue, type Rule, rankOf, type Value } from "./value.js";

export const layerNorms: Rule<NormAttrs> = (node, [x, scale, bias]) => {
  if (!scale!.own && !bias!.own) {
    return apply(node.op, [x!.tensor, scale!.tensor, bias!.tensor], node.attrs).map(ownValue);
  }
  const normalized = layerNorm(x!.tensor, all(1, x!), all(0, x!), node.attrs.epsilon);
  const rank = rankOf(x!);
  const scaled = add(mul(normalized, aligned(scale!, rank)), aligned(bias!, rank));
  return withStatistics(scaled, normalized, x!);
};

export const rmsNorms: Rule<NormAttrs> = (node, [x, scale]) => {
  if (!scale!.own) return apply(node.op, [x!.tensor, scale!.tensor], node.attrs).map(ownValue);
  const normalized = rmsNorm(x!.tensor, all(1, x!), node.attrs.epsilon);
  return withStatistics(mul(normalized, aligned(scale!, rankOf(x!))), normalized, x!);
};

/** One number for every feature of `x`. */
function all(value: number, { tensor }: Value): Tensor {
  return broadcastTo(scalar(value, tensor.dtype), tensor.shape.slice(-1));
}

/** The result, and beside it the norm's own statistics, which every member has where `x` does. */
function withStatistics(result: Tensor, normalized: Tensor, { own }: Value): Value[] {
  const statistics = normalized.node.outputs.slice(1).map((tensor): Value => ({ tensor, own }));
  return [ownValue(result), ...statistics];
}
