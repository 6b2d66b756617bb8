// A student whose language model first learns the training texts without labels: what generative
// finetuning makes of a student, its ceiling and its untouched arm.

import { InputError } from "@w2s/base";
import type { GenerativeRecipe } from "./finetune/generative/recipe.js";
import { type StudentSpec, studentKind } from "./kinds.js";
import { UnsuitedStudent } from "./unsuited.js";

/**
 * The same student, whose model learns texts first.
 * @throws UnsuitedStudent where no weights are trained; InputError for one that already learns
 * texts with other settings
 */
export function learnFirst(spec: StudentSpec, recipe: GenerativeRecipe): StudentSpec {
  const kind = studentKind(spec);
  if (!kind.learnFirst) {
    throw new UnsuitedStudent(
      `generative: ${spec.label} has no language model that is trained; use finetune(...) or ` +
        "lora(...)",
    );
  }
  if (spec.before && JSON.stringify(spec.before) !== JSON.stringify(recipe)) {
    throw new InputError(
      `generative: ${spec.label} already learns texts, with ${JSON.stringify(spec.before)}; got ` +
        JSON.stringify(recipe),
    );
  }
  return kind.learnFirst(spec, recipe);
}
