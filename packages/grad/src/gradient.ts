// Reverse mode: one walk backwards over the graph. Cotangents are tensors of the same kind, so the
// result is again a graph that can be printed, compiled and differentiated once more.

import { InputError } from "@w2s/base";
import { add } from "./ops/binary.js";
import { zerosLike } from "./ops/broadcast.js";
import { scatterAdd } from "./ops/gather.js";
import type { LoopAttrs } from "./ops/loop.js";
import { scalar, scalarValue } from "./ops/source.js";
import { formatShape, sameShape } from "./shape.js";
import { isFloat, type Node, type Tensor } from "./tensor.js";
import { nodesBelow } from "./walk.js";

/**
 * The derivatives of a scalar `loss` by each tensor in `wrt`, in their order and shapes; zeros
 * where the loss does not depend on one. Of any order: what they give may be part of another loss.
 * @throws InputError when the loss is not a float scalar, and naming an op that has no gradient, or
 * no second one, or whose rule gives cotangents of wrong number or types.
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (loss.shape.length > 0 || !isFloat(loss.dtype)) {
    throw new InputError(
      `gradients: the loss must be a float scalar, got ${loss.dtype}${formatShape(loss.shape)}; ` +
        "take its mean or sum",
    );
  }
  const order = nodesBelow([loss]);
  const needed = dependents(order, wrt);
  const cotangents = new Map<Tensor, Tensor>([[loss, scalar(1, loss.dtype)]]);
  for (const node of order.toReversed()) {
    if (needed.has(node)) pushBack(node, needed, cotangents);
  }
  return wrt.map((tensor) => cotangents.get(tensor) ?? zerosLike(tensor));
}

/** The nodes that lie between `wrt` and the loss: nothing flows back into the others. */
function dependents(order: readonly Node[], wrt: readonly Tensor[]): Set<Node> {
  const needed = new Set(wrt.map((tensor) => tensor.node));
  for (const node of order) {
    if (node.inputs.some((input) => needed.has(input.node)) || holds(node, wrt)) needed.add(node);
  }
  return needed;
}

/** Whether a loop's body uses what depends on `wrt`, without it being among the loop's inputs. */
function holds({ op, attrs }: Node, wrt: readonly Tensor[]): boolean {
  if (op.name !== "loop") return false;
  const { bodyOutputs } = attrs as LoopAttrs;
  const inside = dependents(nodesBelow(bodyOutputs), wrt);
  return bodyOutputs.some(({ node }) => inside.has(node));
}

function pushBack(node: Node, needed: ReadonlySet<Node>, cotangents: Map<Tensor, Tensor>): void {
  if (node.op.gradient === "none") return;
  const incoming = node.outputs.map((output) => cotangents.get(output));
  if (incoming.every((cotangent) => cotangent === undefined)) return;
  const inputs = node.inputs.map((input) => unkept(input, needed));
  const outgoing = ruleOf(node, incoming)({ ...node, inputs }, incoming);
  requireTypes(node, outgoing);
  node.inputs.forEach((input, i) => {
    const cotangent = outgoing[i];
    if (cotangent === undefined || !needed.has(input.node)) return;
    const sum = cotangents.get(input);
    cotangents.set(input, sum ? added(sum, cotangent) : cotangent);
  });
}

function ruleOf({ op }: Node, incoming: readonly (Tensor | undefined)[]) {
  if (op.gradient === "refused" || op.gradient === "none")
    throw new InputError(`gradients: ${op.name} has no gradient`);
  const extra = incoming.findIndex((cotangent, i) => i > 0 && cotangent !== undefined);
  if (extra > 0 && !op.carriesAll) {
    throw new InputError(
      `gradients: ${op.name} cannot be differentiated twice: its rule reads output ${extra}, ` +
        "from which nothing flows back; have the rule take its cotangent, and set carriesAll",
    );
  }
  return op.gradient;
}

/** A rule that gave too few cotangents would drop gradients in silence. */
function requireTypes({ op, inputs }: Node, cotangents: readonly (Tensor | undefined)[]): void {
  if (cotangents.length !== inputs.length) {
    throw new InputError(
      `gradients: the rule of ${op.name} must give one cotangent an input, got ` +
        `${cotangents.length} for ${inputs.length}`,
    );
  }
  cotangents.forEach((cotangent, i) => {
    const { dtype, shape } = inputs[i]!;
    if (!cotangent || (cotangent.dtype === dtype && sameShape(cotangent.shape, shape))) return;
    throw new InputError(
      `gradients: the rule of ${op.name} must give ${dtype}${formatShape(shape)} for input ${i}, ` +
        `got ${cotangent.dtype}${formatShape(cotangent.shape)}`,
    );
  });
}

/** What a gradient reads in place of an input that is cheap to make again on the way back. */
function unkept(input: Tensor, needed: ReadonlySet<Node>): Tensor {
  if (input.index > 0 || !needed.has(input.node)) return input;
  return input.node.op.again?.(input.node) ?? input;
}

/**
 * The sum of two cotangents. Rows that one of them adds to zeros are added to the other instead:
 * nothing dense is made for them.
 */
export function added(a: Tensor, b: Tensor): Tensor {
  return scatteredInto(a, b) ?? scatteredInto(b, a) ?? add(a, b);
}

function scatteredInto(base: Tensor, { node }: Tensor): Tensor | undefined {
  if (node.op.name !== "scatterAdd" || scalarValue(node.inputs[0]!) !== 0) return undefined;
  return scatterAdd(base, node.inputs[1]!, node.inputs[2]!);
}
