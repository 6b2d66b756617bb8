// What recipes read files with that no single table holds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { checkJson } from "@w2s/base";
import { parse } from "csv-parse/sync";
import type * as z from "zod";

/** A file's text. */
export const textOf = (folder: string, file: string): string =>
  readFileSync(join(folder, file), "utf8");

/** A file's lines, without an empty last one. */
export function linesOf(folder: string, file: string): string[] {
  return textOf(folder, file)
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
}

/**
 * The objects of a file with one JSON value a line.
 * @throws InputError for one of another shape, with its line
 */
export function jsonLines<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
): z.output<S>[] {
  return linesOf(folder, file).map((line, at) => checkJson(`${file}:${at + 1}`, line, schema));
}

/** A file's JSON. @throws InputError where it has another shape */
export const jsonOf = <S extends z.ZodType>(folder: string, file: string, schema: S): z.output<S> =>
  checkJson(file, textOf(folder, file), schema);

/** The rows of a CSV file whose first line names the columns. */
export function csvRows(folder: string, file: string): Record<string, string>[] {
  return parse(textOf(folder, file), { columns: true, skip_empty_lines: true });
}

/** A row of a CSV file, with its file and line. */
export interface PlacedRow {
  readonly place: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The rows of a gzipped CSV file whose first line names the columns. */
export function placedRows(folder: string, file: string): readonly PlacedRow[] {
  const text = gunzipSync(readFileSync(join(folder, file))).toString("utf8");
  const options = { columns: true, skip_empty_lines: true, info: true } as const;
  return (parse(text, options) as readonly CsvRecord[]).map(({ record, info }) => ({
    place: `${join(folder, file)}:${info.lines}`,
    values: record,
  }));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}
