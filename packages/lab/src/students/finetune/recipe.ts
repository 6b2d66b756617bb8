// How a pretrained model is finetuned. The paper trains 2 epochs with batches of 32 and never
// states its learning rates; the rest follows what users of pretrained models do.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { checkEvaluations } from "../shared/recipe-options.js";

/** One spelling a size: it is part of what names a result. */
const memorySize = z
  .string()
  .regex(/^(?!0+(\.0+)?[A-Z])\d+(\.\d+)?(MB|GB|TB)$/, 'must be a size such as "500MB" or "4GB"');

/** Documented in docs/students/finetune.md, which a test compares with it. */
export const finetuneSchema = z.strictObject({
  /** AdamW's step size at its largest; above 0, default 5e-5. */
  learningRate: z.number().positive().default(5e-5),
  /** Examples a step; at least 1, default 32 (the paper's). */
  batchSize: z.int().min(1).default(32),
  /**
   * Parts that a step's batch is worked through in, for memory's sake; at least 1, default 1. Or
   * the memory that the activations of one part may take, about, as `{ memory: "4GB" }`: each step
   * has the fewest parts that fit. A loss sees one part at a time.
   */
  accumulate: z
    .union([z.int().min(1), z.strictObject({ memory: memorySize })], {
      error: 'must be a number of parts, or memory such as { memory: "4GB" }',
    })
    .default(1),
  /** Passes over the training labels; at least 1, default 2 (the paper's). */
  epochs: z.int().min(1).default(2),
  /** Decoupled decay of the trained weights; at least 0, default 0. */
  weightDecay: z.number().min(0).default(0),
  /** What decays: "matrices" (default), so neither biases nor norms, or "all". */
  decay: z.enum(["matrices", "all"]).default("matrices"),
  /** Gradients longer than this are scaled down to it; above 0, default 1. */
  clipNorm: z.number().positive().default(1),
  /** After the warm-up: "linear" (default) or "cosine" to zero, or "constant". */
  schedule: z.enum(["linear", "cosine", "constant"]).default("linear"),
  /** Share of the steps over which the learning rate rises from 0; in [0, 1), default 0.1. */
  warmup: z.number().min(0).lt(1).default(0.1),
  /**
   * Share of values set to zero in training, in [0, 1), default 0: in trained embeddings, in what
   * each trained block adds after attention and feed-forward, and in the pooled vector.
   */
  dropout: z.number().min(0).lt(1).default(0),
  /**
   * Keep an average of the weights, `decay * average + (1 - decay) * weights` after each step, and
   * score that. The decay after step t is `min(ema, (1 + t) / (10 + t))`, so that the average soon
   * leaves the weights before training; in (0, 1), default: the weights.
   */
  ema: z.number().gt(0).lt(1).optional(),
  /**
   * Compute each block once more on the way back rather than keep its activations: less memory, a
   * third more work; default false.
   */
  recompute: z.boolean().default(false),
  /** Train only the last k blocks and the head; at least 1, default all of the model. */
  blocks: z.int().min(1).optional(),
  /**
   * With `blocks`: keep what the frozen blocks say of every token in the store, 4 d bytes each,
   * rather than run them at every step; default true.
   */
  store: z.boolean().default(true),
  /**
   * What the head sees of a text's tokens: "mean", "first" or "last"; default "mean", with
   * labelWords "last".
   */
  pooling: z.enum(["mean", "first", "last"]).optional(),
  /**
   * One word an option: the head starts as their rows of the language model's own head; default:
   * zeros. Source: Burns et al. 2023, A.1.
   */
  labelWords: z.array(z.string().min(1)).min(2).optional(),
  /** Longer texts are cut; at least 1, default: the model's context. */
  maxTokens: z.int().min(1).optional(),
  /**
   * Where answers are free: most tokens of one that are said, its end included; longer ones are
   * taught and said to there. At least 1, default 32.
   */
  answerTokens: z.int().min(1).optional(),
  /** Batches of nearly equal length, from pools of 16, instead of random ones; default false. */
  groupByLength: z.boolean().default(false),
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
});

type Parsed = z.output<typeof finetuneSchema>;
export interface FinetuneRecipe extends Parsed {
  readonly pooling: NonNullable<Parsed["pooling"]>;
}
/** Options of `finetune`'s recipe, each with its range, default and source. */
export type FinetuneOptions = z.input<typeof finetuneSchema>;

/**
 * The whole recipe. @throws InputError for an unknown option, one out of range, or two that do not
 * go together.
 */
export function finetuneRecipe(options: FinetuneOptions = {}, kind = "finetune"): FinetuneRecipe {
  const recipe = checkOptions(finetuneSchema, options, kind);
  checkEvaluations(recipe, kind);
  if (typeof recipe.accumulate === "number" && recipe.accumulate > recipe.batchSize) {
    throw new InputError(
      `${kind}: "accumulate" must be at most the batch size ${recipe.batchSize}, got ` +
        `${recipe.accumulate}`,
    );
  }
  return { ...recipe, pooling: recipe.pooling ?? (recipe.labelWords ? "last" : "mean") };
}
