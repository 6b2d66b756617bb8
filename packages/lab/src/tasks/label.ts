// A row's class: 0..K-1 as a number, a numeric text or a boolean, or any value through a map.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import { fieldIfThere, fieldValue, named, pathsIn, quoted, type Row } from "./formats/row.js";

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

  function read(row: Row, place: (row: Row) => string): number | null {
    const { raw, key, named } = mappedValue(row, field, map, place);
    if (named !== undefined) return map![named]!;
    const whole = wholeNumber(raw);
    const value = mapped.length > 0 ? null : whole;
    if (value !== null && value >= 0 && value < count) return value;
    throw new InputError(`${place(row)}: "${field}" ${complaint(raw, key)}`);
  }

  function complaint(raw: unknown, key: string): string {
    if (mapped.length === 0) {
      const more = count === 2 && (wholeNumber(raw) ?? 0) > 1 ? "say classes, or " : "";
      const next = otherLabel(raw, key, field, option) ?? `${more}map it with ${option}: {...}`;
      return `must be ${choicesOf(count)}, got ${shownValue(raw)}; ${next}`;
    }
    const known = Object.keys(map!);
    return `must be one of ${quoted(known)}, got ${unnamed({ raw, key, known, field, option })}`;
  }
  return { classes: count, names, read };
}

/** A field's value, and what a map of labels makes of it. */
export interface MappedValue {
  readonly raw: unknown;
  /** The value as a map would name it: text without blanks around it. */
  readonly key: string;
  /** The map's name for the value; undefined where it has none. */
  readonly named: string | undefined;
}

/**
 * Reads a field through a map. One that is null or not there is an empty cell for a map that says
 * what becomes of those; "1.0" is what a 1 becomes in a column that once had a gap.
 * @throws InputError when there is no such field
 */
export function mappedValue(
  row: Row,
  field: string,
  map: LabelMap = {},
  place: (row: Row) => string,
): MappedValue {
  const isBlank = Object.hasOwn(map, "") && fieldIfThere(row, field) == null;
  const raw = isBlank ? "" : (fieldValue(row, field, place) ?? null);
  if (typeof raw === "object" && raw !== null) return { raw, key: "", named: undefined };
  const key = String(raw).trim();
  const whole = wholeNumber(raw);
  const names = whole === null ? [key] : [key, String(whole)];
  return { raw, key, named: names.find((name) => Object.hasOwn(map, name)) };
}

interface Unnamed extends Pick<MappedValue, "raw" | "key"> {
  /** What the map names. */
  readonly known: readonly string[];
  readonly field: string;
  /** What the user calls the map. */
  readonly option: string;
}

/** A value that a map does not name, and what to do about it, as the end of a message. */
export function unnamed({ raw, key, known, field, option }: Unnamed): string {
  const other = otherLabel(raw, key, field, option);
  // Another number is another class, however near.
  const near = other === null && Number.isNaN(Number(key)) ? didYouMean(key, known) : "";
  return `${shownValue(raw)}${near || `; ${other ?? `add it to ${option}`}`}`;
}

/** What to do about a gap, and about several values where one should be; null for one value. */
export function otherLabel(raw: unknown, key: string, field: string, option: string) {
  if (isGap(raw)) return leaveOut(key, option);
  const [first] = pathsIn(raw).filter(([, value]) => typeof value !== "object");
  return first === undefined ? null : named(field, first[0]);
}

/** Nothing, where a value should be. */
export function isGap(raw: unknown): boolean {
  return raw == null || Number.isNaN(raw) || (typeof raw === "string" && raw.trim() === "");
}

/** How rows without a class are left out. */
function leaveOut(key: string, option: string): string {
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
