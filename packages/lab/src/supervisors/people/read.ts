// A file of labels, read to its end: who said what of which example. Every row is checked at the
// door.

import { InputError, shownValue } from "@w2s/base";
import { readRows } from "../../tasks/formats/read-rows.js";
import { fieldValue, type Row } from "../../tasks/formats/row.js";
import { labelReader } from "../../tasks/label.js";
import { textReader } from "../../tasks/template.js";
import { distribution } from "../distribution.js";
import type { SupervisorRoom } from "../supervisor.js";
import type { LabelsSpec } from "./options.js";

/** One label: a row of the file, of an example that the task has. */
export interface Vote {
  /** Row of the task. */
  readonly example: number;
  /** Who said it, by number in the order of the file. */
  readonly annotator: number;
  /** Probabilities, [K]. */
  readonly probabilities: readonly number[];
}

/** What a file says of a task's examples. */
export interface ReadVotes {
  /** What messages call the file. */
  readonly shown: string;
  readonly annotators: readonly string[];
  readonly votes: readonly Vote[];
  /** Labels of ids that the task does not have. */
  readonly unknown: number;
  /** Some of those ids. */
  readonly strangers: readonly string[];
}

type Place = (row: Row) => string;
type Reader = {
  readonly fields: readonly string[];
  /** Probabilities [K]; null leaves the row out. */
  readonly read: (row: Row, place: Place) => readonly number[] | null;
};

/** @throws InputError for a file that cannot be read, and for a row that does not fit */
export async function readVotes(
  { source, options }: LabelsSpec,
  { task, examples, baseDir }: SupervisorRoom,
): Promise<ReadVotes> {
  const ids = new Map(examples.map(({ id }, row) => [id, row]));
  const id = textReader(options.id);
  const who = options.annotator === undefined ? null : textReader(options.annotator);
  const said = readerOf(options, task);
  const fields = [...id.fields, ...(who?.fields ?? []), ...said.fields];
  const reader = await readRows(source, { ...options, baseDir, fields });
  const place: Place = (row) => reader.place(row);
  const annotators = new Map<string, number>();
  const first = new Map<string, number>();
  const votes: Vote[] = [];
  const strangers: string[] = [];
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const name = id.read(row, place);
      const probabilities = said.read(row, place);
      const annotator = who?.read(row, place) ?? "";
      refuseTwice(first, name, annotator, row, place);
      const example = ids.get(name);
      if (example === undefined) strangers.push(name);
      if (example === undefined || probabilities === null) continue;
      const number = annotators.get(annotator) ?? annotators.size;
      annotators.set(annotator, number);
      votes.push({ example, annotator: number, probabilities });
    }
  }
  const { shown } = reader;
  const unknown = strangers.length;
  return { shown, annotators: [...annotators.keys()], votes, unknown, strangers };
}

function refuseTwice(
  first: Map<string, number>,
  id: string,
  annotator: string,
  row: Row,
  place: Place,
): void {
  const key = JSON.stringify([id, annotator]);
  const before = first.get(key);
  if (before !== undefined) {
    const who = annotator === "" ? "" : ` by ${JSON.stringify(annotator)}`;
    throw new InputError(
      `${place(row)}: has a second label of ${JSON.stringify(id)}${who}, after ` +
        `${place({ ...row, at: before })}; leave one, or say who gave it with "annotator"`,
    );
  }
  first.set(key, row.at);
}

function readerOf(options: LabelsSpec["options"], task: SupervisorRoom["task"]): Reader {
  const { label, probability, probabilities, classes } = options;
  if (label !== undefined) return classReader(label, classes, task);
  if (probability !== undefined) return probabilityReader(probability, task);
  return typeof probabilities === "string"
    ? listReader(probabilities, task.options)
    : fieldsReader(probabilities!, task.options);
}

/** An option by its number or by its name in the task, or through the user's map. */
function classReader(
  field: string,
  classes: LabelsSpec["options"]["classes"],
  { options, optionNames }: SupervisorRoom["task"],
): Reader {
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

function probabilityReader(field: string, task: SupervisorRoom["task"]): Reader {
  if (task.options !== 2) {
    throw new InputError(
      `labels: "probability" goes with two options, task ${task.name} has ${task.options}; ` +
        'give "probabilities"',
    );
  }
  return {
    fields: [field],
    read(row, place) {
      const raw = fieldValue(row, field, place);
      const p = numberOf(raw);
      if (typeof p === "number" && p >= 0 && p <= 1) return [1 - p, p];
      throw new InputError(
        `${place(row)}: "${field}" must be a number from 0 to 1, got ${shownValue(raw)}`,
      );
    },
  };
}

function listReader(field: string, options: number): Reader {
  return {
    fields: [field],
    read(row, place) {
      const raw = fieldValue(row, field, place);
      const list = typeof raw === "string" ? parsed(raw) : raw;
      const numbers = Array.isArray(list) ? list.map(numberOf) : raw;
      return distribution(numbers, options, `${place(row)}: "${field}"`);
    },
  };
}

function fieldsReader(fields: readonly string[], options: number): Reader {
  const shown = fields.map((field) => `"${field}"`).join(", ");
  return {
    fields,
    read(row, place) {
      const numbers = fields.map((field) => numberOf(fieldValue(row, field, place)));
      return distribution(numbers, options, `${place(row)}: ${shown}`);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A number, or what a text says that is one; else the value as it is. */
function numberOf(raw: unknown): unknown {
  if (typeof raw === "bigint") return Number(raw);
  return typeof raw === "string" && raw.trim() !== "" && !Number.isNaN(Number(raw))
    ? Number(raw)
    : raw;
}
