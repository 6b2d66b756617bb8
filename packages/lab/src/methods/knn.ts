// The nearest neighbours' filter: labels that differ from those of similar examples go, or are
// replaced by theirs. Source: EleutherAI's weak-to-strong experiments (w2s/probe.py KnnProbe,
// w2s/knn.py zeta_filter). Departure from KnnProbe: an example is no neighbour of itself.

import * as z from "zod";
import type { Adjustment } from "./adjustment.js";
import { besideAnother } from "./adjustments/disagreement.js";
import { nearest, neighboursMean } from "./adjustments/nearest.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { inRange } from "./options.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /** How many neighbours; at least 1, default 20 (the source's). */
  k: z.int().min(1).default(20),
  /**
   * "filter" (default): leave examples out; "relabel": their labels become the neighbours' mean.
   */
  action: z.enum(["filter", "relabel"]).default("filter"),
  /** The share of examples that a filter keeps; in (0, 1], default 0.9 (the source's). */
  keep: inRange("(0, 1]").default(0.9),
  /** How the student learns from what is left; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `knn`. */
export type KnnOptions = z.input<typeof schema>;

/**
 * Labels beside the mean label of the k nearest examples, by Euclidean distance of the features
 * that a probe of the student reads.
 */
export const knn = methodKind(
  "knn",
  schema,
  ({ by, ...own }) =>
    program("knn", { ...own, by }, ({ student, labels, adjust, fit, probeOf }) =>
      fit(student, adjust(labels, besideNeighbours(own), { features: probeOf(student) }), by),
    ),
  { by: "method" },
);

function besideNeighbours({ k, action, keep }: Omit<z.output<typeof schema>, "by">): Adjustment {
  return {
    name: `knn-${action}`,
    options: { k, keep },
    version: 1,
    filters: action === "filter",
    apply: ({ probabilities, features }) =>
      besideAnother(
        action,
        keep,
        probabilities,
        neighboursMean(probabilities, nearest(features!, k)),
      ),
  };
}
