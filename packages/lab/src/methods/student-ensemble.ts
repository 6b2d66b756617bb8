// Ensembles of students: several learn from the same labels, and answer together. Sources: for
// boosting EnsemW2S (Agrawal et al. 2024, arXiv 2410.04571). Departures there: examples are drawn
// anew by their weights, as trainings know no weights of examples, and votes weigh the members'
// probabilities, not their answers.

import { InputError } from "@w2s/base";
import * as z from "zod";
import type { StudentSpec } from "../students/index.js";
import { resampled } from "./adjustments/boosting.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { type Method, type MethodContext, program, type TaughtStudent } from "./program.js";
import { anyMethod, aStudent } from "./program-options.js";

const schema = z.strictObject({
  /**
   * A number of students like the study's, in other orders of the data (from 2, default 3); or
   * other students that learn beside it.
   */
  members: z
    .union([z.int().min(2).max(100), z.array(aStudent()).min(1)], {
      error: "must be a whole number from 2 to 100, or a list of students",
    })
    .default(3),
  /**
   * "mean" (default) or "product" of their probabilities; "learned": weights that make the labels
   * of validation likeliest; "adaboost": each learns most from what those before it had wrong.
   */
  combine: z.enum(["mean", "product", "learned", "adaboost"]).default("mean"),
  /** How each learns; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `studentEnsemble`. */
export type StudentEnsembleOptions = z.input<typeof schema>;

/**
 * Several students as one. What is compared with its ceiling, which is a single student, has more
 * trained models behind it.
 */
export const studentEnsemble = methodKind(
  "student-ensemble",
  schema,
  ({ members, combine, by }) =>
    program("student-ensemble", { members, combine, by }, (context) => {
      const { student, labels, fit } = context;
      const specs =
        typeof members === "number"
          ? new Array<StudentSpec>(members).fill(student)
          : [student, ...members];
      const taught =
        combine === "adaboost"
          ? boostedMembers(specs, by, context)
          : specs.map((spec, i) => fit(spec, labels, by, repeatOf(spec, i, student)));
      return context.combine(taught, combine);
    }),
  { members: "student", by: "method" },
);

/** Students alike differ by the order of the data. */
const repeatOf = (spec: StudentSpec, i: number, student: StudentSpec) =>
  spec === student && i > 0 ? { repeat: i } : {};

/** The first learns from all examples, each other from a draw by the errors of those before. */
function boostedMembers(
  specs: readonly StudentSpec[],
  by: Method,
  { student, labels, fit, label, adjust }: MethodContext,
): TaughtStudent[] {
  if (specs.length > 20) {
    throw new InputError(`ensemble: at most 20 members are boosted, got ${specs.length}`);
  }
  const taught: TaughtStudent[] = [];
  for (const [i, spec] of specs.entries()) {
    const said = taught.map((one) => label(one, undefined, "aside"));
    const drawn = i === 0 ? labels : adjust(labels, resampled, { said });
    taught.push(fit(spec, drawn, by, repeatOf(spec, i, student)));
  }
  return taught;
}
