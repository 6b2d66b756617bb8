// What recipes read files with that no single table holds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
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
