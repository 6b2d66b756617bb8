// What a row of a file says of its example, as probabilities of the task's options: how labels and
// predictions that were made elsewhere are read.

import { InputError, shownValue } from "@w2s/base";
import { fieldValue, type Row } from "../tasks/formats/row.js";
import { type LabelMap, labelReader } from "../tasks/label.js";
import { distribution, isProbability } from "./distribution.js";

/** Which fields say what; of the first three one is given. */
export interface AnswerFields {
  /** Field with an option's number from 0, or its name, or a value of `classes`. */
  readonly label?: string | undefined;
  /** Field with the probability of the second of two options. */
  readonly probability?: string | undefined;
  /** Field with a list of K probabilities, also as text, or K fields with one each. */
  readonly probabilities?: string | readonly string[] | undefined;
  readonly classes?: LabelMap | undefined;
}

interface Options {
  readonly name: string;
  readonly options: number;
  readonly optionNames: readonly string[];
}

type Place = (row: Row) => string;

export interface AnswerReader {
  readonly fields: readonly string[];
  /**
   * Probabilities [K]; null leaves the row out.
   * @throws InputError with the row's place for what is no option, no probability, or does not sum
   * to 1 within .001
   */
  readonly read: (row: Row, place: Place) => readonly number[] | null;
}

/**
 * @param of what the user calls these rows, for messages: "labels"
 * @throws InputError for "probability" of a task with other than two options
 */
export function answerReader(
  { label, probability, probabilities, classes }: AnswerFields,
  task: Options,
  of: string,
): AnswerReader {
  if (label !== undefined) return classReader(label, classes, task);
  if (probability !== undefined) return probabilityReader(probability, task, of);
  return typeof probabilities === "object"
    ? fieldsReader(probabilities, task.options)
    : listReader(probabilities ?? "probabilities", task.options);
}

/** An option by its number or by its name in the task, or through the user's map. */
function classReader(
  field: string,
  classes: LabelMap | undefined,
  { options, optionNames }: Options,
): AnswerReader {
  const digits = optionNames.map((_, k) => [String(k), k] as const);
  const booleans = options === 2 ? { false: 0, true: 1 } : {};
  const names = optionNames.map((name, k) => [name, k] as const);
  const own = { ...booleans, ...Object.fromEntries([...digits, ...names]) };
  const reader = labelReader(field, classes ?? own, options, "classes");
  return {
    fields: [field],
    read(row, place) {
      const option = reader.read(row, place);
      return option === null ? null : oneHot(option, options);
    },
  };
}

const oneHot = (option: number, options: number): number[] =>
  Array.from({ length: options }, (_, k) => Number(k === option));

function probabilityReader(field: string, task: Options, of: string): AnswerReader {
  if (task.options !== 2) {
    throw new InputError(
      `${of}: "probability" goes with two options, task ${task.name} has ${task.options}; ` +
        'give "probabilities"',
    );
  }
  return {
    fields: [field],
    read(row, place) {
      const raw = fieldValue(row, field, place);
      const p = numberOf(raw);
      // Rounding may go beyond 1.
      if (isProbability(p)) return [Math.max(0, 1 - p), Math.min(1, p)];
      throw new InputError(
        `${place(row)}: "${field}" must be a number from 0 to 1, got ${shownValue(raw)}`,
      );
    },
  };
}

function listReader(field: string, options: number): AnswerReader {
  return {
    fields: [field],
    read(row, place) {
      const raw = fieldValue(row, field, place);
      const list = typeof raw === "string" ? listed(raw) : raw;
      const numbers = Array.isArray(list) ? list.map(numberOf) : raw;
      return distribution(numbers, options, `${place(row)}: "${field}"`);
    },
  };
}

function fieldsReader(fields: readonly string[], options: number): AnswerReader {
  const shown = fields.map((field) => `"${field}"`).join(", ");
  return {
    fields,
    read(row, place) {
      const numbers = fields.map((field) => numberOf(fieldValue(row, field, place)));
      return distribution(numbers, options, `${place(row)}: ${shown}`);
    },
  };
}

/** The list that a text is, as JSON or Python writes one; else the text. */
function listed(text: string): unknown {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1];
  return inner === undefined ? text : inner.split(",");
}

/** A number, or what a text says that is one; else the value as it is. */
function numberOf(raw: unknown): unknown {
  if (typeof raw === "bigint") return Number(raw);
  return typeof raw === "string" && raw.trim() !== "" && !Number.isNaN(Number(raw))
    ? Number(raw)
    : raw;
}
