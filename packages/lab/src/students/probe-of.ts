// A linear probe that reads what another student's head reads: the first stage of linear probing
// then finetuning (Kumar et al. 2022, arXiv 2202.10054).

import { isStudentSpec, type StudentSpec, studentKind } from "./kinds.js";
import { UnsuitedStudent } from "./unsuited.js";

/**
 * A probe of the student's own last layer and pooling, with the probe's default recipe; of a probe
 * the same. With `recipe`, a probe trained so, whatever it is made of.
 * @throws UnsuitedStudent for a student without a head of its own, as a prompted one
 */
export function probeOf(
  spec: StudentSpec,
  recipe?: Readonly<Record<string, unknown>>,
): StudentSpec {
  const made = studentKind(spec).probeOf(spec);
  if (isStudentSpec(made)) return recipe ? withRecipe(made, recipe) : made;
  throw new UnsuitedStudent(`${spec.label}: has no head of its own that a probe could start`);
}

/** Settings one after another: a solver first, as another one starts from its own defaults. */
function withRecipe(spec: StudentSpec, recipe: Readonly<Record<string, unknown>>): StudentSpec {
  return Object.entries(recipe).reduce(
    (changed, [key, value]) => studentKind(changed).withOption(changed, key, value),
    spec,
  );
}
