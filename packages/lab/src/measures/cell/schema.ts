// What scoring one cell of a study gives: the measured half of an outcome, as the schema that is
// its type, its part of results.json and its columns.

import * as z from "zod";
import { pairMeasures, roleMeasures, schemasOf } from "../all.js";
import { pgrSchema } from "../bootstrap/pgr-guard.js";
import { roleNames } from "../bootstrap/roles.js";
import { amount, differenceEstimate, estimate, share, shareEstimate } from "../estimate.js";
import type { Frozen } from "../frozen.js";
import { keptDrawsSchema } from "../over-tasks/kept-draws.js";

/** One role's scores on the test split, pooled over seeds: one entry a measure. */
export const roleScoresSchema = z.object(schemasOf(roleMeasures));
/** One role's scores: measures by name, over all seeds. */
export type RoleScores = Frozen<z.infer<typeof roleScoresSchema>>;

/**
 * Which of the supervisor's labels the student agrees with on test, as means over seeds of shares
 * in [0, 1]; null where a part is empty.
 */
export const agreementSchema = z.object(schemasOf(pairMeasures));
/** Which of its supervisor's labels a student repeats on test; shares in [0, 1]. */
export type Agreement = Frozen<z.infer<typeof agreementSchema>>;

/** An arm beside the cell, or why it was not run. */
const armSchema = z.discriminatedUnion("run", [
  z.object({
    run: z.literal(true),
    scores: roleScoresSchema.meta({ column: "" }),
    /** Student minus arm, on the metric, paired. */
    difference: differenceEstimate.meta({ column: "student_ahead" }),
  }),
  z.object({
    run: z.literal(false),
    reason: z.string().meta({ column: "not_run_because" }),
  }),
]);
export type Arm = Frozen<z.infer<typeof armSchema>>;

/**
 * Test examples that have a fact in common, such as their difficulty. Accuracies and shares are
 * means over seeds.
 */
const partSchema = z.object({
  fact: z.string(),
  value: z.union([z.string(), z.number()]),
  examples: amount,
  weak: share,
  student: share,
  ceiling: share,
  /** Share on which the student says otherwise than its supervisor. */
  overruled: share,
  /** Of those, the share on which the student is right; null where there are none. */
  overruledRight: share.nullable(),
});
/** Scores on the test examples that share a value of one of the task's facts. */
export type Part = Frozen<z.infer<typeof partSchema>>;

/**
 * A role whose predictions are hardly predictions: nearly all of one option or one answer in words,
 * or at chance though its scores rank the examples. Such a role neither copies nor generalizes.
 */
const nearConstantSchema = z.object({
  role: z.enum(roleNames),
  kind: z.enum(["one option", "one answer", "threshold"]),
  /** Seeds for which it holds, of all. */
  seeds: amount,
  /** Share of the most frequent prediction, mean over those seeds. */
  share,
  /** What is so, in words. */
  note: z.string(),
});
/** A role that nearly always says one option or answer, or is at chance though its scores rank. */
export type NearConstant = Frozen<z.infer<typeof nearConstantSchema>>;

export const cellScoresSchema = z.object({
  testExamples: amount,
  /** Accuracy of always saying the test's most frequent class, in (0, 1]. */
  chance: share,
  /** The metric that PGR is computed on. */
  metric: z.enum(["accuracy", "auroc"]),
  /**
   * Results of format 2 and before call the student's `strong`, and keep all three one level up.
   */
  scores: z
    .object({ weak: roleScoresSchema, student: roleScoresSchema, ceiling: roleScoresSchema })
    .meta({ column: "" }),
  /** Ceiling's metric minus the supervisor's. */
  gap: differenceEstimate,
  /** Student's metric minus the supervisor's. */
  gain: differenceEstimate,
  pgr: pgrSchema.meta({ column: "pgr" }),
  /** What else was trained and scored beside the cell. */
  arms: z
    .object({ untouched: armSchema, uninformed: armSchema, selfTaught: armSchema })
    .meta({ column: "" }),
  agreement: agreementSchema.meta({ column: "" }),
  /**
   * Agreement where the supervisor is wrong, of the student and of the ceiling, which never saw its
   * labels: what both repeat was no copying. Null where the supervisor is never wrong.
   */
  errorsRepeated: z.object({
    student: shareEstimate.nullable(),
    ceiling: shareEstimate.nullable(),
    /** Student minus ceiling, paired. */
    difference: differenceEstimate.nullable(),
  }),
  /** The metric of every role under each seed, in the order of `seeds`; null where it has none. */
  bySeed: z.partialRecord(z.enum(roleNames), z.array(share.nullable())),
  /**
   * Whether PGR would be defined on every second seed alone, from the first on: these select what
   * of the other seeds counts in medians over tasks. Null for one seed, and in earlier results.
   */
  clearElsewhere: z.boolean().nullable().default(null),
  /** Gain and gap in the first resamples, for intervals over tasks. */
  draws: keptDrawsSchema.default(null),
  /** The intermediate models of a chain, in order; empty without one. */
  links: z.array(z.object({ name: z.string(), scores: roleScoresSchema })),
  nearConstant: z.array(nearConstantSchema),
  /** The study's own measures, by name and role; null where there is no value. */
  measures: z.record(z.string(), z.partialRecord(z.enum(roleNames), estimate.nullable())),
  /** By each fact of the task that has at most 16 values on test, or bins of its numbers. */
  parts: z.array(partSchema),
});

/** The measured half of an outcome. */
export type CellScores = Frozen<z.infer<typeof cellScoresSchema>>;
