// Ground truth as labels: for supervisors, ceilings and oracles. The only step that is made of
// truth alone; nothing that a method is given reaches it.

import { type Graph, hashOf, type Identified, type Step, smallKind } from "../engine/index.js";
import { labelsCodec } from "./codec.js";
import { type Labels, oneHotLabels } from "./labels.js";
import type { Rows } from "./rows.js";

/** The right options of all of a task's examples; named by those of the rows that are asked for. */
class TruthOfRows implements Identified {
  readonly identity: string;

  constructor(
    readonly truth: Int32Array,
    readonly rows: Int32Array,
  ) {
    this.identity = hashOf([rows, rows.map((row) => truth[row]!)]);
  }
}

interface TruthValue {
  readonly truth: TruthOfRows;
  readonly options: number;
}

export const truthKind = smallKind<Labels, TruthValue, Record<never, never>>({
  name: "truth",
  version: 1,
  codec: labelsCodec,
  label: "ground truth",
  compute: ({ value: { truth, options } }) => ({
    rows: truth.rows,
    probabilities: oneHotLabels(truth.truth, truth.rows, options),
  }),
});

/** Ground truth of `rows`, as hard labels. */
export function truthLabels(
  graph: Graph,
  truth: Int32Array,
  { list }: Rows,
  options: number,
): Step<Labels> {
  return graph.step(
    truthKind,
    { truth: new TruthOfRows(truth, list), options },
    {},
    "ground truth",
  );
}
