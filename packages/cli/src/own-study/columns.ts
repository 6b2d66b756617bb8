// What the columns of a user's file hold, as far as rows can tell.

import { plain } from "@w2s/base";

type Value = Readonly<Record<string, unknown>>;

export type ColumnKind = "text" | "number" | "truth" | "list" | "other" | "empty";

/** One column: what it holds, how much of it differs. */
export interface Column {
  /** Its name; with a dot, the path into a nested value. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Rows in which it holds something: it is there, not null and not blank. */
  readonly present: number;
  readonly missing: number;
  /** How often each value occurs, as text, blank ones as ""; lists as JSON. */
  readonly values: ReadonlyMap<string, number>;
  /** Different values, blank ones left out. */
  readonly distinct: number;
  /** Mean length of its texts, in characters. */
  readonly length: number;
  /** Of lists: whether all are of two texts or more. */
  readonly ofTexts: boolean;
}

/** The columns of the rows that have a name, in the order in which they are met. */
export function columnsOf(rows: readonly Value[]): Column[] {
  const alone = listsOfOne(rows);
  const flat = rows.map((row) => flattened(row, alone));
  const all = new Set(flat.flatMap((row) => Object.keys(row)));
  const names = [...all].filter((name) => name.trim() !== "");
  return names.map((name) => column(name, flat, rows));
}

/** A value as text, as a task's options name it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (ArrayBuffer.isView(value)) return "bytes";
  return typeof value === "object" ? JSON.stringify(value, bigAsText) : String(value).trim();
}

/**
 * A field of a row by its name or path, in a list's items by their number; undefined where there
 * is none.
 */
export function fieldOf(row: Value, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  return name
    .split(".")
    .reduce<unknown>(
      (inner, part) =>
        isObject(inner) || Array.isArray(inner) ? (inner as Value)[part] : undefined,
      row,
    );
}

/**
 * The path to a text in a list: the last message's of a chat, which is what a chat comes to, else
 * the first item's; undefined where it has none.
 */
export function pathIntoList(name: string, list: readonly unknown[]): string | undefined {
  const isChat =
    list.length > 0 && list.every((item) => isObject(item) && (item.role ?? item.from));
  const item = list.at(isChat ? -1 : 0);
  if (!isObject(item)) return undefined;
  const texts = Object.entries(item).filter(([, value]) => typeof value === "string");
  const text =
    texts.find(([key]) => isChat && (key === "content" || key === "value")) ??
    texts.find(([, value]) => String(value).includes(" "));
  return text && `${name}.${isChat ? -1 : 0}.${text[0]}`;
}

/** What to look at where a column's texts are chats, as JSON or as Python prints them: a note. */
export function messagesText({ name, kind }: Column, rows: readonly Value[]): string[] {
  if (kind !== "text") return [];
  const isChat = (text: unknown) =>
    typeof text === "string" && /^\s*\[\s*\{\s*["'](role|from|content|value)["']\s*:/.test(text);
  const texts = rows.map((row) => fieldOf(row, name)).filter((value) => textOf(value) !== "");
  return texts.length > 0 && texts.every(isChat)
    ? [
        `"${name}" holds messages written as one text, brackets and names included, and they are ` +
          "read so: make a text of their last with rows(...)",
      ]
    : [];
}

/** A value as a message shows it: short, on one line. */
export function shortly(text: string, most = 48): string {
  const line = plain(text).replaceAll(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A list on one line, cut after twelve. */
export function firstOf(list: readonly string[]): string {
  const rest = list.length - 12;
  return `${list.slice(0, 12).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}

/** `"a" (2 values: x 12, y 8)`, for messages that list what there is. */
export function describeColumn(column: Column): string {
  const { name, kind, distinct, values } = column;
  if (kind === "list") return `"${name}" (lists)`;
  if (distinct > 6) return `"${name}" (${distinct.toLocaleString("en-US")} different values)`;
  const counts = [...values].map(
    ([value, count]) => `${value === "" ? "(empty)" : shortly(value, 16)} ${count}`,
  );
  return `"${name}" (${counts.join(", ")})`;
}

/** How deep objects in objects are looked into. */
const DEEPEST = 10;

/**
 * A row with the fields of nested objects, and the items of lists of one, in their place, by their
 * paths.
 */
function flattened(row: Value, alone: ReadonlySet<string>): Value {
  const flat: [string, unknown][] = [];
  const add = (path: string, value: unknown, depth: number): void => {
    const isAlone = Array.isArray(value) && alone.has(path);
    if (depth < DEEPEST && (isAlone || isObject(value))) {
      for (const [key, inner] of Object.entries(value as Value))
        add(`${path}.${key}`, inner, depth + 1);
    } else flat.push([path, value]);
  };
  for (const [name, value] of Object.entries(row)) add(name, value, 1);
  return Object.fromEntries(flat);
}

/**
 * Paths of lists that have one item in every row in which they are, and no message: annotators'
 * tools write a label so.
 */
function listsOfOne(rows: readonly Value[]): ReadonlySet<string> {
  const counts = new Map<string, boolean>();
  const look = (path: string, value: unknown, depth: number): void => {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      const isOne = value.length === 1 && !isMessage(value[0]) && !Array.isArray(value[0]);
      counts.set(path, isOne && counts.get(path) !== false);
      if (isOne) look(`${path}.0`, value[0], depth + 1);
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) look(`${path}.${key}`, inner, depth + 1);
    }
  };
  for (const row of rows) for (const [name, value] of Object.entries(row)) look(name, value, 1);
  return new Set([...counts].flatMap(([path, isOne]) => (isOne ? [path] : [])));
}

const isMessage = (item: unknown): boolean =>
  isObject(item) && (item.role !== undefined || item.from !== undefined);

/** @param whole the rows as they are: an object in the place of a value is no gap */
function column(name: string, rows: readonly Value[], whole: readonly Value[]): Column {
  const values = new Map<string, number>();
  const kinds = new Map<ColumnKind, number>();
  let [length, ofTexts] = [0, true];
  for (const [i, row] of rows.entries()) {
    const value = row[name] ?? fieldOf(whole[i]!, name);
    // "1.0" is what a 1 becomes in a column that once had a gap: one value, as tasks read it.
    const text = textOf(value).replace(/^(-?\d+)\.0+$/, "$1");
    values.set(text, (values.get(text) ?? 0) + 1);
    length += text.length;
    const kind = kindOf(value, text);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kind === "list") ofTexts &&= isListOfTexts(value as readonly unknown[]);
  }
  const missing = kinds.get("empty") ?? 0;
  const present = rows.length - missing;
  const held = [...kinds].filter(([kind]) => kind !== "empty").map(([kind]) => kind);
  return {
    name,
    kind: held.length === 0 ? "empty" : held.length === 1 ? held[0]! : mixed(held),
    present,
    missing,
    values,
    distinct: values.size - (values.has("") ? 1 : 0),
    length: length / Math.max(1, present),
    ofTexts: ofTexts && held.length === 1 && held[0] === "list",
  };
}

/** Numbers among texts are texts: "none", "3". */
function mixed(kinds: readonly ColumnKind[]): ColumnKind {
  return kinds.includes("list") || kinds.includes("other") ? "other" : "text";
}

function kindOf(value: unknown, text: string): ColumnKind {
  if (text === "") return "empty";
  if (Array.isArray(value)) return "list";
  if (typeof value === "boolean" || /^(true|false)$/i.test(text)) return "truth";
  if (typeof value === "object") return "other";
  return Number.isFinite(Number(text)) ? "number" : "text";
}

const isListOfTexts = (list: readonly unknown[]): boolean =>
  list.length > 1 && list.every((item) => typeof item === "string");

/** Bytes are one value. */
const isObject = (value: unknown): value is Value =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value);

const bigAsText = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value;
