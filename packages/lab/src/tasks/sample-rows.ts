// Rows of a source with all their columns, before anybody has said what is what.

import { once } from "../once.js";
import { classNamesIn } from "./formats/class-names.js";
import type { FileOptions } from "./formats/file-options.js";
import { readRows } from "./formats/read-rows.js";
import type { Source } from "./source.js";

/** Rows of a piece. */
const PIECE = 64;

/** Rows as they lie in a file. */
export interface SampledRows {
  /** What messages call the source. */
  readonly shown: string;
  /** One object a row, by column; values as the format has them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether these are all of the source's rows. */
  readonly whole: boolean;
  /** What the file calls classes 0, 1, ... of a column, by column; mostly it does not say. */
  readonly classNames: ReadonlyMap<string, readonly string[]>;
}

/**
 * At most `most` rows of a source, about half as many at least where it has more: every row, or
 * every second, fourth, ... of its pieces from its beginning to its end, as files may be sorted by
 * label. Rows of a piece are neighbours, as files may have rows in pairs, or labels in turn.
 * @throws InputError when it cannot be found, opened, told by its ending, or read
 */
export async function sampleRows(
  source: Source,
  { most, ...form }: { baseDir: string; most: number } & FileOptions,
): Promise<SampledRows> {
  const classNames = new Map<string, readonly string[]>();
  const onFeatures = (said: string) => {
    for (const [column, names] of classNamesIn(said)) classNames.set(column, names);
  };
  const every = { fields: [], everyColumn: true, onFeatures };
  const reader = await readRows(source, { ...form, ...every });
  const size = Math.max(1, Math.min(PIECE, Math.floor(most / 16)));
  /** Every `stride`th piece, by its number. */
  let pieces = new Map<number, Readonly<Record<string, unknown>>[]>();
  let [stride, row, kept] = [1, 0, 0];
  for await (const batch of reader.batches()) {
    for (const { values } of batch) {
      const at = Math.floor(row++ / size);
      if (kept === most) {
        stride *= 2;
        pieces = new Map([...pieces].filter(([number]) => number % stride === 0));
        kept = [...pieces.values()].reduce((sum, piece) => sum + piece.length, 0);
      }
      if (at % stride !== 0) continue;
      const piece = once(pieces, at, () => []);
      piece.push(values);
      kept += 1;
    }
  }
  const rows = [...pieces.values()].flat();
  return { shown: reader.shown, rows, whole: stride === 1, classNames };
}
