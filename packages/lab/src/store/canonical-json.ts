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
 * The canonical text of a JSON value. Two values that differ only in the order of their keys have
 * one text.
 * @throws InternalError for what JSON cannot hold: NaN, infinities, undefined, dates, functions,
 * class instances.
 */
export function canonicalJson(value: JsonValue): string {
  return textOf(value, "value");
}

/**
 * The same value indented by two spaces, keys sorted, ended by a newline: for files that people
 * open.
 */
export function readableJson(value: JsonValue): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
}

function textOf(value: unknown, path: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string")
    return JSON.stringify(value);
  if (typeof value === "number") return numberText(value, path);
  if (Array.isArray(value))
    return `[${Array.from(value, (item, i) => textOf(item, `${path}[${i}]`))}]`;
  if (isPlainObject(value)) return objectText(value, path);
  throw new InternalError(`canonical JSON: ${path} must be a JSON value, got ${nameOf(value)}`);
}

function numberText(value: number, path: string): string {
  if (Number.isFinite(value)) return JSON.stringify(value);
  throw new InternalError(`canonical JSON: ${path} must be a finite number, got ${value}`);
}

/** Built as text, not as an object: an object would put keys that look like integers first. */
function objectText(value: Record<string, unknown>, path: string): string {
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${textOf(value[key], `${path}.${key}`)}`);
  return `{${entries}}`;
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
