// How a pretrained model is finetuned. The paper trains 2 epochs with batches of 32 and never states its learning rates; the
// rest follows what users of pretrained models do.

import * as z from "zod";
import { checkOptions } from "../../tasks/check-options.js";

const schema = z.strictObject({
  /** AdamW's step size at its largest; above 0, default 5e-5. */
  learningRate: z.number().positive().default(5e-5),
  /** Examples a step; at least 1, default 32 (the paper's). */
  batchSize: z.int().min(1).default(32),
  /** Passes over the training labels; at least 1, default 2 (the paper's). */
  epochs: z.int().min(1).default(2),
  /** Decoupled decay of all trained weights; at least 0, default 0. */
  weightDecay: z.number().min(0).default(0),
  /** Gradients longer than this are scaled down to it; above 0, default 1. */
  clipNorm: z.number().positive().default(1),
  /** After the warm-up: "linear" (default) or "cosine" to zero, or "constant". */
  schedule: z.enum(["linear", "cosine", "constant"]).default("linear"),
  /** Share of the steps over which the learning rate rises from 0; in [0, 1), default 0.1. */
  warmup: z.number().min(0).lt(1).default(0.1),
  /** Train only the last k blocks and the head; at least 1, default all of the model. */
  blocks: z.int().min(1).optional(),
  /** What the head sees of a text's tokens: "mean" (default), "first" or "last". */
  pooling: z.enum(["mean", "first", "last"]).default("mean"),
  /** Longer texts are cut; at least 1, default: the model's context. */
  maxTokens: z.int().min(1).optional(),
  /** "agreement" (default) keeps the epoch that agrees most with the validation labels, the earliest at a tie; "last" the last. */
  selection: z.enum(["agreement", "last"]).default("agreement"),
});

export type FinetuneRecipe = z.output<typeof schema>;
export type FinetuneOptions = z.input<typeof schema>;

/** The whole recipe. @throws InputError for an unknown option or one out of range. */
export function finetuneRecipe(options: FinetuneOptions = {}): FinetuneRecipe {
  return checkOptions(schema, options, "finetune");
}
