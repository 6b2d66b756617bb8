// What protocols give: labels, and beside each what happened on the way to it.

import * as z from "zod";
import { type Codec, inputSteps, type Spending, type Step } from "../../engine/index.js";
import { decodeLabels, encodeLabels, type Labels } from "../../labels/index.js";
import type { Transcript } from "../../outcome/index.js";
import type { JsonValue } from "../../store/index.js";

/** Labels with a transcript each, in the order of their rows. */
export interface OverseenLabels extends Labels {
  readonly transcripts: readonly Transcript[];
  /** What was asked of each service in turn, where any were; see `StepKind.took`. */
  readonly asked?: readonly Omit<Spending, "cost">[];
}

/** Labels as ever; transcripts are the fact of that name. */
export const overseenCodec: Codec<OverseenLabels> = {
  encode: (labels) => {
    const { facts, arrays } = encodeLabels(labels);
    const { transcripts, asked } = labels;
    const own = asked && { asked: asked.map((one) => ({ ...one })) };
    return { facts: { ...facts, transcripts: plain(transcripts), ...own }, arrays };
  },
  decode(stored) {
    const { transcripts, asked } = factsSchema.parse(stored.facts);
    return { ...decodeLabels(stored), transcripts, ...(asked && { asked }) };
  },
};

/** As JSON has it: what is undefined is left out. */
const plain = (transcripts: readonly Transcript[]): JsonValue =>
  JSON.parse(JSON.stringify(transcripts));

/** What this codec wrote is not looked at turn by turn. */
const factsSchema = z.object({
  transcripts: z.array(z.custom<Transcript>()),
  asked: z
    .array(z.object({ questions: z.number(), tokensIn: z.number(), tokensOut: z.number() }))
    .optional(),
});

/** Labels of some rows from what was made of each. */
export function overseen(
  rows: Int32Array,
  options: number,
  judge: (row: number, place: number) => Transcript,
): OverseenLabels {
  const data = new Float32Array(rows.length * options);
  const transcripts = Array.from(rows, (row, place) => {
    const transcript = judge(row, place);
    data.set(transcript.said, place * options);
    return transcript;
  });
  return {
    rows,
    probabilities: { dtype: "float32", shape: [rows.length, options], data },
    transcripts,
  };
}

/** The steps of protocols that labels come from: the first ones on the way back. */
export function protocolsBehind(labels: Step<Labels>): readonly Step<OverseenLabels>[] {
  const found = new Map<string, Step<OverseenLabels>>();
  const seen = new Set<string>();
  const visit = (step: Step): void => {
    if (seen.has(step.name)) return;
    seen.add(step.name);
    if (isOverseen(step)) found.set(step.name, step);
    else inputSteps(step).forEach(visit);
  };
  visit(labels);
  return [...found.values()];
}

const isOverseen = (step: Step): step is Step<OverseenLabels> => step.kind.codec === overseenCodec;
