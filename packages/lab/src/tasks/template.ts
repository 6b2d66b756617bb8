// Text from a row: one field, or several through a template such as "{premise} [SEP] {hypothesis}".

import { InputError, shownValue } from "@w2s/base";
import { fieldValue, named, pathsIn, type Row } from "./formats/row.js";
import { isGap } from "./label.js";

type Place = (row: Row) => string;

/** Reads one text from a row. */
export interface TextReader {
  /** The fields that it needs. */
  readonly fields: readonly string[];
  read(row: Row, place: Place): string;
}

const SLOT = /\{([^{}]+)\}/g;

/**
 * A reader of `spec`: a field's name, or a template whose `{field}` slots are filled in. Its `read`
 * throws InputError when a field is missing or is no text, and, unless `allowEmpty`, when all
 * fields are blank.
 */
export function textReader(spec: string, allowEmpty = false): TextReader {
  return reader(spec, allowEmpty, "drop the row, or say allowEmpty: true");
}

/** A reader of what names a row, an id, a group, a person: as `textReader`, and never blank. */
export function nameReader(spec: string): TextReader {
  return reader(spec, false, "give it, or drop the row");
}

function reader(spec: string, allowEmpty: boolean, next: string): TextReader {
  const slots = [...spec.matchAll(SLOT)].map((match) => match[1]!);
  const fields = slots.length === 0 ? [spec] : [...new Set(slots)];

  function read(row: Row, place: Place): string {
    const texts = new Map(fields.map((field) => [field, textOf(row, field, place)]));
    if (!allowEmpty && [...texts.values()].every((text) => text.trim() === "")) {
      const names = fields.map((field) => JSON.stringify(field)).join(" and ");
      throw new InputError(`${place(row)}: ${names} must not be empty; ${next}`);
    }
    return slots.length === 0
      ? texts.get(spec)!
      : spec.replace(SLOT, (_, field: string) => texts.get(field)!);
  }
  return { fields, read };
}

/** Fills `{name}` slots from `values`; other slots are refused by naming the known ones. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(SLOT, (_, name: string) => {
    if (Object.hasOwn(values, name)) return values[name]!;
    const known = Object.keys(values)
      .map((key) => `{${key}}`)
      .join(" and ");
    throw new InputError(`input: knows ${known}, got "{${name}}"`);
  });
}

function textOf(row: Row, field: string, place: Place): string {
  const value = fieldValue(row, field, place);
  if (typeof value === "string") return value;
  // Nothing is what an empty cell is.
  if (isGap(value)) return "";
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new InputError(
      `${place(row)}: "${field}" is beyond 2^53, where numbers lose digits; give it as a text`,
    );
  }
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  const inside = longestText(value);
  const next = inside === undefined ? "" : `; ${named(field, inside)}, or make a text with rows()`;
  throw new InputError(`${place(row)}: "${field}" must be text, got ${shownValue(value)}${next}`);
}

/** The path inside a value to its longest text. */
function longestText(value: unknown): string | undefined {
  const texts = pathsIn(value).filter(([, inner]) => typeof inner === "string");
  const length = ([, text]: readonly [string, unknown]) => (text as string).length;
  return texts.sort((a, b) => length(b) - length(a))[0]?.[0];
}
