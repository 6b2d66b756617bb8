// One JSON document: an array of objects, an object with one field that is such an array, or a
// table as pandas and others write it, by columns.

import { InputError, shownValue } from "@w2s/base";
import { bySaying, type FormAdvice } from "./advice.js";
import { exactJson, notation } from "./exact-json.js";
import { oneLine } from "./jsonl.js";
import { checkUtf8, LINE_END, withoutMark } from "./lines.js";
import { quoted, type Row } from "./row.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param fields names that a row must have: they tell columns from rows
 * @param advice what they say to do about the file's form
 * @throws InputError when it is not JSON (with the line), no table, or an item is not an object
 */
export function readJson(
  bytes: Buffer,
  shown: string,
  fields: readonly string[],
  advice: FormAdvice = bySaying,
): Row[] {
  checkUtf8(bytes, 1, shown);
  const document = parse(withoutMark(bytes).toString("utf8"), shown, advice);
  const items = itemsIn(document, shown, fields, advice);
  return items.map((values, index) => {
    if (!isObject(values)) {
      throw new InputError(
        `${shown}: row ${index + 1}: must be an object${withFields(fields)}, got ` +
          `${shownValue(values)}${advice.otherShape}`,
      );
    }
    return { at: index + 1, values };
  });
}

function parse(text: string, shown: string, advice: FormAdvice): unknown {
  if (text.trim() === "") throw new InputError(`${shown}: the file is empty`);
  try {
    return exactJson(text);
  } catch (cause) {
    const { message } = cause as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    const line =
      position === undefined ? "" : `:${text.slice(0, Number(position)).split(LINE_END).length}`;
    const next = hasLines(text)
      ? `; it holds one JSON value a line: ${advice.format("jsonl")}`
      : notation(text, message) || (SEVERAL.test(message) ? several : "");
    throw new InputError(`${shown}${line}: not JSON: ${oneLine(message)}${next}`, { cause });
  }
}

/** What the parser says where a value ends before the text does. */
const SEVERAL = /^Unexpected non-whitespace character after JSON/;
const several = "; it holds several JSON values: write each on a line (jq -c), as .jsonl";

/** Whether the first two lines that are not blank are JSON each. */
function hasLines(text: string): boolean {
  const lines = text
    .slice(0, 2 ** 20)
    .split(LINE_END)
    .filter((line) => line.trim() !== "");
  try {
    for (const line of lines.slice(0, 2)) JSON.parse(line);
    return lines.length > 1;
  } catch {
    return false;
  }
}

/** ` with "id", "label"`: what each row must have. */
const withFields = (fields: readonly string[]): string =>
  fields.length === 0 ? "" : ` with ${quoted(fields)}`;

function itemsIn(
  document: unknown,
  shown: string,
  fields: readonly string[],
  advice: FormAdvice,
): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) {
    throw new InputError(
      `${shown}: must hold a list of objects${withFields(fields)}, got ${shownValue(document)}`,
    );
  }
  const table = splitTable(document) ?? columnTable(document, shown, fields);
  if (table !== null) return table;
  const lists = Object.entries(document).filter(([, value]) => Array.isArray(value));
  if (lists.length === 1) return lists[0]![1] as unknown[];
  const found = lists.length === 0 ? "none" : quoted(lists.map(([name]) => name));
  throw new InputError(
    `${shown}: must be a list of objects${withFields(fields)}, or an object with one field that ` +
      `is such a list, got ${found}${advice.otherShape}`,
  );
}

/** `{ columns: [names], data: [[values]] }`. */
function splitTable({ columns, data }: Fields): Fields[] | null {
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  if (!columns.every((name) => typeof name === "string")) return null;
  if (!data.every((row) => Array.isArray(row) && row.length === columns.length)) return null;
  return data.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

/**
 * By columns, each a list or an object of its rows (`{ text: ["a", "b"] }`, `{ text: { "0": "a" }
 * }`); or the rows in an object, by name.
 */
function columnTable(
  document: Fields,
  shown: string,
  fields: readonly string[],
): readonly unknown[] | null {
  const tops = fields.map((field) =>
    Object.hasOwn(document, field) ? field : field.split(".")[0]!,
  );
  const columns = Object.entries(document).filter(([, value]) => typeof value === "object");
  // Where nobody has asked for a field yet, only numbered rows tell columns.
  if (tops.length === 0) tops.push(...(hasNumberedRows(document) ? Object.keys(document) : []));
  const isByColumn = tops.length > 0 && tops.every((field) => isList(document[field]));
  if (!isByColumn) {
    const all = Object.values(document);
    const isByRow =
      all.length > 0 &&
      all.every((row) => isObject(row) && tops.every((t) => Object.hasOwn(row, t)));
    return isByRow ? all : null;
  }
  const keys = Object.keys(document[tops[0]!] as object);
  for (const [name, column] of columns) {
    const count = Object.keys(column ?? {}).length;
    if (isList(column) && count === keys.length && keys.every((key) => Object.hasOwn(column, key)))
      continue;
    throw new InputError(
      `${shown}: column ${shownValue(name)} must have the ${keys.length} rows of ` +
        `${shownValue(tops[0])}, got ${count}`,
    );
  }
  return keys.map((key) =>
    Object.fromEntries(columns.map(([name, column]) => [name, (column as Fields)[key]])),
  );
}

/**
 * Whether all fields are lists of values, equally long, or objects of the same numbered rows: "0",
 * "1", ..., or of a table that rows were taken from "3", "17", ...
 */
function hasNumberedRows(document: Fields): boolean {
  const columns = Object.values(document);
  const rows = columns.map((column) => {
    if (Array.isArray(column)) return column.some(isObject) ? "" : [...column.keys()].join();
    const keys = isObject(column) ? Object.keys(column) : [];
    return keys.every((key) => /^\d+$/.test(key)) ? keys.join() : "";
  });
  return columns.length > 1 && rows[0] !== "" && rows.every((row) => row === rows[0]);
}

function isList(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
