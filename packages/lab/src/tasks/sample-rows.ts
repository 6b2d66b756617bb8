// Rows of a source with all their columns, before anybody has said what is what.

import type { FileOptions } from "./formats/file-options.js";
import { readRows } from "./formats/read-rows.js";
import type { Source } from "./source.js";

/** Rows as they lie in a file. */
export interface SampledRows {
  /** What messages call the source. */
  readonly shown: string;
  /** One object a row, by column; values as the format has them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether these are all of the source's rows. */
  readonly whole: boolean;
}

/**
 * At most `most` rows of a source, at least half as many where it has more: every row, or every
 * second, fourth, ... from its beginning to its end, as files may be sorted by label.
 * @throws InputError when it cannot be found, opened, told by its ending, or read
 */
export async function sampleRows(
  source: Source,
  { most, ...form }: { baseDir: string; most: number } & FileOptions,
): Promise<SampledRows> {
  const reader = await readRows(source, { ...form, fields: [], everyColumn: true });
  let rows: Readonly<Record<string, unknown>>[] = [];
  let [stride, row] = [1, 0];
  for await (const batch of reader.batches()) {
    for (const { values } of batch) {
      if (row++ % stride !== 0) continue;
      if (rows.length === most) {
        rows = rows.filter((_, i) => i % 2 === 0);
        stride *= 2;
        if ((row - 1) % stride !== 0) continue;
      }
      rows.push(values);
    }
  }
  return { shown: reader.shown, rows, whole: stride === 1 };
}
