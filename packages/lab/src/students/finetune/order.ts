// The order of training: every example once an epoch, at random, decided by seed and epoch alone,
// so that a training that goes on from its middle takes the same batches.

import { random } from "../../random.js";

/** How many batches are drawn at a time before they are sorted by length. */
const pool = 16;

/**
 * One epoch's batches of row numbers; every row is in exactly one, the last may be smaller. With
 * `lengthOf`, batches are of nearly equal length: rows are sorted by it within pools of 16 batches,
 * cut, and the batches shuffled.
 */
export function epochBatches(
  rows: Int32Array,
  batchSize: number,
  { seed, epoch, lengthOf }: { seed: number; epoch: number; lengthOf?: (row: number) => number },
): Int32Array[] {
  const stream = random(seed, `finetuning order ${epoch}`);
  const shuffled = stream.shuffle(rows.slice());
  if (!lengthOf) return cut(shuffled, batchSize);
  const sorted = cut(shuffled, pool * batchSize).map((drawn) =>
    Int32Array.from(Array.from(drawn).sort((a, b) => lengthOf(a) - lengthOf(b))),
  );
  return stream.shuffle(sorted.flatMap((drawn) => cut(drawn, batchSize)));
}

/** Stretches of `size` rows; the last may be smaller. */
function cut(rows: Int32Array, size: number): Int32Array[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}

/** A batch in `parts` stretches of sizes that differ by one at most, none of them empty. */
export function partsOf(rows: Int32Array, parts: number): Int32Array[] {
  const count = Math.min(parts, rows.length);
  const bound = (i: number) => Math.round((i * rows.length) / count);
  return Array.from({ length: count }, (_, i) => rows.slice(bound(i), bound(i + 1)));
}
