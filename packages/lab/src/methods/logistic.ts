// Cross-fitted logistic regression: labels that a linear model of the other examples does not
// expect go, or are replaced by what it expects. Source: EleutherAI's weak-to-strong experiments
// (w2s/probe.py, LogisticProbe). Departure: theirs predicts the examples that it was fitted to;
// ours those of a fold that it never saw, with scikit-learn's penalty.

import * as z from "zod";
import { agreeing } from "./adjustments/disagreement.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { inRange } from "./options.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /** Parts that each in turn are left out and predicted; at least 2, default 5. */
  folds: z.int().min(2).default(5),
  /** Inverse strength of the L2 penalty; above 0, default 1 (scikit-learn's). */
  C: z.number().positive().default(1),
  /** "filter" (default): leave examples out; "relabel": labels become what is expected of them. */
  action: z.enum(["filter", "relabel"]).default("filter"),
  /** The share of examples that a filter keeps; in (0, 1], default 0.9 (the source's). */
  keep: inRange("(0, 1]").default(0.9),
  /** How the student learns from what is left; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `logistic`. */
export type LogisticOptions = z.input<typeof schema>;

/**
 * Labels beside those that logistic probes of the student's own model give, fitted to the labels
 * of the other folds.
 * @throws InputError when a study is planned, for a fold of fewer than 16 examples
 */
export const logistic = methodKind(
  "logistic",
  schema,
  ({ folds, C, action, keep, by }) =>
    program("logistic", { folds, C, action, keep, by }, (context) => {
      const { student, labels, parts, fit, label, joinLabels, adjust, probeOf } = context;
      const rows = parts(folds);
      const judge = probeOf(student, { solver: "lbfgs", C });
      const expected = Array.from({ length: folds }, (_, i) =>
        label(fit(judge, labels.on(rows.but(i))), rows.at(i), "aside"),
      );
      const left = adjust(labels, agreeing(action, keep), { said: [joinLabels(expected)] });
      return fit(student, left, by);
    }),
  { by: "method" },
);
