// How a linear probe is trained. The defaults are the paper's: Burns et al. 2023, appendix D.2.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { checkEvaluations } from "../shared/recipe-options.js";

const adamRecipe = z.strictObject({
  solver: z.literal("adam").default("adam"),
  /** Adam's step size; above 0, default 1e-3. */
  learningRate: z.number().positive().default(1e-3),
  /** Examples a step; at least 1, default 128. The last batch of an epoch may be smaller. */
  batchSize: z.int().min(1).default(128),
  /** Passes over the training labels; at least 1, default 200. */
  epochs: z.int().min(1).default(200),
  /** L2 penalty added to the gradient; at least 0, default 0. */
  weightDecay: z.number().min(0).default(0),
  /**
   * Steps between evaluations on the validation labels; at least 1, default: one after each epoch.
   * The last step has one too.
   */
  evaluateEvery: z.int().min(1).optional(),
  /**
   * Evaluations an epoch, as evenly as whole steps allow, in place of `evaluateEvery`; at least 1,
   * default 1.
   */
  evaluationsPerEpoch: z.int().min(1).optional(),
  /** Stop after so many evaluations without a better one; at least 1, default: never. */
  patience: z.int().min(1).optional(),
  /**
   * Which evaluation is kept: "agreement" (default), the one that agrees most with the validation
   * labels; "loss", the one of the smallest cross-entropy to them; "last", the last; "oracle", the
   * one that agrees most with ground truth, shown as such only. The earliest at a tie.
   */
  selection: z.enum(["agreement", "loss", "last", "oracle"]).default("agreement"),
  /** Use only the first k features; at least 1, default all. */
  features: z.int().min(1).optional(),
});

const logisticRecipe = z.strictObject({
  solver: z.literal("lbfgs"),
  /** Inverse strength of the L2 penalty; above 0, default 1. */
  C: z.number().positive().default(1),
  /**
   * What is asked of the search: "optimum" (default), or "scikit-learn": to stop where its defaults
   * do, at a tolerance of 1e-4 and after 100 steps at most.
   */
  stopping: z.enum(["optimum", "scikit-learn"]).optional(),
  /** Stop when no entry of the mean loss's gradient is larger; above 0, default 1e-6. */
  tolerance: z.number().positive().default(1e-6),
  /** Most steps; at least 1, default 1000. */
  maxIterations: z.int().min(1).default(1000),
  /** Use only the first k features; at least 1, default all. */
  features: z.int().min(1).optional(),
});

/** Every option of either solver, for `--set` and the docs. */
export const probeSchema = z.object({
  ...adamRecipe.shape,
  ...logisticRecipe.shape,
  solver: z.enum(["adam", "lbfgs"]).default("adam"),
});

export type AdamRecipe = z.output<typeof adamRecipe>;
export type LogisticRecipe = Omit<z.output<typeof logisticRecipe>, "stopping">;
export type ProbeRecipe = AdamRecipe | LogisticRecipe;
/** Options of `probe`'s recipe, of either solver. */
export type ProbeOptions = z.input<typeof adamRecipe> | z.input<typeof logisticRecipe>;

/** The whole recipe. @throws InputError for an unknown option or one out of range. */
export function probeRecipe(options: ProbeOptions = {}): ProbeRecipe {
  const solver = z.enum(["adam", "lbfgs"]).optional();
  checkOptions(z.object({ solver }), options, "probe");
  if (options.solver === "lbfgs") return searchRecipe(options);
  const recipe = checkOptions(adamRecipe, options, "probe");
  checkEvaluations(recipe, "probe");
  return recipe;
}

/** `stopping` names other defaults, and is no part of what is computed. */
function searchRecipe(options: z.input<typeof logisticRecipe>): LogisticRecipe {
  const { stopping, ...recipe } = checkOptions(logisticRecipe, options, "probe");
  if (stopping !== "scikit-learn") return recipe;
  const { tolerance = 1e-4, maxIterations = 100 } = options;
  return { ...recipe, tolerance, maxIterations };
}
