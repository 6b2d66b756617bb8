// What protocols give: labels, and beside each what happened on the way to it.

import { ndarray } from "@w2s/grad";
import * as z from "zod";
import { type Codec, inputSteps, type Spending, type Step } from "../../engine/index.js";
import { decodeLabels, encodeLabels, int32, type Labels } from "../../labels/index.js";
import { type Budget, budgetSchema, type Transcript } from "../../outcome/index.js";
import { scaled, spent } from "./budget.js";

/** Labels with a transcript each, in the order of their rows. */
export interface OverseenLabels extends Labels {
  readonly transcripts: readonly Transcript[];
  /** What was asked of each service in turn, where any were; see `StepKind.took`. */
  readonly asked?: readonly Omit<Spending, "cost">[];
  /** What an example took, on average. */
  readonly budget: Budget;
}

/**
 * Labels as ever, and the mean budget as a fact. Transcripts are the array `transcripts`: JSON in
 * UTF-8, four bytes a number, blanks at its end; probabilities to six digits. Whoever reads labels
 * alone does not parse them.
 */
export const overseenCodec: Codec<OverseenLabels> = {
  encode: (labels) => {
    const { facts, arrays } = encodeLabels(labels);
    const transcripts = packed(JSON.stringify(labels.transcripts, sixDigits));
    const own = { transcripts: ndarray(transcripts, [transcripts.length]) };
    const asked = labels.asked && { asked: labels.asked.map((one) => ({ ...one })) };
    return {
      facts: { ...facts, budget: { ...labels.budget }, ...asked },
      arrays: { ...arrays, ...own },
    };
  },
  decode(stored) {
    const { budget, asked } = factsSchema.parse(stored.facts);
    let read: readonly Transcript[] | undefined;
    return {
      ...decodeLabels(stored),
      budget,
      ...(asked && { asked }),
      get transcripts() {
        read ??= JSON.parse(unpacked(int32(stored.arrays, "transcripts").data));
        return read!;
      },
    };
  },
};

const factsSchema = z.object({
  budget: budgetSchema,
  asked: z
    .array(z.object({ questions: z.number(), tokensIn: z.number(), tokensOut: z.number() }))
    .optional(),
});

/** As JSON's replacer: six digits of what is no whole number. */
export const sixDigits = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

function packed(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text);
  const filled = new Uint8Array(4 * Math.ceil(bytes.length / 4)).fill(" ".charCodeAt(0));
  filled.set(bytes);
  return new Int32Array(filled.buffer);
}

const unpacked = ({ buffer, byteOffset, byteLength }: Int32Array): string =>
  new TextDecoder().decode(new Uint8Array(buffer, byteOffset, byteLength));

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
    budget: scaled(spent(transcripts.map(({ budget }) => budget)), 1 / rows.length),
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
