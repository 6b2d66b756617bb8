// How a linear probe is trained. The defaults are the paper's: Burns et al. 2023, appendix D.2.

import { checkOptions } from "@w2s/base";
import * as z from "zod";

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
   * "agreement" (default) keeps the epoch that agrees most with the validation labels, the earliest
   * at a tie; "last" the last.
   */
  selection: z.enum(["agreement", "last"]).default("agreement"),
  /** Use only the first k features; at least 1, default all. */
  features: z.int().min(1).optional(),
});

const logisticRecipe = z.strictObject({
  solver: z.literal("lbfgs"),
  /** Inverse strength of the L2 penalty; above 0, default 1. */
  C: z.number().positive().default(1),
  /** Stop when no entry of the mean loss's gradient is larger; above 0, default 1e-6. */
  tolerance: z.number().positive().default(1e-6),
  /** Most steps; at least 1, default 1000. */
  maxIterations: z.int().min(1).default(1000),
  /** Use only the first k features; at least 1, default all. */
  features: z.int().min(1).optional(),
});

export type AdamRecipe = z.output<typeof adamRecipe>;
export type LogisticRecipe = z.output<typeof logisticRecipe>;
export type ProbeRecipe = AdamRecipe | LogisticRecipe;
export type ProbeOptions = z.input<typeof adamRecipe> | z.input<typeof logisticRecipe>;

/** The whole recipe. @throws InputError for an unknown option or one out of range. */
export function probeRecipe(options: ProbeOptions = {}): ProbeRecipe {
  const solver = z.enum(["adam", "lbfgs"]).optional();
  checkOptions(z.object({ solver }), options, "probe");
  return options.solver === "lbfgs"
    ? checkOptions(logisticRecipe, options, "probe")
    : checkOptions(adamRecipe, options, "probe");
}
