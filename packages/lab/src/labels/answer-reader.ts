// What a row of a file says of its example, as probabilities of the task's options: how labels and
// predictions that were made elsewhere are read.

import { InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import { withoutWrapping } from "../tasks/formats/list-text.js";
import { numberedIn } from "../tasks/formats/numbered.js";
import { fieldIfThere, fieldValue, quoted, type Row } from "../tasks/formats/row.js";
import {
  EVERY,
  isGap,
  isGapWord,
  type LabelMap,
  labelReader,
  namesClasses,
  type Remedies,
  wholeNumber,
} from "../tasks/label.js";
import { distribution, forScores, isProbability } from "./distribution.js";

/** Which fields say what; of the first three one is given. */
export interface AnswerFields {
  /**
   * Field with an option's number from 0, its name, a label that the task's data have for it, or a
   * value of `classes`.
   */
  readonly label?: string | undefined;
  /** Field with the probability of the second of two options. */
  readonly probability?: string | undefined;
  /**
   * Field with a list of K probabilities, also as text or as columns numbered from 0 (`name_0`;
   * of "probabilities" `probability_0`, too), or K fields with one each.
   */
  readonly probabilities?: string | readonly string[] | undefined;
  readonly classes?: LabelMap | undefined;
}

const field = z.string().min(1);

/** The option `probabilities`, as a user gives it. */
export const probabilitiesOption = z
  .union([field, z.array(field).min(2).readonly()], {
    error: "must be a field or a list of fields",
  })
  .refine((given) => typeof given === "string" || new Set(given).size === given.length, {
    error: "must be different fields",
  })
  .optional();

interface Options {
  readonly name: string;
  readonly options: number;
  readonly optionNames: readonly string[];
  /** The labels in the task's data that mean each option, [K]. */
  readonly optionValues?: readonly (readonly string[])[] | undefined;
}

type Place = (row: Row) => string;

export interface AnswerReader {
  readonly fields: readonly string[];
  /** Which of them may be columns numbered from 0 in their place. */
  readonly lists?: readonly string[];
  /**
   * Probabilities [K]; null leaves the row out: `classes` says so, or there is no probability.
   * @throws InputError with the row's place for what is no option, no probability, or does not sum
   * to 1 within .001
   */
  readonly read: (row: Row, place: Place) => readonly number[] | null;
}

/**
 * @param of what the user calls these rows, for messages: "labels"
 * @param remedies what messages may advise; default "all"
 * @throws InputError for "probability" of a task with other than two options
 */
export function answerReader(
  { label, probability, probabilities, classes }: AnswerFields,
  task: Options,
  of: string,
  remedies: Remedies = "all",
): AnswerReader {
  if (label !== undefined) return classReader(label, classes, task, remedies);
  if (probability !== undefined) return probabilityReader(probability, task, of, remedies);
  return typeof probabilities === "object"
    ? fieldsReader(probabilities, task.options, remedies)
    : listReader(probabilities ?? "probabilities", task.options, remedies);
}

/** An option by its number or by its name in the task, or through the user's map. */
function classReader(
  field: string,
  classes: LabelMap | undefined,
  { options, optionNames, optionValues = [] }: Options,
  remedies: Remedies,
): AnswerReader {
  // A map that only leaves rows out says nothing of the others.
  const isMapped = namesClasses(classes);
  const map = isMapped ? classes : { ...ownNames(optionNames, optionValues), ...classes };
  const advice = { option: "classes", hasOwn: isMapped, remedies };
  const reader = labelReader(field, map, options, advice);
  return {
    fields: [field],
    read(row, place) {
      if (!isMapped) {
        const by = remedies === "none" ? "" : "say which by classes: {...}, or ";
        const raw = fieldIfThere(row, field);
        refuseDoubtful(raw, optionNames, `${place(row)}: "${field}"`, by);
      }
      const option = reader.read(row, place);
      return option === null ? null : oneHot(option, options);
    },
  };
}

/**
 * What options are called without a map: by number, by name, by what the task's data call them, and
 * of two by truth.
 */
function ownNames(optionNames: readonly string[], optionValues: Options["optionValues"]): LabelMap {
  const booleans = optionNames.length === 2 ? { false: 0, true: 1 } : {};
  const numbers = Object.fromEntries(optionNames.map((_, k) => [String(k), k]));
  return {
    ...booleans,
    ...numbers,
    ...Object.fromEntries(optionNames.map((name, k) => [name, k])),
    ...Object.fromEntries(
      (optionValues ?? []).flatMap((values, k) => values.map((value) => [value, k])),
    ),
  };
}

/** 1 is an option's number, and another's name where options are called "1", "2", "3". */
function refuseDoubtful(raw: unknown, names: readonly string[], at: string, by: string): void {
  const number = wholeNumber(raw) ?? -1;
  if (number < 0 || number >= names.length) return;
  const named = names.indexOf(String(number));
  if (named < 0 || named === number) return;
  throw new InputError(
    `${at} is the number of option ${shownValue(names[number])} and the name of another, got ` +
      `${shownValue(raw)}; ${by}give probabilities`,
  );
}

const oneHot = (option: number, options: number): number[] =>
  Array.from({ length: options }, (_, k) => Number(k === option));

function probabilityReader(
  field: string,
  task: Options,
  of: string,
  remedies: Remedies,
): AnswerReader {
  if (task.options !== 2) {
    throw new InputError(
      `${of}: "probability" is for two options, task ${task.name} has ${task.options}; ` +
        'give "probabilities"',
    );
  }
  return {
    fields: [field],
    read(row, place) {
      const raw = fieldValue(row, field, place);
      if (isNothing(raw)) return null;
      const p = numberOf(raw);
      // Rounding may go beyond 0 and 1.
      if (isProbability(p)) return [1 - p, p].map((one) => Math.min(1, Math.max(0, one)));
      throw new InputError(
        `${place(row)}: "${field}" must be a number from 0 to 1, got ` +
          `${shownValue(raw)}${forGaps([raw], remedies) || forScores([p])}`,
      );
    },
  };
}

function listReader(field: string, options: number, remedies: Remedies): AnswerReader {
  return {
    fields: [field],
    lists: [field],
    read(row, place) {
      const parts = partsOf(row, field);
      if (parts.length > 0) return fieldsReader(parts, options, remedies).read(row, place);
      const raw = fieldValue(row, field, place);
      const list = typeof raw === "string" ? listed(raw) : raw;
      if (isNothing(raw)) return null;
      if (typeof list === "object" && !Array.isArray(list)) throw inParts(list!, place(row));
      const numbers = Array.isArray(list) ? list.map(numberOf) : raw;
      const next = forGaps([raw], remedies);
      return distribution(numbers, options, `${place(row)}: "${field}"`, next);
    },
  };
  function inParts(object: object, at: string): InputError {
    const parts = Object.keys(object).map((name) => `${field}.${name}`);
    const next =
      remedies === "none"
        ? "write them as a list, in the order of the options"
        : "name its fields in the order of the options, as in probabilities: " +
          `[${quoted(parts)}]`;
    return new InputError(
      `${at}: "${field}" must be a list of ${options} probabilities, got an object; ${next}`,
    );
  }
}

/** The numbered columns that stand in a list's place; evidence has a name beside them. */
function partsOf(row: Row, field: string): string[] {
  const raw = fieldIfThere(row, field);
  const list = typeof raw === "string" ? listed(raw) : raw;
  if (Array.isArray(list)) return [];
  return numberedIn(field, (name) => fieldIfThere(row, name) !== undefined);
}

function fieldsReader(
  fields: readonly string[],
  options: number,
  remedies: Remedies,
): AnswerReader {
  const shown = fields.map((field) => `"${field}"`).join(", ");
  return {
    fields,
    read(row, place) {
      const cells = fields.map((field) => fieldValue(row, field, place));
      if (cells.every(isNothing)) return null;
      const numbers = cells.map(numberOf);
      const next = forGaps(cells, remedies);
      return distribution(numbers, options, `${place(row)}: ${shown}`, next);
    },
  };
}

/** PyTorch's and NumPy's own forms: `tensor([0.2, 0.8], dtype=torch.float16)`. */
const HELD = /^\s*(?:tensor|array)\(\s*(\[[^\][]*\])\s*(?:,[^\][]*)?\)\s*$/;

/** The same of one number. */
const HELD_ALONE = /^\s*(?:tensor|np\.\w+)\(\s*([\d.e+-]+)\s*(?:,[^()]*)?\)\s*$/;

/** The list that a text is, as JSON, Python, NumPy or PyTorch write one; else the text. */
function listed(text: string): unknown {
  const bare = HELD.exec(text)?.[1] ?? text;
  const inner = /^\s*(?:\[(.*)\]|\((.*)\))\s*$/s.exec(bare)?.slice(1).join("").trim();
  if (inner === undefined) return text;
  return inner === "" ? [] : withoutWrapping(inner).split(/\s*,\s*|\s+/);
}

/** NaN is something: a model that diverged says it. */
const isNothing = (raw: unknown): boolean => isGap(raw) && !Number.isNaN(raw);

/** What to do where all that should say probabilities is a word for a gap. */
function forGaps(cells: readonly unknown[], remedies: Remedies): string {
  const isNone = (cell: unknown) => isNothing(cell) || Number.isNaN(cell) || isGapWord(cell);
  if (!cells.every(isNone)) return "";
  return remedies === "all" ? "; leave it empty where nothing is said" : `; ${EVERY}`;
}

/** A number, or what a text says that is one; else the value as it is. */
function numberOf(raw: unknown): unknown {
  if (typeof raw === "bigint") return Number(raw);
  if (typeof raw !== "string") return raw;
  const bare = HELD_ALONE.exec(raw)?.[1] ?? raw;
  return bare.trim() !== "" && !Number.isNaN(Number(bare)) ? Number(bare) : raw;
}
