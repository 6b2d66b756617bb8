// The largest strongly connected component of a directed graph: Tarjan's algorithm (1972), without
// recursion.

/**
 * The nodes of the largest component, in order; of equally large ones, that with the lowest node.
 * @param edges by node, the nodes that it points to
 */
export function largestComponent(edges: readonly Int32Array[]): Int32Array {
  const components = componentsOf(edges).map((nodes) => nodes.sort((a, b) => a - b));
  const largest = components.reduce(
    (best, one) =>
      one.length > best.length || (one.length === best.length && one[0]! < best[0]!) ? one : best,
    components[0] ?? [],
  );
  return Int32Array.from(largest);
}

function componentsOf(edges: readonly Int32Array[]): number[][] {
  const index = new Int32Array(edges.length).fill(-1);
  const low = new Int32Array(edges.length);
  const onStack = new Uint8Array(edges.length);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  const enter = (node: number) => {
    index[node] = low[node] = next++;
    stack.push(node);
    onStack[node] = 1;
    return { node, at: 0 };
  };
  const leave = (node: number) => {
    if (low[node] !== index[node]) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const member of component) onStack[member] = 0;
    found.push(component);
  };
  for (let start = 0; start < edges.length; start++) {
    if (index[start] !== -1) continue;
    const way = [enter(start)];
    while (way.length > 0) {
      const here = way.at(-1)!;
      const to = edges[here.node]![here.at++];
      if (to === undefined) {
        way.pop();
        leave(here.node);
        const above = way.at(-1);
        if (above) low[above.node] = Math.min(low[above.node]!, low[here.node]!);
      } else if (index[to] === -1) way.push(enter(to));
      else if (onStack[to]) low[here.node] = Math.min(low[here.node]!, index[to]!);
    }
  }
  return found;
}
