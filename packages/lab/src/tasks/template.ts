// Text from a row: one field, or several through a template such as "{premise} [SEP] {hypothesis}".

import { InputError, shownValue } from "@w2s/base";
import { type FoundMessage, type Meant, messageIn } from "./formats/messages.js";
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

/** What refusals of a reader say. */
/** A row has no text where an example needs one. */
export class BlankText extends InputError {}

/** What to do about it. */
export const BLANK = "leave such rows out with dropEmpty: true, or say allowEmpty: true";

interface Advice {
  /** What the text is: of messages another one is meant; default: what is said. */
  readonly meant?: Meant;
  /** What else to say where messages stand in a field, as the middle of a sentence. */
  readonly beside?: (field: string, found: FoundMessage) => string;
}

/**
 * A reader of `spec`: a field's name, or a template whose `{field}` slots are filled in. Its `read`
 * throws InputError when a field is missing or is no text, and, unless `allowEmpty`, when all
 * fields are blank.
 */
export function textReader(spec: string, allowEmpty = false, advice: Advice = {}): TextReader {
  return reader(spec, allowEmpty, { ...advice, blank: BLANK });
}

/**
 * A reader of what names a row, an id, a group, a person: as `textReader`, never blank, and no
 * float that has lost digits.
 */
export function nameReader(spec: string): TextReader {
  const { fields, read } = reader(spec, false, { blank: "give it, or drop the row" });
  return {
    fields,
    read(row, place) {
      const name = read(row, place);
      for (const field of fields) refuseFloat(fieldValue(row, field, place), field, row, place);
      return name;
    },
  };
}

/** As pandas, awk and spreadsheets write large numbers: 1.66e+18. */
const EXPONENT = /^\s*-?\d(?:[.,]\d+)?e\+\d{2,}\s*$/i;
const WHOLE_FLOAT = /^\s*-?\d+\.0+\s*$/;

/** Two ids that differ in digits that a float has lost are one. */
function refuseFloat(value: unknown, field: string, row: Row, place: Place): void {
  if (typeof value !== "string") return;
  const isLarge = WHOLE_FLOAT.test(value) && !Number.isSafeInteger(Number(value));
  if (!isLarge && !EXPONENT.test(value)) return;
  throw new InputError(
    `${place(row)}: "${field}" must keep all digits, got ${shownValue(value)}, a float, which ` +
      "loses some; write the column as whole numbers (int64) or texts",
  );
}

function reader(
  spec: string,
  allowEmpty: boolean,
  advice: Advice & { readonly blank: string },
): TextReader {
  const slots = [...spec.matchAll(SLOT)].map((match) => match[1]!);
  const fields = slots.length === 0 ? [spec] : [...new Set(slots)];

  function read(row: Row, place: Place): string {
    const texts = new Map(fields.map((field) => [field, textOf(row, field, place, advice)]));
    if (!allowEmpty && [...texts.values()].every((text) => text.trim() === "")) {
      const names = fields.map((field) => JSON.stringify(field)).join(" and ");
      throw new BlankText(`${place(row)}: ${names} must not be empty; ${advice.blank}`);
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

function textOf(row: Row, field: string, place: Place, advice: Advice): string {
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
  const next = oneText(value, field, advice);
  throw new InputError(`${place(row)}: "${field}" must be text, got ${shownValue(value)}${next}`);
}

/** How one text of several is named, as the end of a message. */
function oneText(value: unknown, field: string, { meant = "said", beside }: Advice): string {
  const found = messageIn(value, meant);
  const inside = found?.path ?? longestText(value);
  if (inside === undefined) return "";
  const more = found && beside ? beside(field, found) : "";
  const one = found ? `name one message, as in "${field}.${inside}"` : named(field, inside);
  return `; ${one}${more}, or make a text with rows()`;
}

/** The path inside a value to its longest text. */
function longestText(value: unknown): string | undefined {
  const texts = pathsIn(value).filter(([, inner]) => typeof inner === "string");
  const length = ([, text]: readonly [string, unknown]) => (text as string).length;
  return texts.sort((a, b) => length(b) - length(a))[0]?.[0];
}
