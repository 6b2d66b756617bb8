// Generative finetuning: the student's language model first learns the training texts without any
// label, so that what it knows of them lies nearer. Source: Burns et al. 2023, section 5.2.2, for
// reward models; settings of that step are not stated there. The ceiling and the untouched arm get
// the same step.

import * as z from "zod";
import { generativeSchema } from "../students/finetune/generative/recipe.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /** How the student then learns from labels; default naive(). */
  by: anyMethod().default(() => naive()),
  ...generativeSchema.shape,
});
/** Options of `generative`: those of the step before labels, and a method. */
export type GenerativeMethodOptions = z.input<typeof schema>;

/**
 * The language-model loss on the training texts, then another method.
 * @throws InputError when a study is planned, for a student without a language model to train
 */
export const generative = methodKind(
  "generative",
  schema,
  ({ by, ...recipe }) =>
    program(
      "generative",
      { by, ...recipe },
      ({ student, labels, fit }) => fit(student, labels, by),
      {
        prepare(student, learnFirst) {
          const learnt = learnFirst(student, recipe);
          return "prepare" in by ? by.prepare(learnt, learnFirst) : learnt;
        },
      },
    ),
  { by: "method" },
);
