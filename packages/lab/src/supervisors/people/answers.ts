// What a file says of one task's examples, checked as a whole: that it is of this task, that nobody
// who is asked about lacks a label, and what a reader should know of it.

import { InputError } from "@w2s/base";
import { nearId, optionSaid } from "../../labels/index.js";
import { once } from "../../once.js";
import type { Example } from "../../tasks/index.js";
import type { SupervisorRoom } from "../supervisor.js";
import { type AnnotatorAgreement, annotatorAgreement, shownAgreement } from "./agreement.js";
import { isSession, type LabelsSpec } from "./options.js";
import { type ReadVotes, readVotes, type Vote } from "./read.js";
import { readSession } from "./read-session.js";

/** A file's labels of one task. */
export interface Answers extends ReadVotes {
  /** Rows of the task that have a label. */
  readonly labelled: ReadonlySet<number>;
  /** Undefined where one annotator said all. */
  readonly agreement: AnnotatorAgreement | undefined;
}

const opened = new WeakMap<LabelsSpec, WeakMap<readonly Example[], Answers>>();

/**
 * Reads the file for a task, once.
 * @throws InputError for rows that do not fit, for a file of another task's ids, and for one
 * annotator where several are to be combined
 */
export async function openAnswers(spec: LabelsSpec, room: SupervisorRoom): Promise<Answers> {
  const byTask = once(opened, spec, () => new WeakMap<readonly Example[], Answers>());
  const known = byTask.get(room.examples);
  if (known) return known;
  const read = await (isSession(spec) ? readSession : readVotes)(spec, room);
  checkTask(read, room);
  checkCounting(read, room);
  checkAnnotators(spec, read);
  const answers = {
    ...read,
    labelled: new Set(read.votes.map(({ example }) => example)),
    agreement: read.annotators.length > 1 ? annotatorAgreement(read.votes) : undefined,
  };
  byTask.set(room.examples, answers);
  return answers;
}

/** What was read. @throws InputError where the file was not opened for this task */
export function answersOf(spec: LabelsSpec, room: SupervisorRoom): Answers {
  const answers = opened.get(spec)?.get(room.examples);
  if (answers) return answers;
  throw new InputError(`labels: ${spec.label} was not opened for task ${room.task.name}`);
}

function checkTask({ votes, strangers, shown }: ReadVotes, room: SupervisorRoom): void {
  if (votes.length > 0) return;
  if (strangers.length === 0) throw new InputError(`${shown}: must have labels, got none`);
  const theirs = strangers.slice(0, 3).map((id) => JSON.stringify(id));
  const ours = room.examples.slice(0, 3).map(({ id }) => JSON.stringify(id));
  const near = nearId(strangers, idsOf(room));
  throw new InputError(
    `${shown}: none of its ${strangers.length} ids (${theirs.join(", ")}) is an example of task ` +
      `${room.task.name} (${ours.join(", ")})` +
      (near || '; give the labels of this task, or its option "id"'),
  );
}

/**
 * Ids of a task without an `id` are lines of its file, which begin at 2 below a header; a file of
 * labels that counts rows from 0 or 1 would give every example its neighbour's.
 * @throws InputError where the one counts lines and the other rows
 */
function checkCounting({ votes, strangers, shown }: ReadVotes, room: SupervisorRoom): void {
  const ours = idsOf(room);
  const theirs = new Set([...votes.map(({ example }) => ours[example]!), ...strangers]);
  const [from, to] = [theirs.has("0") ? 0 : 1, theirs.size - (theirs.has("0") ? 1 : 0)];
  const isCount = ours.some((id) => id === String(theirs.size + 1)) && !ours.includes("1");
  if (!isCount || theirs.size < 3) return;
  for (let n = from; n <= to; n++) if (!theirs.has(String(n))) return;
  if (!ours.every((id) => /^[1-9]\d*$/.test(id) && Number(id) <= theirs.size + 1)) return;
  throw new InputError(
    `${shown}: its ids count rows, ${from} to ${to}, and those of task ${room.task.name} are ` +
      `lines of its file, to ${theirs.size + 1}: each label would be another example's; give ` +
      `both a column of ids and name it with "id", or add ${2 - from} to these`,
  );
}

const idsOf = ({ examples }: SupervisorRoom): string[] => examples.map(({ id }) => id);

function checkAnnotators({ options }: LabelsSpec, { annotators, shown }: ReadVotes): void {
  if (options.annotator === undefined || annotators.length > 1) return;
  throw new InputError(
    `${shown}: agreement needs two annotators, "${options.annotator}" names only ` +
      `${JSON.stringify(annotators[0])}; leave "annotator" out`,
  );
}

/** @throws InputError for splits with examples that have no label: the first three ids, how many */
export function checkLabelled(
  spec: LabelsSpec,
  splits: Readonly<Record<string, Int32Array | undefined>>,
  room: SupervisorRoom,
): void {
  const { labelled, shown, strangers } = answersOf(spec, room);
  for (const [split, rows = new Int32Array()] of Object.entries(splits)) {
    const missing = rows.filter((row) => !labelled.has(row));
    if (missing.length === 0) continue;
    const ids = Array.from(missing.subarray(0, 3), (row) => JSON.stringify(room.examples[row]!.id));
    const rest = missing.length > 3 ? ` and ${missing.length - 3} more` : "";
    const next =
      split === "test"
        ? '; label them, or say test: "transfer" to score the labels of transfer in their place'
        : "; label them, or leave them out of the task";
    const near = nearId(
      strangers,
      Array.from(missing, (row) => room.examples[row]!.id),
    );
    throw new InputError(
      `${shown}: ${missing.length} of ${rows.length} ${split} examples of task ` +
        `${room.task.name} have no label: ${ids.join(", ")}${rest}${near || next}`,
    );
  }
}

/** What a reader should know of labels from a file. */
export function peopleNotes(spec: LabelsSpec, room: SupervisorRoom): string[] {
  const { votes, unknown, unsaid, shown, agreement } = answersOf(spec, room);
  const said = new Set(votes.map(topOf));
  const isOne = new Set(votes.map(({ probabilities }) => probabilities.join(" "))).size === 1;
  const of = isOne ? ": nothing to learn" : ", more surely or less: hard labels teach nothing";
  return [
    ...(agreement ? [`${shown}: ${shownAgreement(agreement)}`] : []),
    ...(unknown > 0
      ? [`${shown}: ${unknown} of its labels are of ids that the task does not have; not used`]
      : []),
    ...(unsaid > 0 ? [`${shown}: ${unsaid} of its rows have no label; left out`] : []),
    ...(said.size === 1
      ? [`${shown}: every label says ${room.task.optionNames[[...said][0]!]}${of}`]
      : []),
    ...(spec.options.test === "transfer" ? [standInNote(shown)] : []),
  ];
}

const standInNote = (shown: string): string =>
  `${shown}: without labels of test; its score is that of its labels of transfer, dealt out to ` +
  "test by class, and agreement with it on test says nothing";

/** The option that a vote is for. */
export const topOf = ({ probabilities }: Vote): number => optionSaid(probabilities);
