// For each op, how it serves all members at once. A total map: an op that is added needs an entry,
// if only "refused".

import type { AttentionAttrs } from "../ops/attention.js";
import type { ReduceAttrs } from "../ops/broadcast.js";
import { broadcastTo, reshape } from "../ops/broadcast.js";
import type { PadAttrs } from "../ops/layout.js";
import { expandDims, transpose } from "../ops/layout.js";
import { logSoftmaxAt } from "../ops/loss.js";
import { kthLargest } from "../ops/order.js";
import { rotary } from "../ops/rotary.js";
import { dimSize } from "../ops/source.js";
import type { OpName, ops } from "../ops/table.js";
import { type Dim, productOf, type Shape } from "../shape.js";
import { apply, type Node, type Op, type Tensor } from "../tensor.js";
import { gathered, scattered } from "./indices.js";
import { layerNorms, rmsNorms } from "./norms.js";
import { product } from "./product.js";
import { aligned, everyMembers, ownValue, type Rule, rankOf, type Value } from "./value.js";

type AttrsOf<K extends OpName> = (typeof ops)[K] extends Op<infer A> ? A : never;

/** Applies the node's own op to other inputs, with other attributes where they speak of axes. */
function again<A>(
  { op, attrs }: Node<A>,
  inputs: readonly Value["tensor"][],
  changed = attrs,
): Value[] {
  return apply(op, inputs, changed).map(ownValue);
}

/** Element by element, with broadcasting. */
function elementwise<A>(node: Node<A>, inputs: readonly Value[]): Value[] {
  const rank = Math.max(...inputs.map(rankOf));
  return again(
    node,
    inputs.map((input) => aligned(input, rank)),
  );
}

/** Along one axis, which now stands one further. */
function alongAxis<A extends { readonly axis: number }>(
  node: Node<A>,
  inputs: readonly Value[],
  members: number,
): Value[] {
  const all = inputs.map((input) => everyMembers(input, members));
  return again(node, all, { ...node.attrs, axis: node.attrs.axis + 1 });
}

function overAxes(node: Node<ReduceAttrs>, [x]: readonly Value[]): Value[] {
  return again(node, [x!.tensor], { ...node.attrs, axes: node.attrs.axes.map((axis) => axis + 1) });
}

const ofOrder: Rule<{ readonly axis: number }> = ({ attrs: { axis } }, [x, k], members) => [
  ownValue(kthLargest(everyMembers(x!, members), aligned(k!, rankOf(x!)), axis + 1)),
];

const reshaped: Rule<{ readonly shape: Shape }> = ({ attrs }, [x], members) => [
  ownValue(reshape(x!.tensor, [members, ...attrs.shape])),
];

const padded: Rule<PadAttrs> = (node, [x], members) => {
  const { axis, shape } = node.attrs;
  return again(node, [x!.tensor], { ...node.attrs, axis: axis + 1, shape: [members, ...shape] });
};

/** Its rows are rows whoever's they are. */
const chosenLogProbabilities: Rule<null> = (_, inputs, members) => {
  const [logits, targets] = inputs.map((input) => everyMembers(input, members));
  const [rows, classes] = [logits!.shape[1]!, logits!.shape[2]!];
  const all = productOf([members, rows]);
  const flat = logSoftmaxAt(reshape(logits!, [all, classes]), reshape(targets!, [all]));
  const probabilities = flat.node.outputs[1]!;
  return [
    ownValue(reshape(flat, [members, rows])),
    ownValue(reshape(probabilities, logits!.shape)),
  ];
};

/**
 * Texts of all members in a row; where angles are the members' own, every place of every text is a
 * place of one long text.
 */
const turnedTogether: Rule<{ readonly heads: number }> = (node, inputs, members) => {
  const [x, cosines, sines] = inputs;
  const all = everyMembers(x!, members);
  const [, texts, seq, width] = all.shape as [number, Dim, Dim, number];
  const turned = (flat: Tensor, angles: readonly Tensor[]) =>
    ownValue(reshape(rotary(flat, angles[0]!, angles[1]!, node.attrs.heads), all.shape));
  if (!cosines!.own && !sines!.own) {
    return [
      turned(reshape(all, [productOf([members, texts]), seq, width]), [
        cosines!.tensor,
        sines!.tensor,
      ]),
    ];
  }
  const rows = productOf([members, texts, seq]);
  const everyPlace = (angles: Value) => {
    const own = everyMembers(angles, members);
    const half = own.shape[2]!;
    return reshape(broadcastTo(expandDims(own, 1), [members, texts, seq, half]), [rows, half]);
  };
  return [turned(reshape(all, [1, rows, width]), [everyPlace(cosines!), everyPlace(sines!)])];
};

/** Members are one axis more that texts have. */
const attentions: Rule<AttentionAttrs> = (node, [q, k, v, bias], members) => {
  const all = [q, k, v].map((input) => everyMembers(input!, members));
  return again(node, bias ? [...all, aligned(bias, rankOf(q!))] : all);
};

export const rules: { readonly [K in OpName]: Rule<AttrsOf<K>> | "refused" } = {
  // Sources depend on nothing, so that nothing of a member's own reaches them.
  input: "refused",
  constant: "refused",
  /** The size of a dimension is the same for all. */
  dimSize: ({ attrs }, [x]) => [{ tensor: dimSize(x!.tensor, attrs.axis + 1), own: false }],
  add: elementwise,
  sub: elementwise,
  mul: elementwise,
  div: elementwise,
  pow: elementwise,
  maximum: elementwise,
  minimum: elementwise,
  neg: elementwise,
  exp: elementwise,
  log: elementwise,
  sqrt: elementwise,
  abs: elementwise,
  sign: elementwise,
  floor: elementwise,
  sin: elementwise,
  cos: elementwise,
  tanh: elementwise,
  sigmoid: elementwise,
  softplus: elementwise,
  relu: elementwise,
  erf: elementwise,
  gelu: elementwise,
  silu: elementwise,
  cast: elementwise,
  stopGradient: elementwise,
  equal: elementwise,
  less: elementwise,
  lessEqual: elementwise,
  greater: elementwise,
  greaterEqual: elementwise,
  and: elementwise,
  or: elementwise,
  not: elementwise,
  where: elementwise,
  logisticLoss: elementwise,
  logSoftmaxAt: chosenLogProbabilities,
  matmul: product,
  reshape: reshaped,
  transpose: ({ attrs }, [x]) => [
    ownValue(transpose(x!.tensor, [0, ...attrs.axes.map((axis) => axis + 1)])),
  ],
  broadcastTo: ({ attrs: { shape } }, [x], members) => [
    ownValue(broadcastTo(aligned(x!, shape.length), [members, ...shape])),
  ],
  concat: alongAxis,
  slice: alongAxis,
  pad: padded,
  split: alongAxis,
  sum: overAxes,
  max: overAxes,
  min: overAxes,
  argMax: alongAxis,
  argMin: alongAxis,
  cumSum: alongAxis,
  gather: gathered,
  scatterAdd: scattered,
  // Packed batches serve one member.
  spreadRows: "refused",
  collectRows: "refused",
  gatherND: "refused",
  scatterAddND: "refused",
  gatherElements: alongAxis,
  scatterElementsAdd: alongAxis,
  softmax: alongAxis,
  logSoftmax: alongAxis,
  layerNorm: layerNorms,
  rmsNorm: rmsNorms,
  rotary: turnedTogether,
  attention: attentions,
  topK: alongAxis,
  kthLargest: ofOrder,
  sliceRows: "refused",
  loop: "refused",
};
