// JSON at the door: a file's text becomes a typed value, or one line that says where it is wrong.

import type { z } from "zod";
import { InputError } from "./errors.js";
import { lfsPointer } from "./lfs-pointer.js";
import { readText } from "./read-text.js";
import { complaint } from "./schema-message.js";
import { shownValue } from "./shown-value.js";
import { clip } from "./text-width.js";

/**
 * Reads and checks a JSON file.
 * @throws InputError when the file cannot be read, is not JSON, or does not fit the schema.
 */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  return checkJson(path, readText(path), schema);
}

/**
 * Parses and checks JSON text; `label` names its file in messages.
 * @throws InputError when it is not JSON or does not fit the schema.
 */
export function checkJson<T extends z.ZodType>(label: string, text: string, schema: T): z.infer<T> {
  return check(label, parseJson(label, text), schema);
}

/**
 * Checks a value against a schema. The message names the file, the place in it, what must be there
 * and what is.
 * @throws InputError with the first thing that does not fit.
 */
export function check<T extends z.ZodType>(label: string, value: unknown, schema: T): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(`${label}: ${complaint(parsed.error.issues[0]!, value)}`);
}

function parseJson(label: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (text.startsWith(lfsPointer.beginning))
      throw new InputError(`${label}: is ${lfsPointer.says}`, { cause });
    // The parser's own words, which quote the text about the place where it is long.
    const message = (cause as Error).message.replaceAll(/\s+/g, " ");
    const why = text.length <= 24 ? "" : ` (${clip(message, 90)})`;
    const number = foreignNumber(text);
    const next = number === undefined ? "" : `; JSON has no ${number}: write a number or null`;
    throw new InputError(`${label}: expected JSON, got ${describeText(text)}${why}${next}`, {
      cause,
    });
  }
}

/** A number that Python writes into JSON and that JSON has not: "NaN"; undefined: there is none. */
export function foreignNumber(text: string): string | undefined {
  return /[:,[]\s*(-?Infinity|NaN)\b/.exec(text)?.[1];
}

function describeText(text: string): string {
  return text.trim() === "" ? "an empty file" : `text that begins ${shownValue(text.slice(0, 24))}`;
}
