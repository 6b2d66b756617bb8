// Which rows are learnt from, where that is known only when it is computed: of the texts that an
// example may be posed as, those that somebody was shown.

import { type Graph, type Step, smallKind } from "../engine/index.js";
import { type Labels, labelledAmong, labelsCodec, labelsOn } from "../labels/index.js";
import type { Poses } from "../supervisors/index.js";

interface LearntInputs {
  readonly labels: Step<Labels>;
  readonly shown: Step<Labels>;
  readonly [role: string]: Step;
}

const learntKind = smallKind<Labels, object, LearntInputs>({
  name: "labels of what was shown",
  version: 1,
  codec: labelsCodec,
  label: "of texts as they were shown",
  async compute({ inputs }, context) {
    const labels = await context.result(inputs.labels);
    const { rows } = await context.result(inputs.shown);
    const shown = new Set(rows);
    return labelsOn(
      labels,
      labelledAmong(
        labels,
        labels.rows.filter((row) => shown.has(row)),
      ),
    );
  },
});

/** Labels of those rows alone that `shown` has. */
export const learntOf = (graph: Graph, labels: Step<Labels>, shown: Step<Labels>): Step<Labels> =>
  graph.step(learntKind, {}, { labels, shown }, `${labels.label}, as shown`);

const posedShownKind = smallKind<
  Labels,
  { readonly poses: Poses },
  { readonly shown: Step<Labels> }
>({
  name: "posed rows shown",
  version: 1,
  codec: labelsCodec,
  label: "of texts in texts",
  async compute({ value: { poses }, inputs }, context) {
    const rows = poses.trained((await context.result(inputs.shown)).rows);
    const data = new Float32Array(rows.length).fill(1);
    return { rows, probabilities: { dtype: "float32", shape: [rows.length, 1], data } };
  },
});

/** The texts that shown rows are posed as in their turn. */
export const posedShown = (graph: Graph, poses: Poses, shown: Step<Labels>): Step<Labels> =>
  graph.step(posedShownKind, { poses }, { shown }, `${shown.label}, posed`);
