// One spelling for one JSON value, so that its hash can name it. Follows RFC 8785 (JSON
// Canonicalization Scheme): keys sorted by UTF-16 code units, numbers in JavaScript's shortest
// form, no white space.

import { InternalError } from "@w2s/base";

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A JSON object; a field that is undefined cannot stand in it. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * The canonical text of a JSON value, which messages call `name`. Two values that differ only in the order of their keys have
 * one text.
 * @throws InternalError for what JSON cannot hold: NaN, infinities, undefined, dates, functions,
 * class instances.
 */
export function canonicalJson(value: JsonValue, name = "value"): string {
  return textOf(value) ?? refuse(value, name);
}

/**
 * The same value indented by two spaces, keys sorted, ended by a newline: for files that people
 * open.
 */
export function readableJson(value: JsonValue): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
}

/** The text; undefined for what JSON cannot hold, wherever it lies. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (Array.isArray(value)) return listText(value);
  return isPlainObject(value) ? objectText(value) : undefined;
}

function listText(items: readonly unknown[]): string | undefined {
  const texts: string[] = [];
  for (const item of items) {
    const text = textOf(item);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return `[${texts}]`;
}

/** Built as text, not as an object: an object would put keys that look like integers first. */
function objectText(value: Record<string, unknown>): string | undefined {
  let all = "";
  for (const key of Object.keys(value).sort()) {
    const text = textOf(value[key]);
    if (text === undefined) return undefined;
    all += `${all === "" ? "" : ","}${JSON.stringify(key)}:${text}`;
  }
  return `{${all}}`;
}

/** Says where the value lies that JSON cannot hold. */
function refuse(value: unknown, path: string): never {
  const inside = Array.isArray(value)
    ? Array.from(value, (item, i) => [`${path}[${i}]`, item] as const)
    : isPlainObject(value)
      ? Object.keys(value)
          .sort()
          .map((key) => [`${path}.${key}`, value[key]] as const)
      : undefined;
  for (const [place, item] of inside ?? []) if (textOf(item) === undefined) refuse(item, place);
  const [wanted, got] =
    typeof value === "number" ? ["a finite number", value] : ["a JSON value", nameOf(value)];
  throw new InternalError(`canonical JSON: ${path} must be ${wanted}, got ${got}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return (value.constructor as { name?: string } | undefined)?.name ?? "an object";
}
