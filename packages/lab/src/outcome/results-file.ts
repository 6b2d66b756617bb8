// results.json: what a run found, with the version of its form, and how older forms are read.

import * as z from "zod";
import { amount } from "../measures/estimate.js";
import type { Frozen } from "../measures/frozen.js";
import { designSchema } from "./design.js";
import { outcomeSchema, unmeasured } from "./outcome.js";

/**
 * `format` is raised when the meaning of a field changes. 2 added sizes of models and splits,
 * chance, notes and parts. 3 calls the student's scores `scores.student` (they were `strong`),
 * keeps the three roles under `scores`, and adds arms, label quality, values by seed, curves,
 * links, comparisons of methods, errors repeated, near-constant predictions, warnings and the
 * study's own measures. Format 2 is read as far as it goes; format 1 is not.
 */
export const resultsFormat = 3;

/** Questions to services, their tokens, and money. */
const askedSchema = z.object({
  questions: amount,
  tokensIn: amount,
  tokensOut: amount,
  cost: amount,
});

/** What results.json must be to be read. */
export const resultsFileSchema = z.object({
  format: z.literal(resultsFormat),
  study: z.string(),
  /** The study's assumptions and limits, in its own words. */
  notes: z.array(z.string()),
  /** How the study was set up; absent in results of earlier versions. */
  design: designSchema.optional(),
  /**
   * What services were asked for these results, whenever that was, in the prices' unit; absent
   * where none were. Answers that several supervisors, students or seeds share count for each.
   */
  asked: askedSchema.optional(),
  outcomes: z.array(outcomeSchema),
});
/** results.json: the study, what ran, and its outcomes. */
export type ResultsFile = Frozen<z.infer<typeof resultsFileSchema>>;

/** Results of any format that is known, in today's form. */
export const readableResults = z.preprocess((given) => inTodaysForm(given), resultsFileSchema);

type Json = Readonly<Record<string, unknown>>;

/** Results of an older format as today's would hold them; anything else as it is. */
export function inTodaysForm(given: unknown): unknown {
  if (!isObject(given) || given.format !== 2) return given;
  const { outcomes } = given;
  const now = Array.isArray(outcomes)
    ? outcomes.map((outcome) => (isObject(outcome) ? upgradedOutcome(outcome) : outcome))
    : outcomes;
  return { ...given, format: resultsFormat, outcomes: now };
}

/** What earlier formats did not measure is said to be so, never made up. */
function upgradedOutcome({ weak, strong, ceiling, pgr, parts, ...rest }: Json): Json {
  return {
    ...unmeasured,
    ...rest,
    scores: { weak, student: strong, ceiling },
    pgr: isObject(pgr) && pgr.defined === false ? { uncleared: ["weak"], ...pgr } : pgr,
    parts: Array.isArray(parts) ? parts.map(upgradedPart) : parts,
  };
}

function upgradedPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  const { strong, ...rest } = part;
  return { student: strong, ...rest };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
