// Linear probing, then finetuning: training the whole model starts from a head that already fits,
// so that the model's features are changed less. Source: Kumar et al. 2022, arXiv 2202.10054.

import { InputError } from "@w2s/base";
import * as z from "zod";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { lossMethod } from "./options.js";
import { program } from "./program.js";

const schema = z.strictObject({
  /** The loss of both stages; default naive(). */
  by: lossMethod().default(() => naive()),
});
/** Options of `lpft`. */
export type LpftOptions = z.input<typeof schema>;

/**
 * A probe of what the student's head reads learns first, with a probe's default recipe; then the
 * student from that head, from the same labels.
 * @throws InputError when a study is planned, for a student whose model is not trained
 */
export const lpft = methodKind(
  "lpft",
  schema,
  ({ by }) =>
    program("lpft", { by }, ({ student, labels, fit, probeOf }) => {
      const probe = probeOf(student);
      if (probe === student) {
        throw new InputError(
          "lpft: needs a student whose model is trained, such as finetune(...), " +
            `got ${student.label}`,
        );
      }
      if (student.before) {
        throw new InputError(
          `lpft: ${student.label} first learns texts, after which a probe of its model no longer ` +
            "fits; use one of the two",
        );
      }
      return fit(student, labels, by, { head: fit(probe, labels, by) });
    }),
  { by: "method" },
);
