// The topological filter: of each class only the largest piece that holds together by nearest
// neighbours stays, and of it those examples that their neighbours agree with. Source: TopoFilter
// (Wu et al. 2020, arXiv 2012.04835) as in EleutherAI's weak-to-strong experiments (w2s/topo.py).

import type { NdArray } from "@w2s/grad";
import * as z from "zod";
import { mostProbable } from "../labels/index.js";
import type { Adjustment } from "./adjustment.js";
import { largestComponent } from "./adjustments/components.js";
import { distances, lowest } from "./adjustments/disagreement.js";
import { nearest, neighboursMean } from "./adjustments/nearest.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { inRange } from "./options.js";
import { program } from "./program.js";
import { anyMethod } from "./program-options.js";

const schema = z.strictObject({
  /** How many neighbours make the graph, and judge; at least 1, default 20 (the source's). */
  k: z.int().min(1).default(20),
  /**
   * "filter" (default): leave examples out; "relabel": labels become the core's neighbours' mean.
   */
  action: z.enum(["filter", "relabel"]).default("filter"),
  /**
   * The share that a filter keeps, or less where the pieces are smaller; in (0, 1], default 0.9.
   */
  keep: inRange("(0, 1]").default(0.9),
  /** How the student learns from what is left; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `topological`. */
export type TopologicalOptions = z.input<typeof schema>;

/**
 * Labels beside the largest connected piece of each class, by what a probe of the student reads.
 */
export const topological = methodKind(
  "topological",
  schema,
  ({ by, ...own }) =>
    program("topological", { ...own, by }, ({ student, labels, adjust, fit, probeOf }) =>
      fit(student, adjust(labels, besideCore(own), { features: probeOf(student) }), by),
    ),
  { by: "method" },
);

/**
 * Each class's graph points from an example to those of its k nearest that are of its class; the
 * core are the largest strongly connected component of each. Of the core as many stay, nearest to
 * the mean label of their k nearest in the core first, as make up `keep` of all.
 */
export function besideCore({ k, action, keep }: Omit<z.output<typeof schema>, "by">): Adjustment {
  return {
    name: `topological-${action}`,
    options: { k, keep },
    version: 1,
    filters: action === "filter",
    apply({ probabilities, features }) {
      const core = coreOf(probabilities, nearest(features!, k));
      const said = neighboursMean(probabilities, nearest(features!, k, core));
      if (action === "relabel") return { probabilities: said };
      const all = distances(probabilities, said);
      const left = Math.min(core.length, Math.round(keep * all.length));
      const chosen = lowest(
        Float64Array.from(core, (i) => all[i]!),
        left,
      );
      return { keep: chosen.map((at) => core[at]!) };
    },
  };
}

function coreOf(
  { data, shape }: NdArray<"float32">,
  neighbours: readonly Int32Array[],
): Int32Array {
  const [count, options] = shape as [number, number];
  const classes = Int32Array.from({ length: count }, (_, i) => mostProbable(data, i, options));
  const core: number[] = [];
  for (let of = 0; of < options; of++) {
    const members = Int32Array.from(classes.keys()).filter((i) => classes[i] === of);
    const place = new Map(Array.from(members, (i, at) => [i, at]));
    const edges = Array.from(members, (i) =>
      neighbours[i]!.filter((j) => classes[j] === of).map((j) => place.get(j)!),
    );
    core.push(...largestComponent(edges).map((at) => members[at]!));
  }
  return Int32Array.from(core).sort();
}
