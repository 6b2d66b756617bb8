// People's labels steps: a file's labels of a task's examples, annotators combined. Their agreement
// lies beside the labels, among the facts of the stored result.

import * as z from "zod";
import { type Codec, hashOf, type Identified, type Step, smallKind } from "../../engine/index.js";
import { decodeLabels, encodeLabels, type Labels } from "../../labels/index.js";
import { once } from "../../once.js";
import type { SupervisorRoom } from "../supervisor.js";
import type { AnnotatorAgreement } from "./agreement.js";
import { answersOf } from "./answers.js";
import { type Combine, combinedVotes } from "./combine.js";
import type { LabelsSpec } from "./options.js";
import type { Vote } from "./read.js";

/** Labels, and how far those who gave them agree; undefined: one annotator. */
export interface PeoplesLabels extends Labels {
  readonly agreement?: AnnotatorAgreement | undefined;
}

/** All votes; named by every one of them. */
class Votes implements Identified {
  readonly identity: string;

  constructor(
    readonly list: readonly Vote[],
    readonly agreement: AnnotatorAgreement | undefined,
  ) {
    const by = Int32Array.from(list.flatMap(({ example, annotator }) => [example, annotator]));
    this.identity = hashOf([by, list.map(({ probabilities }) => probabilities.join(" "))]);
  }
}

interface Value {
  readonly votes: Votes;
  readonly combine: Combine;
  readonly options: number;
}

const agreementSchema = z.object({
  agreement: z
    .object({
      annotators: z.number(),
      examples: z.number(),
      observed: z.number().nullable(),
      cohen: z.number().nullable(),
      fleiss: z.number().nullable(),
      alpha: z.number().nullable(),
    })
    .optional(),
});

const codec: Codec<PeoplesLabels> = {
  encode: (labels) => {
    const { facts, arrays } = encodeLabels(labels);
    const { agreement } = labels;
    return agreement ? { facts: { agreement: { ...agreement } }, arrays } : { facts, arrays };
  },
  decode: (stored) => {
    const { agreement } = agreementSchema.parse(stored.facts);
    return { ...decodeLabels(stored), ...(agreement && { agreement }) };
  },
};

const peopleStepKind = smallKind<PeoplesLabels, Value, Record<never, never>>({
  name: "people's labels",
  version: 1,
  codec,
  label: "labels from a file",
  compute: ({ value: { votes, combine, options } }) => ({
    ...combinedVotes(votes.list, combine, options),
    ...(votes.agreement && { agreement: votes.agreement }),
  }),
});

const known = new WeakMap<readonly Vote[], Votes>();

/** A file's labels of every example that has one. The file was opened for the room's task. */
export function peopleStep(spec: LabelsSpec, room: SupervisorRoom): Step<PeoplesLabels> {
  const { votes: list, agreement } = answersOf(spec, room);
  const votes = once(known, list, () => new Votes(list, agreement));
  const { combine = "majority" } = spec.options;
  const value = { votes, combine, options: room.task.options };
  return room.graph.step(peopleStepKind, value, {}, `${spec.label} on ${room.task.name}`);
}
