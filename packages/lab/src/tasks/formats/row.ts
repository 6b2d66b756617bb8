// A row of a table as it was read: the one thing that every format gives.

import { didYouMean, InputError, shownValue } from "@w2s/base";

export interface Row {
  /**
   * Where it came from, from 1: the line of a text file (its first, if it spans several), else the
   * row's number.
   */
  readonly at: number;
  /** Of a table in several files: which of them, from 1. */
  readonly file?: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** An open table: rows in batches, with a way to say where a row is. */
export interface RowReader {
  /** What messages call it: the path as the user wrote it, or the name of a function's rows. */
  readonly shown: string;
  /** `train.tsv:41` for a line, `train.parquet: row 41` for a row. */
  place(row: Row): string;
  /** Reads all rows, once. */
  batches(): AsyncIterable<readonly Row[]>;
  /**
   * SHA-256 of the file's bytes as they lie on disk, or of the rows' canonical JSON; known when all
   * is read.
   */
  hash(): string;
}

/**
 * A field's value: the column of that name, else, for a name with dots, the path into nested values
 * (`"choices.text"`). A list's items are numbered from 0, and from its end by -1, -2, ...
 * @throws InputError when there is no such field
 */
export function fieldValue(row: Row, field: string, place: (row: Row) => string): unknown {
  const found = lookUp(row, field);
  if (found !== null) return found.value;
  const fields = Object.keys(row.values);
  throw new InputError(
    `${place(row)}: no field "${field}"; fields: ${quoted(fields)}${didYouMean(field, fields)}`,
  );
}

/** A field's value as `fieldValue` finds it; undefined where there is no such field. */
export function fieldIfThere(row: Row, field: string): unknown {
  return lookUp(row, field)?.value;
}

function lookUp({ values }: Row, field: string): { readonly value: unknown } | null {
  if (Object.hasOwn(values, field)) return { value: values[field] };
  let value: unknown = values;
  for (const part of field.split(".")) {
    // What nothing holds is nothing.
    if (value === null) return { value };
    if (typeof value !== "object") return null;
    const key = Array.isArray(value) && /^-\d+$/.test(part) ? value.length + Number(part) : part;
    if (!Object.hasOwn(value, key)) return null;
    value = (value as Record<string | number, unknown>)[key];
  }
  return { value };
}

/** What lists and objects hold, however deep, by the paths to it: `"0.content"`; bytes nothing. */
export function pathsIn(value: unknown): [path: string, value: unknown][] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const deeper = pathsIn(inner).map(([path, leaf]) => [`${key}.${path}`, leaf] as const);
    return [[key, inner], ...deeper] as [string, unknown][];
  });
}

/** What to do where a field holds several values and one is needed, as the end of a message. */
export const named = (field: string, path: string): string =>
  `name one value in it, as in "${field}.${path}"`;

/** A row's number within its table, as an id: `41`, in the second of several files `2:41`. */
export function rowNumber({ at, file }: Row): string {
  return file === undefined ? String(at) : `${file}:${at}`;
}

/** `"a", "b", "c"`, cut after twelve. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(shownValue);
  return names.length > 12
    ? `${shown.join(", ")}, and ${names.length - 12} more`
    : shown.join(", ");
}
