// Where a traced loss mixes students: every value has the axis of students at some place or does
// not have it, and an operation that works along that axis takes from several students at once.

import type { Node, Shape, Tensor } from "@w2s/grad";

/** The first operation that mixes along a symbolic axis, in words; undefined where none does. */
export function mixingNode(nodes: readonly Node[], axis: string): string | undefined {
  const node = nodes.find((one) => mixes(one, axis));
  if (!node) return undefined;
  const shapes = node.inputs.map(({ shape }) => `[${shape.join(", ")}]`);
  return `${node.op.name} of ${shapes.join(" and ")}`;
}

/** Operations that work along the last axes of what they are given. */
const alongLast = new Set(["layerNorm", "rmsNorm", "logSoftmaxAt", "rotary", "attention"]);

function mixes(node: Node, axis: string): boolean {
  const { op, inputs, outputs } = node;
  const carriers = inputs.filter(({ shape }) => count(shape, axis) > 0);
  // What flows back to features is meant to be of several students.
  if (carriers.length === 0 || op.name === "forwardBack") return false;
  if (op.name === "dimSize") return isAlong(node, axis);
  if (op.name === "matmul") return contracts(node, axis) || count(outputs[0]!.shape, axis) > 1;
  if (alongLast.has(op.name)) return carriers.some(({ shape }) => count(shape.slice(-1), axis) > 0);
  return isAlong(node, axis) || outputs.some(({ shape }) => count(shape, axis) !== 1);
}

/** How often an axis is among the factors of a shape's dimensions. */
function count(shape: Shape, axis: string): number {
  return shape.filter((dim) => typeof dim === "string" && dim.split("*").includes(axis)).length;
}

/** Whether an operation with an axis of its own works along this one. */
function isAlong({ op, attrs, inputs }: Node, axis: string): boolean {
  const { axis: at } = (attrs ?? {}) as { axis?: number };
  if (at === undefined) return false;
  const along = op.name === "concat" ? inputs : inputs.slice(0, 1);
  return along.some(({ shape }) => count(shape.slice(at, at + 1), axis) > 0);
}

function contracts({ attrs, inputs }: Node, axis: string): boolean {
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const [a, b] = inputs as [Tensor, Tensor];
  const inner = [a.shape.at(transposeA ? -2 : -1)!, b.shape.at(transposeB ? -1 : -2)!];
  return count(inner, axis) > 0;
}
