// Labels of disjoint parts in one: what several say, each of its own rows.

import { type Graph, type Step, smallKind } from "../engine/index.js";
import {
  joinRows,
  type Labels,
  labelledAmong,
  labelsCodec,
  labelsOf,
  type Rows,
} from "../labels/index.js";

const joinedKind = smallKind<
  Labels,
  { readonly parts: readonly Rows[]; readonly others: Rows },
  { readonly members: readonly Step<Labels>[] }
>({
  name: "joined labels",
  version: 1,
  codec: labelsCodec,
  label: "labels of several, each of its own rows",
  async compute({ value: { parts, others }, inputs: { members } }, context) {
    const said = new Map<number, Float32Array>();
    let options = 0;
    for (const [i, member] of members.entries()) {
      const labels = await context.result(member);
      options = labels.probabilities.shape[1]!;
      const rows = labelledAmong(labels, parts[i]!.list);
      const { data } = labelsOf(labels, rows);
      for (const [at, row] of rows.entries()) {
        said.set(row, data.subarray(at * options, (at + 1) * options));
      }
    }
    const first = await context.result(members[0]!);
    const beside = labelsOf(first, others.list);
    const rows = Int32Array.from(said.keys()).sort();
    const data = new Float32Array((rows.length + others.list.length) * options);
    for (const [i, row] of rows.entries()) data.set(said.get(row)!, i * options);
    data.set(beside.data, rows.length * options);
    return {
      rows: joinRows(rows, others.list),
      probabilities: { dtype: "float32", shape: [data.length / options, options], data },
    };
  },
});

/** Labels of disjoint parts in one; of `others` (validation) what the first says. */
export function joinedLabels(
  graph: Graph,
  members: readonly Step<Labels>[],
  parts: readonly Rows[],
  others: Rows,
): Step<Labels> {
  return graph.step(
    joinedKind,
    { parts, others },
    { members },
    `labels of ${members.length} parts`,
  );
}
