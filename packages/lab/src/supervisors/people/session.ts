// A labelling session as it lies on disk: JSON Lines, only ever appended to, a line for everything
// that somebody said. The studio writes it; the last line of an annotator about an item is what
// counts, so that an undo, a second answer and an answer sent twice need no rule of their own.

import { check } from "@w2s/base";
import * as z from "zod";
import { canonicalJson } from "../../store/canonical-json.js";
import { sha256 } from "../../store/index.js";
import type { Example } from "../../tasks/index.js";

/** What a person had beside an item: nothing, a model's answer, or a debate to read. */
export const sessionArms = ["alone", "assisted", "debate"] as const;
/** What a person had beside an item: nothing, a model's answer, or a debate to read. */
export type SessionArm = (typeof sessionArms)[number];

const by = {
  /** When it was written, in ISO 8601, UTC. */
  at: z.string(),
  annotator: z.string().min(1),
};
const about = {
  ...by,
  /** The example's id. */
  id: z.string().min(1),
  /** `exampleHash` of the example as it was shown. */
  hash: z.string(),
  arm: z.enum(sessionArms),
  /** From the item being shown to the key, in milliseconds. */
  ms: z.number().min(0),
};

/** A line of a session's file; `what` tells what it says. */
const sessionLineSchema = z.discriminatedUnion("what", [
  z.object({ what: z.literal("joined"), ...by }),
  z.object({
    what: z.literal("answered"),
    ...about,
    /** The option, from 0. */
    label: z.int().min(0),
    /** How probable the annotator finds the answer, in [0, 1]; null where nobody asked. */
    confidence: z.number().min(0).max(1).nullable(),
  }),
  /** Left without an answer: by the person, or when the time was over. */
  z.object({ what: z.enum(["skipped", "late"]), ...about }),
  /** What the annotator said of the item before is taken back. */
  z.object({ what: z.literal("undone"), ...about }),
  /** Labelling is over: nothing comes after it. */
  z.object({ what: z.literal("closed"), ...by }),
]);
/** Something that was said in a labelling session. */
export type SessionLine = Readonly<z.infer<typeof sessionLineSchema>>;
/** A line about an item. */
export type ItemLine = Extract<SessionLine, { readonly id: string }>;
/** A line with an answer. */
export type AnswerLine = Extract<SessionLine, { readonly what: "answered" }>;

/** Whether a line is about an item. */
export const isItemLine = (line: SessionLine): line is ItemLine => "id" in line;
/** Whether a line is an answer. */
export const isAnswer = (line: SessionLine): line is AnswerLine => line.what === "answered";

/**
 * What an answer is about: 16 hexadecimal digits of the SHA-256 of the example's texts and of what
 * its options are called. An answer whose hash is another is of an item that changed since.
 */
export function exampleHash(
  { inputs }: Pick<Example, "inputs">,
  optionNames: readonly string[],
): string {
  return sha256(canonicalJson([[...inputs], [...optionNames]])).slice(0, 16);
}

/** A line of the file at `place`, as typed. @throws InputError for anything else */
export function sessionLine(value: unknown, place: string): SessionLine {
  return check(place, value, sessionLineSchema);
}

/** Of each annotator the last line about each item, undone ones left out; in the file's order. */
export function standing<L extends ItemLine>(lines: Iterable<L>): L[] {
  const last = new Map<string, L>();
  for (const line of lines) {
    const key = JSON.stringify([line.annotator, line.id]);
    last.delete(key);
    if (line.what !== "undone") last.set(key, line);
  }
  return [...last.values()];
}

/**
 * An answer as probabilities [K]: all on its option, or as sure as the annotator was, the others
 * sharing the rest.
 */
export function answerProbabilities(
  { label, confidence }: Pick<AnswerLine, "label" | "confidence">,
  options: number,
  soft: boolean,
): number[] {
  const sure = soft && confidence !== null ? confidence : 1;
  return Array.from({ length: options }, (_, k) =>
    k === label ? sure : (1 - sure) / Math.max(1, options - 1),
  );
}
