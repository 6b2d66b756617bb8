// Walking a graph in the order of computation.

import type { Node, Tensor } from "./tensor.js";

/**
 * All nodes that `tensors` depend on, inputs before users, loop bodies left out. Iterative: graphs
 * may be deep.
 */
export function nodesBelow(tensors: readonly Tensor[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack = tensors.map(({ node }) => ({ node, next: 0 })).reverse();
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (top.next === 0 && seen.has(top.node)) {
      stack.pop();
      continue;
    }
    seen.add(top.node);
    const input = top.node.inputs[top.next++];
    if (!input) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(input.node)) {
      stack.push({ node: input.node, next: 0 });
    }
  }
  return order;
}
