// How a language model is first finetuned on a task's texts, without labels. Burns et al. 2023
// (section 5.2.2) state that it was done, on the training texts, and not with which
// settings; they are those of finetuning here.

import * as z from "zod";

/** Documented in docs/students/generative.md, which a test compares with it. */
export const generativeSchema = z.strictObject({
  /** Passes over the texts; at least 1, default 1. */
  epochs: z.int().min(1).default(1),
  /** AdamW's step size at its largest; above 0, default 5e-5. */
  learningRate: z.number().positive().default(5e-5),
  /** Texts a step; at least 1, default 32. */
  batchSize: z.int().min(1).default(32),
});

export type GenerativeRecipe = z.output<typeof generativeSchema>;
