// Labels steps: what somebody says of the rows that a student reads, soft or hard. One for soft
// labels, too, so that students of either kind can train in one pass.

import { type Graph, type Step, smallKind } from "../engine/index.js";
import { once } from "../once.js";
import { labelsCodec } from "./codec.js";
import { type Hardness, harden, type Labels, labelsOn } from "./labels.js";
import type { Rows } from "./rows.js";

interface Value {
  readonly rows: Rows;
  readonly hardness: Hardness;
}

const saidKind = smallKind<Labels, Value, { by: Step<Labels> }>({
  name: "labels",
  version: 2,
  codec: labelsCodec,
  label: "by trained models",
  async compute({ value: { rows, hardness }, inputs }, context) {
    const said = labelsOn(await context.result(inputs.by), rows.list);
    if (hardness === "soft" || said.answers) return said;
    return { rows: said.rows, probabilities: harden(said.probabilities) };
  },
});

/**
 * What somebody says of `rows`: its probabilities, or with "hard" the most probable option of each,
 * the lowest at a tie.
 */
export function labelsFrom(
  graph: Graph,
  by: Step<Labels>,
  rows: Rows,
  hardness: Hardness,
): Step<Labels> {
  const known = once(said, graph, () => new Map<string, Step<Labels>>());
  const key = `${by.name} ${rows.identity} ${hardness}`;
  return once(known, key, () =>
    graph.step(saidKind, { rows, hardness }, { by }, `${hardness} labels by ${by.label}`),
  );
}

/** Steps of a graph, each named once: every method of a cell asks for the same labels. */
const said = new WeakMap<Graph, Map<string, Step<Labels>>>();
