// Values of tables in columns, Parquet and Arrow: one form for both, so that the same rows are the
// same examples.

import { isUtf8 } from "node:buffer";
import type { Asked } from "./numbered.js";

/**
 * The columns that some fields need; for a path into nested values the part before the first dot
 * counts; "all": every column.
 */
export function wantedColumns(
  columns: readonly string[],
  fields: readonly Asked[] | "all",
): string[] {
  const asksFor = (field: Asked, name: string) =>
    typeof field === "function" ? field(name) : field === name || field.startsWith(`${name}.`);
  return columns.filter((name) => fields === "all" || fields.some((field) => asksFor(field, name)));
}

/**
 * A text as it is; bytes that are none stay bytes, since a column of pictures may stand beside the
 * texts.
 */
export const textOf = (bytes: Uint8Array): string | Uint8Array =>
  isUtf8(bytes) ? utf8.decode(bytes) : bytes;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A time since 1970 in parts of a second, as text: "2020-01-31T12:00:00.000250Z". */
export function isoTime(time: bigint, parts: bigint): string {
  const rest = ((time % parts) + parts) % parts;
  const seconds = new Date(Number((time - rest) / parts) * 1000).toISOString().slice(0, -5);
  const digits = String(parts + rest)
    .slice(1)
    .replace(/0+$/, "");
  return `${seconds}${digits === "" ? "" : `.${digits}`}Z`;
}
