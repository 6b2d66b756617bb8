// The first rows of a source with all their columns, before anybody has said what is what.

import type { FileOptions } from "./formats/file-options.js";
import { readRows } from "./formats/read-rows.js";
import type { Source } from "./source.js";

/** Rows as they lie in a file. */
export interface SampledRows {
  /** What messages call the source. */
  readonly shown: string;
  /** One object a row, by column; values as the format has them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether the source has no row beyond these. */
  readonly whole: boolean;
}

/**
 * At most `most` rows of a source. @throws InputError when it cannot be found, opened, told by its
 * ending, or read.
 */
export async function sampleRows(
  source: Source,
  { most, ...form }: { baseDir: string; most: number } & FileOptions,
): Promise<SampledRows> {
  const reader = await readRows(source, { ...form, fields: [], everyColumn: true });
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const batch of reader.batches()) {
    for (const { values } of batch) {
      if (rows.length === most) return { shown: reader.shown, rows, whole: false };
      rows.push(values);
    }
  }
  return { shown: reader.shown, rows, whole: true };
}
