// What stands for a step's value in its name. Small things stand for themselves; what is large, or
// what JSON cannot hold, carries something short that stands for it.

import { createHash } from "node:crypto";
import { InternalError } from "@w2s/base";
import type { JsonValue } from "../store/index.js";

/** A value that says what stands for it: the hash of texts, the fingerprint of a model. */
export interface Identified {
  readonly identity: JsonValue;
}

/**
 * The JSON that names a value: identified values by their identity, fields that are undefined left
 * out. One typed value is thus both what runs a step and what names it.
 * @throws InternalError for what has no identity: a function, a bare array of numbers, a NaN
 */
export function identityOf(value: unknown, path = "value"): JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, i) => identityOf(item, `${path}[${i}]`));
  if (isIdentified(value)) return value.identity;
  if (isPlain(value)) return objectIdentity(value, path);
  throw new InternalError(`a step's ${path} has no identity: ${String(value)}`);
}

const known = new WeakMap<object, JsonValue>();

/** Made once for each object: a recipe is part of thousands of steps. */
function objectIdentity(value: object, path: string): JsonValue {
  const found = known.get(value);
  if (found !== undefined) return found;
  const made: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) made[key] = identityOf(item, `${path}.${key}`);
  }
  known.set(value, made);
  return made;
}

const isIdentified = (value: unknown): value is Identified =>
  typeof value === "object" && value !== null && "identity" in value;

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A short name for numbers or texts: the SHA-256 of their lengths and contents, in hexadecimal. */
export function hashOf(parts: readonly (Int32Array | readonly string[])[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${part.length}\n`);
    if (part instanceof Int32Array)
      hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else for (const text of part) hash.update(`${text.length}:`).update(text);
  }
  return hash.digest("hex");
}
