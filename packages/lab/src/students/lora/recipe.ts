// How a model is adapted by LoRA: the finetuning recipe, of which only the learning rate has
// another default, and the adapters'.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { type FinetuneRecipe, finetuneRecipe, finetuneSchema } from "../finetune/recipe.js";

/**
 * What LoRA adds to the finetuning recipe, and changes in it. Documented in docs/students/lora.md,
 * which a test compares with it.
 */
const loraOwnSchema = z.strictObject({
  /** AdamW's step size at its largest; above 0, default 2e-4 (Hu et al. 2021, tables 11 and 12). */
  learningRate: z.number().positive().default(2e-4),
  /** Rank of each adapter; at least 1, default 8 (peft's). */
  rank: z.int().min(1).default(8),
  /** What an adapter gives is scaled by alpha / rank; above 0, default 8 (peft's). */
  alpha: z.number().positive().default(8),
  /**
   * Which linear layers: "query-value" (default, the paper's and peft's), "all", or ends of their
   * names such as "q_proj".
   */
  targets: z
    .union([z.enum(["query-value", "all"]), z.array(z.string().min(1)).min(1)])
    .default("query-value"),
});
export const loraSchema = finetuneSchema.extend(loraOwnSchema.shape);

export type LoraRecipe = FinetuneRecipe & z.output<typeof loraOwnSchema>;
/** Options of `lora`'s recipe: those of finetuning, and the adapters'. */
export type LoraStudentOptions = z.input<typeof loraSchema>;

/**
 * The whole recipe. @throws InputError for an unknown option, one out of range, or two that do not
 * go together.
 */
export function loraRecipe(options: LoraStudentOptions = {}): LoraRecipe {
  const { rank, alpha, targets, ...tuning } = checkOptions(loraSchema, options, "lora");
  return { ...finetuneRecipe(tuning, "lora"), rank, alpha, targets };
}
