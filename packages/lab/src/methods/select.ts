// Which evaluation of a training is kept. Source: Burns et al. 2023, appendix A.3 and section 5.2:
// early stopping by weak labels, and by ground truth as an oracle that no real study has.

import * as z from "zod";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /**
   * "agreement" (default): the one that agrees most with the labels of validation; "loss": that of
   * the smallest loss to them; "last"; "oracle": the one that agrees most with ground truth, which
   * shows what selection could gain at most.
   */
  rule: z.enum(["agreement", "loss", "last", "oracle"]).default("agreement"),
  /** How the student learns; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `select`. */
export type SelectOptions = z.input<typeof schema>;

/**
 * The student's trainings with another rule of selection; its ceiling keeps the recipe's own.
 * @throws InputError when a study is planned, for a student whose training has no evaluations
 */
export const select = methodKind(
  "select",
  schema,
  ({ rule, by }) =>
    // An oracle is called one wherever the method's name stands.
    program(rule === "oracle" ? "select-oracle" : "select", { rule, by }, (context) =>
      context.fit(context.student, context.labels, by, { selection: rule }),
    ),
  { by: "method" },
);
