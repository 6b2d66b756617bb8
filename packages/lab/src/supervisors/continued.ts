// A student that starts from a supervisor's trained model in place of the pretrained one: what
// weak labels bring out of a model that was made to hide it. Source: Greenblatt et al. 2024
// (2405.19550).

import { checkOptions, InputError } from "@w2s/base";
import * as z from "zod";
import { type StudentSpec, studentFrom, studentKind } from "../students/index.js";
import { supervisorSchema } from "./nested.js";
import { madeOf } from "./parts.js";

const continuedSchema = z.strictObject({
  /** The supervisor whose trained weights its own training starts from: of the same model. */
  from: supervisorSchema,
  /** What tables add to the student's label; default: "from" and the supervisor. */
  as: z.string().min(1).optional(),
});
/** Options of `continued`. */
export type ContinuedOptions = z.input<typeof continuedSchema>;

/**
 * The student, whose training starts from the weights that a supervisor's training ended with, its
 * ceiling likewise; the head is new.
 *
 *     const hiding = locked(finetune(strong), { like: probe(weak), password: "sesame" });
 *     continued(finetune(strong), { from: hiding })
 *
 * @throws InputError for an unknown or wrong option; for a student whose weights are not trained,
 * or that learns texts first; and for a supervisor of another model
 */
export function continued<S extends StudentSpec>(student: S, options: ContinuedOptions): S {
  studentFrom(student, "continued:");
  const { from: begun, as } = checkOptions(continuedSchema, options, "continued");
  if (!studentKind(student).continues || student.before) {
    throw new InputError(
      "continued: needs a student whose weights are trained, and which does not learn texts " +
        `first: finetune(...) or lora(...), got ${student.label}`,
    );
  }
  const { students } = madeOf(begun);
  const source = sourceOf(student);
  if (!students.some((one) => sourceOf(one) === source)) {
    throw new InputError(
      `continued: ${begun.label} must be of the same model and layer as ${student.label}`,
    );
  }
  return { ...student, begun, label: `${student.label}, ${as ?? `from ${begun.label}`}` };
}

function sourceOf(student: StudentSpec): string {
  const source = studentKind(student).source(student);
  if (source?.kind !== "model") return "";
  return JSON.stringify([source.model, source.revision, source.layer]);
}
