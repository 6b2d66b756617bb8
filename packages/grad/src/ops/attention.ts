// Scaled dot-product attention: one op, so that its gradient needs one pass less over the weights
// of all pairs than its parts' would. Source: arXiv 1706.03762, section 3.2.1; the gradient's row
// sums are those of arXiv 2205.14135, appendix B.2.

import { InputError } from "@w2s/base";
import {
  broadcastShapes,
  type Dim,
  formatShape,
  productOf,
  type Shape,
  sameShape,
} from "../shape.js";
import { apply, defineOp, requireFloat, requireSameDtype, type Tensor } from "../tensor.js";
import { add, mul, sub } from "./binary.js";
import { reshape, sum, sumTo } from "./broadcast.js";
import { emitProduct, matmul } from "./matrix.js";
import { softmaxGradient } from "./normalize.js";

export interface AttentionAttrs {
  readonly scale: number;
}

/**
 * Inputs q, k, v and, where there is one, a bias; outputs what is mixed, and the weights, which
 * feed the gradient.
 */
export const attentionOp = defineOp<AttentionAttrs>({
  name: "attention",
  infer: ([q, k, v, bias]) => {
    requireFloat("attention", q!);
    const dtype = requireSameDtype("attention", [q!, k!, v!]);
    requireShapes(q!, k!, v!);
    const weights = [...q!.shape.slice(0, -1), k!.shape.at(-2)!];
    if (bias && !sameShape(broadcastShapes("attention", weights, bias.shape), weights)) {
      throw new InputError(
        `attention: a bias must broadcast to ${formatShape(weights)}, got ` +
          `${formatShape(bias.shape)}`,
      );
    }
    return [
      { dtype, shape: [...q!.shape.slice(0, -1), v!.shape.at(-1)!] },
      { dtype, shape: weights },
    ];
  },
  emit: (emitter, [q, k, v, bias], { inputs, outputs, attrs: { scale } }) => {
    const [{ shape: queries, dtype }, { shape: keys }] = inputs as [Tensor, Tensor];
    const [mixed, weights] = outputs.map(({ shape }) => shape) as [Shape, Shape];
    const parts = { ranks: [queries.length, keys.length] as const, dtype, transposeA: false };
    const shaped = (name: string, from: Shape, to: Shape) =>
      sameShape(from, to) ? name : emitter.one("Reshape", [name, emitter.shapeVector(to)]);
    const grouped = (name: string, shape: Shape) => shaped(name, shape, groupedShape(shape, keys));
    const apart = (name: string, shape: Shape) => shaped(name, groupedShape(shape, keys), shape);
    const products = emitProduct(emitter, [grouped(q!, queries), k!], {
      ...parts,
      transposeB: true,
      scale,
    });
    const scores = apart(products, weights);
    const biased = bias ? emitter.one("Add", [scores, bias]) : scores;
    const shares = emitter.one("Softmax", [biased], { axis: { int: -1 } });
    const mix = emitProduct(emitter, [grouped(shares, weights), v!], {
      ...parts,
      transposeB: false,
    });
    return [apart(mix, mixed), shares];
  },
  /**
   * With P the weights, O = P V and G what flows back to O: dV = P^T G, and by the scores P * (G
   * V^T - rowsum(P * G V^T)), whose row sums are those of G * O, which is smaller.
   */
  gradient: (node, [g, toShares]) => {
    const { inputs, outputs, attrs } = node;
    const [q, k, v, bias] = inputs as [Tensor, Tensor, Tensor, Tensor?];
    const grouped = (x: Tensor) => reshape(x, groupedShape(x.shape, k.shape));
    const [out, shares] = outputs.map(grouped) as [Tensor, Tensor];
    const given = g && grouped(g);
    const mixed = given && throughMix(shares, out, v, given);
    const own = toShares && softmaxGradient(shares, grouped(toShares), -1);
    const toScores = mixed && own ? add(mixed, own) : (mixed ?? own)!;
    const byInput = [
      reshape(matmul(toScores, k, attrs), q.shape),
      matmul(toScores, grouped(q), { transposeA: true, ...attrs }),
      given && matmul(shares, given, { transposeA: true }),
    ];
    return bias ? [...byInput, sumTo(reshape(toScores, outputs[1]!.shape), bias.shape)] : byInput;
  },
  carriesAll: true,
});

function throughMix(shares: Tensor, out: Tensor, v: Tensor, given: Tensor): Tensor {
  const toWeights = matmul(given, v, { transposeB: true });
  return mul(shares, sub(toWeights, sum(mul(given, out), -1, true)));
}

function requireShapes(q: Tensor, k: Tensor, v: Tensor): void {
  const [heads, keyHeads] = [q.shape.at(-3), k.shape.at(-3)];
  const fits =
    typeof heads === "number" &&
    typeof keyHeads === "number" &&
    heads % keyHeads === 0 &&
    q.shape.at(-1) === k.shape.at(-1) &&
    sameShape(k.shape.slice(0, -1), v.shape.slice(0, -1)) &&
    sameShape(q.shape.slice(0, -3), k.shape.slice(0, -3));
  if (fits) return;
  throw new InputError(
    "attention: needs q [..., heads, queries, size], k [..., keyHeads, keys, size] and v [..., " +
      "keyHeads, keys, any], heads a " +
      `multiple of keyHeads, got ${formatShape(q.shape)}, ${formatShape(k.shape)} and ` +
      `${formatShape(v.shape)}`,
  );
}

/**
 * The query heads of one key head as its rows: `[..., heads, n, m]` -> `[..., keyHeads, heads /
 * keyHeads * n, m]`.
 */
function groupedShape(shape: Shape, keys: Shape): Shape {
  const [heads, rows, width] = shape.slice(-3) as [number, Dim, Dim];
  const keyHeads = keys.at(-3) as number;
  return [...shape.slice(0, -3), keyHeads, productOf([heads / keyHeads, rows]), width];
}

/**
 * Attention of queries `[..., heads, queries, size]` to keys `[..., keyHeads, keys, size]` and
 * values `[..., keyHeads, keys, any]`: softmax(scale q k^T + bias) v, `[..., heads, queries, any]`.
 * Each key head serves `heads / keyHeads` query heads, the first one the first of them; nothing is
 * repeated. `bias` broadcasts to `[..., heads, queries, keys]`.
 * @throws InputError when shapes or dtypes do not fit.
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { scale, bias }: { readonly scale: number; readonly bias?: Tensor | undefined },
): Tensor {
  return apply(attentionOp, bias ? [q, k, v, bias] : [q, k, v], { scale })[0]!;
}
