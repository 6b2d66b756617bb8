// Training batches of texts: random, yet of nearly equal length, so that little is computed for padding.

import { ndarray } from "@w2s/grad";
import type { Random } from "../../random.js";

/** How many batches are drawn at a time before they are sorted by length. */
const pool = 16;

/**
 * One epoch's batches of row numbers: rows are shuffled, sorted by length within pools of 16 batches, cut, and the batches shuffled.
 * Every row is in exactly one batch. The same stream gives the same batches.
 */
export function epochBatches(
  rows: Int32Array,
  lengthOf: (row: number) => number,
  batchSize: number,
  stream: Random,
): Int32Array[] {
  const shuffled = stream.shuffle(rows.slice());
  const batches: Int32Array[] = [];
  for (let start = 0; start < shuffled.length; start += pool * batchSize) {
    const drawn = shuffled.slice(start, start + pool * batchSize);
    const sorted = Array.from(drawn).sort((a, b) => lengthOf(a) - lengthOf(b));
    for (let from = 0; from < sorted.length; from += batchSize) {
      batches.push(Int32Array.from(sorted.slice(from, from + batchSize)));
    }
  }
  return stream.shuffle(batches);
}

/** Token ids as a program takes them, filled up on the right: `ids: [texts, seq]`, `lengths: [texts]`. */
export function tokenArrays(texts: readonly Int32Array[]) {
  const seq = Math.max(...texts.map(({ length }) => length));
  const ids = new Int32Array(texts.length * seq);
  texts.forEach((text, i) => {
    ids.set(text, i * seq);
  });
  const lengths = Int32Array.from(texts, ({ length }) => length);
  return { ids: ndarray(ids, [texts.length, seq]), lengths: ndarray(lengths, [texts.length]) };
}
