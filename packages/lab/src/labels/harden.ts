// Hard labels: the most probable option of each.

import { type Graph, type Step, smallKind } from "../engine/index.js";
import { labelsCodec } from "./codec.js";
import { harden, type Labels } from "./labels.js";

const hardKind = smallKind<Labels, Record<never, never>, { labels: Step<Labels> }>({
  name: "hard labels",
  version: 1,
  codec: labelsCodec,
  label: "hard labels",
  async compute({ inputs }, context) {
    const { rows, probabilities } = await context.result(inputs.labels);
    return { rows, probabilities: harden(probabilities) };
  },
});

/** The same labels, each its most probable option, the lowest at a tie. */
export function hardLabels(graph: Graph, labels: Step<Labels>): Step<Labels> {
  return graph.step(hardKind, {}, { labels }, `${labels.label}, hard`);
}
