// A row's class: 0..K-1 as a number, a numeric text or a boolean, or any value through a map.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import { fieldValue, quoted, type Row } from "./formats/row.js";

/** From a label's value to its class; null leaves the row out. */
export type LabelMap = Readonly<Record<string, number | null>>;

export interface LabelReader {
  /** Number of classes K. */
  readonly classes: number;
  /** What each class is called, [K]: the values mapped to it, else its number. */
  readonly names: readonly string[];
  /** The row's class in 0..K-1, or null to leave it out. */
  read(row: Row, place: (row: Row) => string): number | null;
}

/**
 * A reader of the class in `field`. Its `read` throws InputError for a value that is no class.
 * @param classes K; default the largest class of the map plus one, else 2
 * @param option what the user calls the map, for messages; default "labels"
 * @throws InputError when the map leaves a class without a value or goes beyond `classes`
 */
export function labelReader(
  field: string,
  map?: LabelMap,
  classes?: number,
  option = "labels",
): LabelReader {
  const mapped = Object.values(map ?? {}).filter((value) => value !== null);
  const count = classes ?? Math.max(1, ...mapped) + 1;
  if (mapped.length > 0) checkMap(mapped, count, option);
  const names = Array.from({ length: count }, (_, value) => nameOf(value, map));

  // A field that is null or not there is an empty cell, for a map that says what becomes of those.
  const parts = Object.hasOwn(map ?? {}, "") ? field.split(".") : undefined;
  const isBlank = ({ values }: Row): boolean => {
    if (parts === undefined) return false;
    const inner = parts.reduce<unknown>((value, part) => Object(value)[part], values);
    return (Object.hasOwn(values, field) ? values[field] : inner) == null;
  };

  function read(row: Row, place: (row: Row) => string): number | null {
    const raw = isBlank(row) ? "" : fieldValue(row, field, place);
    const key = typeof raw === "string" ? raw.trim() : String(raw);
    if (map !== undefined && Object.hasOwn(map, key)) return map[key]!;
    // "1.0" is what a label 1 becomes in a column that once had a gap.
    const whole = wholeNumber(raw);
    if (map !== undefined && Object.hasOwn(map, String(whole))) return map[String(whole)]!;
    const value = mapped.length > 0 ? null : whole;
    if (value !== null && value >= 0 && value < count) return value;
    throw new InputError(`${place(row)}: "${field}" ${complaint(raw, key)}`);
  }

  function complaint(raw: unknown, key: string): string {
    if (mapped.length === 0) {
      const more = count === 2 && (wholeNumber(raw) ?? 0) > 1 ? "say classes, or " : "";
      const next = isGap(raw) ? leaveOut(key, option) : `${more}map it with ${option}: {...}`;
      return `must be ${choicesOf(count)}, got ${shownValue(raw)}; ${next}`;
    }
    const known = Object.keys(map!);
    return (
      `must be one of ${quoted(known)}, got ` +
      `${shownValue(raw)}${didYouMean(key, known) || `; ${addTo(key, raw)}`}`
    );
  }
  function addTo(key: string, raw: unknown): string {
    return isGap(raw) ? leaveOut(key, option) : `add it to ${option}`;
  }
  return { classes: count, names, read };
}

/** Nothing, where a class should be. */
function isGap(raw: unknown): boolean {
  return raw === null || Number.isNaN(raw) || (typeof raw === "string" && raw.trim() === "");
}

/** How rows without a class are left out. */
export function leaveOut(key: string, option: string): string {
  return `leave such rows out with ${option}: { ${JSON.stringify(key)}: null }`;
}

/**
 * A whole number from a number, a bigint, a boolean or digits, also with a point and zeros behind
 * them; null for anything else.
 */
export function wholeNumber(raw: unknown): number | null {
  if (typeof raw === "boolean") return raw ? 1 : 0;
  const value = typeof raw === "string" && /^\s*-?\d+(\.0*)?\s*$/.test(raw) ? Number(raw) : raw;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

function checkMap(mapped: readonly number[], classes: number, option: string): void {
  const beyond = mapped.find((value) => value >= classes);
  if (beyond !== undefined)
    throw new InputError(`${option}: classes must be in 0..${classes - 1}, got ${beyond}`);
  for (let value = 0; value < classes; value += 1) {
    if (!mapped.includes(value))
      throw new InputError(`${option}: no value is mapped to class ${value}`);
  }
}

function nameOf(value: number, map: LabelMap | undefined): string {
  const names = Object.entries(map ?? {}).flatMap(([name, target]) =>
    target === value ? [name] : [],
  );
  return names.length === 0 ? String(value) : names.join(" or ");
}

/** "0 or 1", "0, 1 or 2". */
function choicesOf(count: number): string {
  const values = Array.from({ length: count - 1 }, (_, value) => value);
  return `${values.join(", ")} or ${count - 1}`;
}
