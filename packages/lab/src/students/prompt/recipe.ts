// How a language model is asked for a label. The paper compares zero-shot and 5-shot prompts with
// finetuning (Burns et al. 2023, section 5.2.1) and does not print them; the template here is a
// plain one, to be changed for the task.

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";

/** Documented in docs/students/prompt.md, which a test compares with it. */
export const promptSchema = z.strictObject({
  /**
   * Labelled examples before the text, as many of each class as can be; at least 0, default 0 (the
   * paper has 0 and 5).
   */
  shots: z.int().min(0).default(0),
  /** An example: must contain "{text}" and end with "{label}"; default "{text}\nLabel: {label}". */
  template: z
    .string()
    .regex(/\{text\}.*\{label\}$/s, 'must contain "{text}" and end with "{label}"')
    .default("{text}\nLabel: {label}"),
  /** What stands between examples; default an empty line. */
  separator: z.string().min(1).default("\n\n"),
  /** What stands before the first example; default nothing. */
  instruction: z.string().optional(),
  /**
   * One word an option, each one token; default the task's option names, and "no" and "yes" for
   * texts that are compared.
   */
  labelWords: z.array(z.string().min(1)).min(2).optional(),
  /**
   * "content-free" (default): each word's probability is divided by what it has after texts that
   * say nothing ("N/A", "[MASK]", none); "none". Source: Zhao et al. 2021, arXiv 2102.09690.
   */
  calibration: z.enum(["content-free", "none"]).default("content-free"),
});

export type PromptRecipe = z.output<typeof promptSchema>;
/** Options of `prompt`. */
export type PromptOptions = z.input<typeof promptSchema>;

/**
 * The whole recipe. @throws InputError for an unknown option, one out of range, or label words that
 * are not apart.
 */
export function promptRecipe(options: PromptOptions = {}): PromptRecipe {
  const recipe = checkOptions(promptSchema, options, "prompt");
  const words = recipe.labelWords ?? [];
  const twice = words.find((word, i) => words.indexOf(word) < i);
  if (twice !== undefined)
    throw new InputError(`prompt: "labelWords" has "${twice}" twice; each option needs its own`);
  return recipe;
}
