// The order of training: every example once an epoch, at random, decided by seed and epoch alone,
// so that a training that goes on from its middle takes the same batches.

import { random } from "../../random.js";

/** How many batches are drawn at a time before they are sorted by length. */
const pool = 16;

export interface EpochOptions {
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Batches of nearly equal length by this. */
  readonly lengthOf?: ((row: number) => number) | undefined;
  /** What training it is, so that two of one seed share no draws; default "finetuning order". */
  readonly purpose?: string;
}

/**
 * One epoch's batches of row numbers; every row is in exactly one, the last may be smaller. With
 * `lengthOf`, batches are of nearly equal length: rows are sorted by it within pools of 16 batches,
 * cut, and the batches shuffled.
 */
export function epochBatches(
  rows: Int32Array,
  batchSize: number,
  { seed, epoch, lengthOf, purpose = "finetuning order" }: EpochOptions,
): Int32Array[] {
  const stream = random(seed, `${purpose} ${epoch}`);
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

/**
 * One epoch's numbers for losses that draw: uniform in [0, 1), one for each of so many examples,
 * decided by seed and epoch; drawn when first asked for.
 */
export function epochDraws(
  examples: number,
  { seed, epoch }: Pick<EpochOptions, "seed" | "epoch">,
): () => Float32Array {
  let drawn: Float32Array | undefined;
  return () => {
    if (drawn) return drawn;
    const { uniform } = random(seed, `loss draws ${epoch}`);
    // Just below 1 a double may round up to 1 in single precision.
    drawn = Float32Array.from({ length: examples }, () => Math.min(uniform(), 1 - 2 ** -24));
    return drawn;
  };
}
