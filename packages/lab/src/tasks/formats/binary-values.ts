// Values of tables in columns, Parquet and Arrow: one form for both, so that the same rows are the
// same examples.

import { isUtf8 } from "node:buffer";
import type { AskedColumn } from "./numbered.js";

/**
 * The columns that some fields need; for a path into nested values the part before the first dot
 * counts; "all": every column.
 */
export function wantedColumns(
  columns: readonly string[],
  fields: readonly AskedColumn[] | "all",
): string[] {
  const asksFor = (field: AskedColumn, name: string) =>
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

/**
 * A time since 1970 in parts of a second, as text: "2020-01-31T12:00:00.000250Z". Years beyond 0 to
 * 9999 have a sign and six digits or more, as what databases write for infinity: "+294247-01-10".
 */
export function isoTime(time: bigint, parts: bigint): string {
  const rest = remainder(time, parts);
  return `${isoSeconds((time - rest) / parts)}${fraction(rest, parts)}Z`;
}

/** A day since 1970, as text: "2020-01-31". */
export const isoDay = (days: bigint): string => isoSeconds(days * 86_400n).split("T")[0]!;

/** A time of day in parts of a second, as text: "12:00:00.00025". */
export function timeOfDay(time: bigint, parts: bigint): string {
  const rest = remainder(time, parts);
  return isoSeconds((time - rest) / parts).split("T")[1]! + fraction(rest, parts);
}

const remainder = (time: bigint, parts: bigint): bigint => ((time % parts) + parts) % parts;

/** Parts of a second as digits behind a point; nothing for none. */
function fraction(rest: bigint, parts: bigint): string {
  const digits = String(parts + rest)
    .slice(1)
    .replace(/0+$/, "");
  return digits === "" ? "" : `.${digits}`;
}

/** The calendar repeats itself after so many seconds, 400 years. */
const CYCLE = 12_622_780_800n;

/** JavaScript's calendar ends in the year 275760; days of other cycles are those of one in it. */
function isoSeconds(seconds: bigint): string {
  const known = new Date(Number(seconds) * 1000);
  if (!Number.isNaN(known.getTime())) return known.toISOString().slice(0, -5);
  const within = remainder(seconds, CYCLE);
  const [, year, rest] = /^(\d+)(.*)\.000Z$/.exec(new Date(Number(within) * 1000).toISOString())!;
  const shifted = BigInt(year!) + 400n * ((seconds - within) / CYCLE);
  const sign = shifted < 0n ? "-" : "+";
  return `${sign}${String(shifted).replace("-", "").padStart(6, "0")}${rest}`;
}

/**
 * The number `unscaled` / 10^`scale`: a whole one beyond 2^53 as BigInt with all its digits, any
 * other as the nearest that JavaScript has, which is the one that its digits say.
 */
export function decimal(unscaled: bigint, scale: number): number | bigint {
  const unit = 10n ** BigInt(Math.abs(scale));
  const isWhole = scale <= 0 || unscaled % unit === 0n;
  if (!isWhole) return Number(`${unscaled}e${-scale}`);
  const whole = scale <= 0 ? unscaled * unit : unscaled / unit;
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}
