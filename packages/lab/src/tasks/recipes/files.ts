// What recipes read files with that no single table holds: as strict as the readers of tables.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { checkJson, InputError } from "@w2s/base";
import type * as z from "zod";
import { checkUtf8, LINE_END, withoutMark } from "../formats/lines.js";
import { readRows } from "../formats/read-rows.js";

/** A file's text, unpacked where it is packed with gzip. @throws InputError where it is no UTF-8 */
export function textOf(folder: string, file: string): string {
  const stored = readFileSync(join(folder, file));
  const bytes = stored[0] === 0x1f && stored[1] === 0x8b ? gunzipSync(stored) : stored;
  checkUtf8(bytes, 1, file);
  return withoutMark(bytes).toString("utf8");
}

/** A file's lines, without an empty last one. @throws InputError as `textOf` */
export function linesOf(folder: string, file: string): string[] {
  const lines = textOf(folder, file).split(LINE_END);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/**
 * The lines of a file that says something of each row of another one.
 * @throws InputError where they are more or fewer than its `count` rows
 */
export function linesBeside(
  folder: string,
  file: string,
  { of, count }: { readonly of: string; readonly count: number },
): string[] {
  const lines = linesOf(folder, file);
  if (lines.length === count) return lines;
  throw new InputError(
    `${file}: must have a line for each of the ${count} rows of ${of}, got ${lines.length}; ` +
      "get both from one release",
  );
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

/**
 * The rows of a CSV file: by the names of its first line, or without a header by "0", "1", ...
 * @throws InputError for a malformed line, from the generator
 */
export async function* csvRows(
  folder: string,
  file: string,
  { header = true } = {},
): AsyncGenerator<Readonly<Record<string, string>>> {
  const reader = await readRows(file, { baseDir: folder, fields: [], header });
  for await (const batch of reader.batches()) {
    for (const { values } of batch) yield values as Readonly<Record<string, string>>;
  }
}
