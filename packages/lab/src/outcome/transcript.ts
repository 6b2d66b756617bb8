// Transcripts: what a protocol of oversight asked, showed, claimed and checked about one example,
// in order, and what came of it. The type of a step's result, of transcripts.jsonl and of whatever
// shows them; documented in docs/evidence.md.

import * as z from "zod";
import { amount } from "../measures/estimate.js";
import type { Frozen } from "../measures/frozen.js";

const probabilities = z.array(z.number());

/** A part that a claim stands on, as it was checked. */
const checkedPartSchema = z.object({
  text: z.string(),
  /** The answer that the claim needs it to have, an option of parts: 0 no, 1 yes. */
  wanted: z.number(),
  /** What the judge said of it, [2]; null where it was held against the truth. */
  said: probabilities.nullable(),
});

/** One thing that happened; `does` tells which. */
const turnSchema = z.discriminatedUnion("does", [
  /** The overseer is asked: the example as it stands, a part of it, or the first words of it. */
  z.object({
    does: z.literal("asks"),
    who: z.string(),
    text: z.string(),
    /** What it said, by option. */
    said: probabilities,
    /** The right option of what was asked. */
    truth: z.number(),
    /** Whether a part was asked, whose options are 0 no and 1 yes; else they are the task's. */
    part: z.boolean().optional(),
    /** Whether its answer was turned round on purpose before it was used. */
    wrong: z.boolean().optional(),
  }),
  /** Somebody takes the side of an option. */
  z.object({
    does: z.literal("argues"),
    who: z.string(),
    option: z.number(),
    /** How the option came about: given to it, or its own opinion. */
    position: z.enum(["assigned", "chosen"]),
    /** What it believes itself, by option. */
    said: probabilities,
  }),
  /** Somebody shows the overseer a remark about the example. */
  z.object({
    does: z.literal("shows"),
    who: z.string(),
    text: z.string(),
    /** The option that the remark speaks for. */
    option: z.number(),
    /** What it believes itself, by option. */
    said: probabilities,
  }),
  /** Somebody writes an argument, whose quotes are checked against the text. */
  z.object({
    does: z.literal("writes"),
    who: z.string(),
    text: z.string(),
    /** The option that it is for. */
    option: z.number(),
    quotes: z.array(z.object({ text: z.string(), found: z.boolean() })),
  }),
  /** Somebody points to a claim. */
  z.object({
    does: z.literal("claims"),
    who: z.string(),
    text: z.string(),
    /** The option that the claim proves when it holds. */
    proves: z.number(),
    /** Whether it holds, in truth. */
    truth: z.boolean(),
  }),
  /** The last claim is checked. */
  z.object({
    does: z.literal("checks"),
    who: z.string(),
    /** What the check found; whether that is right, the claim's own `truth` tells. */
    holds: z.boolean(),
    parts: z.array(checkedPartSchema),
  }),
]);
/** One thing that happened while an example was judged. */
export type Turn = Frozen<z.infer<typeof turnSchema>>;

/** What judging one example took. */
export const budgetSchema = z.object({
  /** Questions to the overseer: its own reading, parts, checks. */
  questions: amount,
  /** What others said to it: remarks and claims. */
  turns: amount,
  /** Words and marks that the overseer read. */
  tokens: amount,
  /** Parts that were held against the truth in place of a question. */
  checks: amount,
});
/** What judging one example took: questions, turns, tokens, exact checks. */
export type Budget = Frozen<z.infer<typeof budgetSchema>>;

/** What happened while one example was judged; of whom and where the file's row adds. */
const transcriptSchema = z.object({
  /** The protocol: "decomposition", "debate". */
  protocol: z.string(),
  turns: z.array(turnSchema),
  /** What came of it, by option: the protocol's label of the example. */
  said: probabilities,
  budget: budgetSchema,
});
/** What happened while one example was judged. */
export type Transcript = Frozen<z.infer<typeof transcriptSchema>>;

/** A line of transcripts.jsonl. */
export const transcriptRowSchema = transcriptSchema.extend({
  task: z.string(),
  /** What tables call the supervisor of the study whose label this is, or went into. */
  supervisor: z.string(),
  seed: z.number(),
  split: z.enum(["test", "transfer", "validation"]),
  id: z.string(),
  /** The example's texts, or where it stands. */
  texts: z.array(z.string()),
  /** The right option. */
  truth: z.number(),
  /** What each option means, [K]. */
  optionNames: z.array(z.string()),
});
/** One example's transcript, as files hold it. */
export type TranscriptRow = Frozen<z.infer<typeof transcriptRowSchema>>;
