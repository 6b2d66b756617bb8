// The first rows of a source with all their columns, before anybody has said what is what.

import { readRows } from "./formats/read-rows.js";
import type { CommonOptions } from "./options.js";
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
  { baseDir, most, header }: { baseDir: string; most: number } & Pick<CommonOptions, "header">,
): Promise<SampledRows> {
  const reader = await readRows(source, { baseDir, fields: [], everyColumn: true, header });
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const batch of reader.batches()) {
    for (const { values } of batch) {
      if (rows.length === most) return { shown: reader.shown, rows, whole: false };
      rows.push(values);
    }
  }
  return { shown: reader.shown, rows, whole: true };
}
