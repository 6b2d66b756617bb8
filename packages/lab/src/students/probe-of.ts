// A linear probe that reads what another student's head reads: the first stage of linear probing
// then finetuning (Kumar et al. 2022, arXiv 2202.10054).

import { InputError } from "@w2s/base";
import { isStudentSpec, type StudentSpec, studentKind } from "./kinds.js";

/**
 * A probe of the student's own last layer and pooling, with the probe's default recipe.
 * @throws InputError for a student without a head of its own, as a prompted one
 */
export function probeOf(spec: StudentSpec): StudentSpec {
  const made = studentKind(spec).probeOf(spec);
  if (isStudentSpec(made)) return made;
  throw new InputError(`${spec.label}: has no head of its own that a probe could start`);
}
