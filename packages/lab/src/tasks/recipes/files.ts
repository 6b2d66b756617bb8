// What recipes read files with that no single table holds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { InputError } from "@w2s/base";
import { parse } from "csv-parse/sync";

/** A file's text. */
export const textOf = (folder: string, file: string): string =>
  readFileSync(join(folder, file), "utf8");

/** A file's lines, without an empty last one. */
export function linesOf(folder: string, file: string): string[] {
  return textOf(folder, file)
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
}

/** The objects of a file with one JSON value a line. */
export function jsonLines<T>(folder: string, file: string): T[] {
  return linesOf(folder, file).map((line) => JSON.parse(line) as T);
}

/** A file's JSON. */
export const jsonOf = <T>(folder: string, file: string): T => JSON.parse(textOf(folder, file)) as T;

/** The rows of a CSV file whose first line names the columns. */
export function csvRows(folder: string, file: string): Record<string, string>[] {
  return parse(textOf(folder, file), { columns: true, skip_empty_lines: true });
}

/** A row of a CSV file, with its file and line. */
export interface PlacedRow {
  readonly place: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The rows of a gzipped CSV file whose first line names the columns.
 * @throws InputError for a file that lacks one of `columns`
 */
export function placedRows(
  folder: string,
  file: string,
  columns: readonly string[],
): readonly PlacedRow[] {
  const text = gunzipSync(readFileSync(join(folder, file))).toString("utf8");
  const options = { columns: true, skip_empty_lines: true, info: true } as const;
  const rows = parse(text, options) as readonly CsvRecord[];
  const there = Object.keys(rows[0]?.record ?? {});
  const missing = columns.find((column) => !there.includes(column));
  if (missing !== undefined) {
    const names = there.map((name) => JSON.stringify(name)).join(", ");
    throw new InputError(
      `${join(folder, file)}: no column "${missing}"; columns: ${names || "none"}; is it this ` +
        "data set's file?",
    );
  }
  return rows.map(({ record, info }) => ({
    place: `${join(folder, file)}:${info.lines}`,
    values: record,
  }));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}
