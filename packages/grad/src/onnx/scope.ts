// A graph while it is emitted, and who knows the sizes of its dimensions: the model's own graph, or
// a loop body's inside it.

import type { Node, Tensor } from "../tensor.js";
import type { NodeParts } from "./parts.js";

/** What a graph holds so far. A body sees what stands in the graphs around it. */
export class Scope {
  readonly nodes: NodeParts[] = [];
  /** Values that this graph's own nodes make: those that may be its outputs as they are. */
  readonly made = new Set<string>();
  readonly values = new Map<Tensor, string>();
  readonly dims = new Map<string, { readonly value: string; readonly axis: number }>();
  readonly shared = new Map<string, readonly string[]>();
  readonly depth: number;

  constructor(readonly parent?: Scope) {
    this.depth = parent ? parent.depth + 1 : 0;
  }

  find<T>(pick: (scope: Scope) => T | undefined): T | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const found = pick(scope);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  bind(tensor: Tensor, name: string): void {
    this.values.set(tensor, name);
    tensor.shape.forEach((dim, axis) => {
      if (typeof dim === "string" && !this.find((scope) => scope.dims.get(dim))) {
        this.dims.set(dim, { value: name, axis });
      }
    });
  }
}

/** Names among the dimensions of a node's outputs that none of its inputs has. */
export function openDims({ inputs, outputs }: Node): string[] {
  const namesOf = (tensors: readonly Tensor[]) =>
    tensors.flatMap(({ shape }) =>
      shape.flatMap((dim) => (typeof dim === "string" ? dim.split("*") : [])),
    );
  const told = new Set(namesOf(inputs));
  return [...new Set(namesOf(outputs))].filter((name) => !told.has(name) && !/^\d+$/.test(name));
}

/** Ops that need the size of a dimension which they give, and so cannot tell it. */
const sizedByNames: ReadonlySet<string> = new Set(["broadcastTo", "topK", "reshape", "constant"]);

/** The dimensions of which a node is the first to know the size. */
export function madeDims(node: Node): string[] {
  return sizedByNames.has(node.op.name) ? [] : openDims(node);
}
