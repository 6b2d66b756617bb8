// What a study measured: one row a cell of the grid, seeds pooled. One schema is the type, what
// results.json holds, the columns of results.csv and what fixtures are checked by.

import * as z from "zod";
import { comparisonSchema } from "../measures/cell/compare-methods.js";
import { cellScoresSchema } from "../measures/cell/schema.js";
import { amount, share } from "../measures/estimate.js";
import type { Frozen } from "../measures/frozen.js";
import { labelQualitySchema } from "../measures/label-quality.js";
import { curveSchema } from "./curve.js";
import { budgetSchema } from "./transcript.js";
import { variedSchema } from "./varied.js";

/** The model behind a supervisor or a student, for figures of strength against size. */
const modelFactsSchema = z.object({
  /** What tables call the model: "SmolLM2". */
  name: z.string(),
  /** How it is adapted, in the label's words: "probe", "finetuned", "finetuned last 2, told". */
  adapted: z.string(),
  /**
   * Parameters up to the layer that is used, embeddings included; null where no model is involved.
   */
  parameters: amount.nullable(),
  /**
   * Floating-point operations that pretrained those parameters; null where the model does not say.
   */
  pretrainingFlop: amount.nullable(),
});
/**
 * What is known of a role's model: its name, parameters, pretraining compute, how it is adapted.
 */
export type ModelFacts = Frozen<z.infer<typeof modelFactsSchema>>;

/** One row of the table as results.json has it; gives the type and the CSV's columns. */
export const outcomeSchema = z.object({
  task: z.string(),
  supervisor: z.string(),
  student: z.string(),
  labels: z.enum(["soft", "hard"]),
  method: z.string(),
  supervisorModel: modelFactsSchema.meta({ column: "supervisor" }),
  studentModel: modelFactsSchema.meta({ column: "student" }),
  seeds: z.array(z.number()),
  /** Examples of the other splits, under the first seed. */
  splits: z
    .object({
      supervise: amount.meta({ column: "supervise_examples" }),
      transfer: amount.meta({ column: "transfer_examples" }),
      validation: amount.meta({ column: "validation_examples" }),
    })
    .meta({ column: "" }),
  ...cellScoresSchema.shape,
  /** How good the labels are where they are used, averaged over seeds; null where not measured. */
  labelQuality: z
    .object({
      transfer: labelQualitySchema.nullable(),
      validation: labelQualitySchema.nullable(),
    })
    .meta({ column: "labels" }),
  /**
   * What a protocol of oversight took for its label of an example, on average over examples and
   * seeds; absent where the labels are no protocol's.
   */
  oversight: budgetSchema.optional(),
  /**
   * Shares of the taught examples by what supervisor and student make of them, a mean over seeds;
   * absent where nobody asked. Shin et al. 2024.
   */
  overlap: z.object({ hard: share, easy: share, overlap: share }).optional(),
  /** This method's student against that of the study's first method; null for the first itself. */
  comparison: comparisonSchema.nullable(),
  /** The row under other settings, one at a time; empty where nothing is varied. */
  varied: z.array(variedSchema).default([]),
  /** What each fit did at every evaluation, by role and seed; empty where nothing was kept. */
  curves: z.array(curveSchema),
  /** What a reader should know of this row, one sentence each. */
  warnings: z.array(z.string()),
});

/** One cell of a study: task x supervisor x student x labels x method, over all seeds. */
export type Outcome = Frozen<z.infer<typeof outcomeSchema>>;

/**
 * Why a student has no untouched arm though its score is known: with a new head it says nothing
 * before it is taught, which is chance.
 */
export const headIsNew = "its head is new: chance";

const notRun = { run: false, reason: "not run" } as const;

/** What a row has where nobody measured more: older results, fixtures. */
export const unmeasured = {
  arms: { untouched: notRun, uninformed: notRun, selfTaught: notRun },
  errorsRepeated: { student: null, ceiling: null, difference: null },
  bySeed: {},
  clearElsewhere: null,
  draws: null,
  links: [],
  nearConstant: [],
  measures: {},
  parts: [],
  labelQuality: { transfer: null, validation: null },
  comparison: null,
  varied: [],
  curves: [],
  warnings: [],
} satisfies Partial<Outcome>;

/** What scoring measures of a row; the rest says which row it is. */
export const measuredSchema = z.object({
  ...cellScoresSchema.shape,
  labelQuality: outcomeSchema.shape.labelQuality,
  oversight: outcomeSchema.shape.oversight,
  curves: outcomeSchema.shape.curves,
});
