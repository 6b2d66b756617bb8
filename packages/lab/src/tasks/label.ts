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
  /** The values mapped to each class, [K]; undefined without a map. */
  readonly values?: readonly (readonly string[])[];
  /** The row's class in 0..K-1, or null to leave it out. */
  read(row: Row, place: (row: Row) => string): number | null;
}

/**
 * What can be done about a row that is refused: "all", leave it out or make another of it with
 * rows() among them; "options", name fields and classes otherwise; "none": only the file itself can
 * be written otherwise.
 */
export type Remedies = "all" | "options" | "none";

/** What to do about a gap where rows cannot be left out, as the end of a message. */
export const EVERY = "every example needs a prediction";

/** What messages of a reader know. */
export interface LabelAdvice {
  /** What the user calls the map; default "labels". */
  readonly option?: string;
  /** Whether the user wrote a map of classes; default: where there is one. */
  readonly hasOwn?: boolean;
  /** Default "all". */
  readonly remedies?: Remedies;
}

/**
 * A reader of the class in `field`. Its `read` throws InputError for a value that is no class.
 * @param classes K; default the largest class of the map plus one, else 2
 * @throws InputError when the map leaves a class without a value or goes beyond `classes`
 */
export function labelReader(
  field: string,
  map?: LabelMap,
  classes?: number,
  { option = "labels", hasOwn = namesClasses(map), remedies = "all" }: LabelAdvice = {},
): LabelReader {
  const mapped = Object.values(map ?? {}).filter((value) => value !== null);
  const count = classes ?? Math.max(1, ...mapped) + 1;
  if (mapped.length > 0) checkMap(mapped, count, option);
  const values = Array.from({ length: count }, (_, value) => mappedTo(value, map));
  const names = values.map((own, value) => (own.length === 0 ? String(value) : own.join(" or ")));

  function read(row: Row, place: (row: Row) => string): number | null {
    const { raw, key, named } = mappedValue(row, field, map, place);
    if (named !== undefined) return map![named]!;
    const truth = count === 2 ? truthWord(key) : undefined;
    const whole = truth === undefined ? wholeNumber(raw) : Number(truth === "true");
    const value = mapped.length > 0 ? null : whole;
    if (value !== null && value >= 0 && value < count) return value;
    throw new InputError(`${place(row)}: "${field}" ${complaint(raw, key)}`);
  }

  function complaint(raw: unknown, key: string): string {
    if (mapped.length === 0) {
      const more = count === 2 && (wholeNumber(raw) ?? 0) > 1 ? "say classes, or " : "";
      const next =
        otherLabel({ raw, key, field, option, hasOwn, remedies }) ??
        `${more}map it with ${option}: {...}`;
      return `must be ${choicesOf(count)}, got ${shownValue(raw)}; ${next}`;
    }
    const known = Object.keys(map!);
    const told = unnamed({ raw, key, known, field, option, hasOwn, remedies });
    return `must be one of ${quoted(known)}, got ${told}`;
  }
  return { classes: count, names, ...(mapped.length > 0 && { values }), read };
}

/** Whether a map says of some value which class it is, and not only what is left out. */
export const namesClasses = (map: LabelMap = {}): boolean =>
  Object.values(map).some((value) => value !== null);

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
  const other = whole === null ? truthWord(key) : String(whole);
  const names = other === undefined ? [key] : [key, other];
  return { raw, key, named: names.find((name) => Object.hasOwn(map, name)) };
}

interface NoLabel extends Pick<MappedValue, "raw" | "key"> {
  readonly field: string;
  /** What the user calls the map. */
  readonly option: string;
  /** Whether the user's map names classes already. */
  readonly hasOwn: boolean;
  /** Default "all". */
  readonly remedies?: Remedies;
}

interface Unnamed extends NoLabel {
  /** What the map names. */
  readonly known: readonly string[];
}

/** A value that a map does not name, and what to do about it, as the end of a message. */
export function unnamed({ known, ...value }: Unnamed): string {
  const { raw, key, option, hasOwn } = value;
  const isCapitals = known.some((name) => name.toLowerCase() === key.toLowerCase());
  const other = isCapitals ? null : otherLabel(value);
  // Another number is another class, however near.
  const near = other === null && Number.isNaN(Number(key)) ? didYouMean(key, known) : "";
  // "none" may be a class among others.
  const orClass = hasOwn && isGapWord(raw) ? ", or add its class" : "";
  if (near !== "") return `${shownValue(raw)}${near}`;
  if (other !== null) return `${shownValue(raw)}; ${other}${orClass}`;
  return `${shownValue(raw)}${value.remedies === "none" ? "" : `; add it to ${option}`}`;
}

/** What to do about a gap, and about several values where one should be; null for one value. */
export function otherLabel(value: NoLabel): string | null {
  const { raw, key, field, option, hasOwn, remedies = "all" } = value;
  if (isGap(raw) || isGapWord(raw)) {
    return remedies === "all" ? leaveOut(key, option, hasOwn) : EVERY;
  }
  const leaves = pathsIn(raw).filter(([, value]) => typeof value !== "object");
  const [first] = leaves;
  if (first === undefined) return null;
  if (remedies === "none") return "write one value there";
  // One place of a list is not what the list says: [1, 0] may be class 0.
  if (Array.isArray(raw) && leaves.length > 1) return severalIn(field, leaves, remedies);
  return named(field, first[0]);
}

/** What to do about a list of values. */
function severalIn(
  field: string,
  leaves: readonly (readonly [string, unknown])[],
  remedies: Remedies,
): string {
  const isOneHot =
    leaves.every(([, value]) => value === 0 || value === 1) &&
    leaves.filter(([, value]) => value === 1).length === 1;
  if (isOneHot && leaves.length === 2) {
    const place = `${field}.${leaves[1]![0]}`;
    return `two values stand there, one of them 1: where its place is the class, say "${place}"`;
  }
  const make = remedies === "all" ? ", or make it of them with rows()" : "";
  return `${leaves.length} values stand there, and a label is one; write one a row${make}`;
}

/** Nothing, where a value should be. */
export function isGap(raw: unknown): boolean {
  return raw == null || Number.isNaN(raw) || (typeof raw === "string" && raw.trim() === "");
}

/** Whether a text is what programs write where there is nothing; it may be a class all the same. */
export function isGapWord(raw: unknown): boolean {
  return typeof raw === "string" && GAP_WORD.test(raw.trim());
}

const GAP_WORD = /^(?:#?n\/?a|<na>|-?nan|nat|none|null|nil|undefined|\\n)$/i;

/** How rows without a class are left out. */
function leaveOut(key: string, option: string, hasOwn: boolean): string {
  const others = hasOwn ? "..., " : "";
  return `leave such rows out with ${option}: { ${others}${JSON.stringify(key)}: null }`;
}

/** "true" or "false" where a text is that word, as Python and spreadsheets write it too. */
function truthWord(text: string): "true" | "false" | undefined {
  const word = text.toLowerCase();
  return word === "true" || word === "false" ? word : undefined;
}

/**
 * A whole number from a number, a bigint or digits, also with a point and zeros behind them; null
 * for anything else. A boolean is none: of which two things it tells is for its reader to know.
 */
export function wholeNumber(raw: unknown): number | null {
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

const mappedTo = (value: number, map: LabelMap = {}): string[] =>
  Object.entries(map).flatMap(([name, target]) => (target === value ? [name] : []));

/** "0 or 1", "0, 1 or 2". */
function choicesOf(count: number): string {
  const values = Array.from({ length: count - 1 }, (_, value) => value);
  return `${values.join(", ")} or ${count - 1}`;
}
