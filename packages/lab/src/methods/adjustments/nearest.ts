// Nearest neighbours by features, and what they say in the mean.

import type { NdArray } from "@w2s/grad";

type Matrix = NdArray<"float32">;

/**
 * By example the `k` nearest others by Euclidean distance, nearest first, among those of `among`
 * (default: all); the lower index at a tie. Fewer where there are not so many.
 */
export function nearest({ data, shape }: Matrix, k: number, among?: Int32Array): Int32Array[] {
  const [count, width] = shape as [number, number];
  const others = among ?? Int32Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => {
    const found = others.filter((other) => other !== i);
    const distances = Float64Array.from(found, (j) => squared(data, i * width, j * width, width));
    const order = Int32Array.from(found, (_, at) => at).sort(
      (a, b) => distances[a]! - distances[b]!,
    );
    return order.slice(0, k).map((at) => found[at]!);
  });
}

function squared(data: Float32Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const by = data[a + j]! - data[b + j]!;
    sum += by * by;
  }
  return sum;
}

/** The mean of the neighbours' labels, by example; its own where it has no neighbour. */
export function neighboursMean(labels: Matrix, neighbours: readonly Int32Array[]): Matrix {
  const [count, options] = labels.shape as [number, number];
  const data = labels.data.slice();
  neighbours.forEach((near, i) => {
    if (near.length === 0) return;
    for (let k = 0; k < options; k++) {
      data[i * options + k] =
        near.reduce((sum, j) => sum + labels.data[j * options + k]!, 0) / near.length;
    }
  });
  return { dtype: "float32", shape: [count, options], data };
}
