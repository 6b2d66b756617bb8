// A file of labels, read to its end: who said what of which example. Every row is checked at the
// door.

import { InputError } from "@w2s/base";
import { answerReader } from "../../labels/index.js";
import { once } from "../../once.js";
import { readRows } from "../../tasks/formats/read-rows.js";
import type { Row } from "../../tasks/formats/row.js";
import { nameReader } from "../../tasks/template.js";
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
  /** Those ids. */
  readonly strangers: readonly string[];
  /** Rows of the task's examples that have no label, or that `classes` leaves out. */
  readonly unsaid: number;
}

type Place = (row: Row) => string;
/** @throws InputError for a file that cannot be read, and for a row that does not fit */
export async function readVotes(
  { source, options }: LabelsSpec,
  { task, examples, baseDir }: SupervisorRoom,
): Promise<ReadVotes> {
  const ids = new Map(examples.map(({ id }, row) => [id, row]));
  const id = nameReader(options.id);
  const who = options.annotator === undefined ? null : nameReader(options.annotator);
  const said = answerReader(options, task, "labels");
  const fields = [...id.fields, ...(who?.fields ?? []), ...said.fields];
  const lists = said.lists ?? [];
  const reader = await readRows(source, { ...options, baseDir, fields, lists });
  const place: Place = (row) => reader.place(row);
  const annotators = new Map<string, number>();
  const first = new Map<string, Row>();
  const votes: Vote[] = [];
  const strangers: string[] = [];
  let unsaid = 0;
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const name = id.read(row, place);
      const probabilities = said.read(row, place);
      const annotator = who?.read(row, place).trim() ?? null;
      refuseTwice(first, { id: name, annotator }, row, place);
      const example = ids.get(name);
      if (example === undefined) strangers.push(name);
      else if (probabilities === null) unsaid += 1;
      else {
        const number = once(annotators, annotator ?? "", () => annotators.size);
        votes.push({ example, annotator: number, probabilities });
      }
    }
  }
  const { shown } = reader;
  const unknown = strangers.length;
  return { shown, annotators: [...annotators.keys()], votes, unknown, strangers, unsaid };
}

function refuseTwice(
  first: Map<string, Row>,
  { id, annotator }: { readonly id: string; readonly annotator: string | null },
  row: Row,
  place: Place,
): void {
  const key = JSON.stringify([id, annotator]);
  const before = first.get(key);
  if (before !== undefined) {
    const [who, next] =
      annotator === null
        ? ["", ', or say who gave it with "annotator"']
        : [` by ${JSON.stringify(annotator)}`, ""];
    throw new InputError(
      `${place(row)}: has a second label of ${JSON.stringify(id)}${who}, after ` +
        `${place(before)}; leave one${next}`,
    );
  }
  first.set(key, { ...row, values: {} });
}
