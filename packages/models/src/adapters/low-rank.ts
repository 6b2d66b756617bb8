// A change of low rank, `scale B A`, added to a weight.

import type { Linear } from "../transformers/architecture.js";

/** A linear layer's change: `down` is A `[rank, inputs]`, `up` is B `[outputs, rank]`. */
export interface LowRank extends Pick<Linear, "inputs" | "outputs" | "order"> {
  readonly down: Float32Array;
  readonly up: Float32Array;
  readonly rank: number;
  readonly scale: number;
}

/**
 * Adds `scale B A` to a layer's weight where it is, in the layer's own order; each element is
 * summed in double precision.
 */
export function addLowRank(weight: Float32Array, change: LowRank): void {
  const { rank, scale, inputs, outputs, order } = change;
  const down = { data: change.down, size: inputs };
  const up = { data: transposed(change.up, outputs, rank), size: outputs };
  if (order === "out-in") addProduct(weight, up, down, rank, scale);
  else addProduct(weight, down, up, rank, scale);
}

/** `[rank, size]`. */
interface Factor {
  readonly data: Float32Array;
  readonly size: number;
}

/** `sum[i, j] += scale * rows[k, i] * columns[k, j]`, over k; summed in double precision. */
function addProduct(
  sum: Float32Array,
  rows: Factor,
  columns: Factor,
  rank: number,
  scale: number,
): void {
  const line = new Float64Array(columns.size);
  for (let i = 0; i < rows.size; i++) {
    line.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = scale * rows.data[k * rows.size + i]!;
      for (let j = 0; j < columns.size; j++)
        line[j]! += factor * columns.data[k * columns.size + j]!;
    }
    for (let j = 0; j < columns.size; j++) sum[i * columns.size + j]! += line[j]!;
  }
}

/** `[rows, columns]` -> `[columns, rows]`. */
function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}
