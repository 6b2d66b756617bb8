// A labelling session's file as votes: what stands at its end, held against the task as it is now.

import { InputError } from "@w2s/base";
import { readRows } from "../../tasks/formats/read-rows.js";
import type { SupervisorRoom } from "../supervisor.js";
import type { LabelsSpec } from "./options.js";
import type { ReadVotes, Vote } from "./read.js";
import {
  type AnswerLine,
  answerProbabilities,
  exampleHash,
  type ItemLine,
  isAnswer,
  isItemLine,
  sessionLine,
  standing,
} from "./session.js";

type Placed<L extends ItemLine = ItemLine> = L & { readonly place: string };

/**
 * @throws InputError for a file that is no session's, and for an answer to an item that changed
 * since or to an option that the task does not have
 */
export async function readSession(
  { source, options }: LabelsSpec,
  room: SupervisorRoom,
): Promise<ReadVotes> {
  const { baseDir } = room;
  const reader = await readRows(source, { ...options, baseDir, fields: [], everyColumn: true });
  const lines: Placed[] = [];
  for await (const batch of reader.batches()) {
    for (const row of batch) {
      const place = reader.place(row);
      if (!("what" in row.values)) throw notOne(place);
      const line = sessionLine(row.values, place);
      if (isItemLine(line)) lines.push({ ...line, place });
    }
  }
  const rows = new Map(room.examples.map(({ id }, row) => [id, row]));
  const answers = standing(lines).filter((line): line is Placed<AnswerLine> => isAnswer(line));
  const annotators = [...new Set(answers.map(({ annotator }) => annotator))];
  const strangers = answers.flatMap(({ id }) => (rows.has(id) ? [] : [id]));
  const votes = answers.flatMap((answer): Vote[] => {
    const example = rows.get(answer.id);
    if (example === undefined) return [];
    checkAnswer(answer, example, room);
    const probabilities = answerProbabilities(answer, room.task.options, options.confidence);
    return [{ example, annotator: annotators.indexOf(answer.annotator), probabilities }];
  });
  return {
    shown: reader.shown,
    annotators,
    votes,
    unknown: strangers.length,
    strangers,
    unsaid: 0,
  };
}

const notOne = (place: string): InputError =>
  new InputError(
    `${place}: no field "what", so it is no labelling session of w2s; of another file say which ` +
      'field is the label: "label", "probability" or "probabilities"',
  );

function checkAnswer(
  { id, annotator, hash, label, place }: Placed<AnswerLine>,
  example: number,
  { task, examples }: SupervisorRoom,
): void {
  if (hash !== exampleHash(examples[example]!, task.optionNames)) {
    throw new InputError(
      `${place}: ${JSON.stringify(id)} changed since ${JSON.stringify(annotator)} labelled it: ` +
        "its text or options are others; label it again in the studio, or give the task as it was",
    );
  }
  if (label < task.options) return;
  throw new InputError(
    `${place}: "label" must be an option of task ${task.name}, 0 to ` +
      `${task.options - 1}, got ${label}`,
  );
}
