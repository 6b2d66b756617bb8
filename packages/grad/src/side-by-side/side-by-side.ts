// One traced function for many members at once: every tensor that members have of their own gets a
// leading axis, and each op is taken over to the op that serves all members in one go. What members
// share is computed once. The idea is JAX's vmap (jax.dev/jax-101/vectorization.html), on whole
// graphs.

import { InputError } from "@w2s/base";
import { broadcastTo } from "../ops/broadcast.js";
import { placeholder } from "../ops/source.js";
import { formatShape } from "../shape.js";
import { apply, type Node, type Tensor } from "../tensor.js";
import { nodesBelow } from "../walk.js";
import { rules } from "./rules.js";
import { everyMembers, ownValue, type Rule, type Value } from "./value.js";

type Named = Readonly<Record<string, Tensor>>;

/**
 * What `build` computes for each of `members` (at least 1), all in one graph: `own` are tensors
 * `[members, ...]`; `build` sees one member's, `[...]`, and may use any other tensor, which all
 * members then share. Results are `[members, ...]`. No value of one member reaches another's
 * result.
 *
 * ```ts const { y } = sideBySide(8, { x, weight }, ({ x, weight }) => ({ y: matmul(x, weight, {
 * transposeB: true }) }));
 * ```
 * @throws InputError for a tensor without the leading axis, and for an op that has no rule, by its
 * name
 */
export function sideBySide<const I extends Named, const O extends Named>(
  members: number,
  own: I,
  build: (one: { readonly [K in keyof I]: Tensor }) => O,
): { readonly [K in keyof O]: Tensor } {
  const values = new Map<Tensor, Value>();
  const ones = Object.entries(own).map(([name, tensor]) => {
    if (tensor.shape[0] !== members) {
      throw new InputError(
        `sideBySide: "${name}" must begin with an axis of ${members} members, got ` +
          `${formatShape(tensor.shape)}`,
      );
    }
    const one = placeholder(name, tensor.dtype, tensor.shape.slice(1));
    values.set(one, ownValue(tensor));
    return [name, one] as const;
  });
  const results = build(Object.fromEntries(ones) as { readonly [K in keyof I]: Tensor });
  for (const node of nodesBelow(Object.values(results))) takeOver(node, values, members);
  const named = Object.entries(results).map(([name, tensor]) => {
    const value = values.get(tensor);
    return [
      name,
      value ? everyMembers(value, members) : broadcastTo(tensor, [members, ...tensor.shape]),
    ];
  });
  return Object.fromEntries(named) as { readonly [K in keyof O]: Tensor };
}

/**
 * Only tensors that depend on what members have of their own get an entry in `values`; the others
 * stay as they are.
 */
function takeOver(node: Node, values: Map<Tensor, Value>, members: number): void {
  const inputs = node.inputs.map((tensor): Value => values.get(tensor) ?? { tensor, own: false });
  if (node.inputs.every((tensor) => !values.has(tensor))) return;
  const outputs = inputs.some(({ own }) => own)
    ? ruleOf(node)(node, inputs, members)
    : shared(node, inputs);
  node.outputs.forEach((output, i) => {
    values.set(output, outputs[i]!);
  });
}

function ruleOf({ op }: Node): Rule<unknown> {
  const rule = (rules as Readonly<Record<string, Rule<unknown> | "refused" | undefined>>)[op.name];
  if (rule === undefined || rule === "refused") {
    throw new InputError(`sideBySide: the op ${op.name} has no rule for members side by side`);
  }
  return rule;
}

/** The node over what its inputs have become, where that is the same for all members. */
function shared({ op, attrs }: Node, inputs: readonly Value[]): Value[] {
  return apply(
    op,
    inputs.map(({ tensor }) => tensor),
    attrs,
  ).map((tensor) => ({ tensor, own: false }));
}
