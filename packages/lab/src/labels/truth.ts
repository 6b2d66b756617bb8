// Ground truth as labels: for supervisors, ceilings and oracles. The only step that is made of
// truth alone; nothing that a method is given reaches it.

import { type Graph, hashOf, type Identified, type Step, smallKind } from "../engine/index.js";
import { labelsCodec } from "./codec.js";
import { answerLabels, type Labels, oneHotLabels } from "./labels.js";
import type { Rows } from "./rows.js";

/** What is right for all of a task's examples: their options, or where answers are free, those. */
export interface Truth {
  readonly truth: Int32Array;
  /** The answer that is taught, by example. */
  readonly answers?: readonly string[] | undefined;
}

/** The truth of all examples; named by that of the rows that are asked for. */
class TruthOfRows implements Identified {
  readonly identity: string;

  constructor(
    readonly truth: Truth,
    readonly rows: Int32Array,
  ) {
    const { answers } = truth;
    const said = answers ? [Array.from(rows, (row) => answers[row]!)] : [];
    this.identity = hashOf([rows, rows.map((row) => truth.truth[row]!), ...said]);
  }
}

interface TruthValue {
  readonly truth: TruthOfRows;
  readonly options: number;
}

const truthKind = smallKind<Labels, TruthValue, Record<never, never>>({
  name: "truth",
  version: 1,
  codec: labelsCodec,
  label: "ground truth",
  compute({ value: { truth: all, options } }) {
    const { rows, truth } = all;
    const { answers } = truth;
    if (answers) {
      return answerLabels(
        rows,
        Array.from(rows, (row) => answers[row]!),
      );
    }
    return { rows, probabilities: oneHotLabels(truth.truth, rows, options) };
  },
});

/** Ground truth of `rows`, as hard labels. */
export function truthLabels(
  graph: Graph,
  truth: Truth,
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
