// A cell's score: the step that reads what all of its trials and arms said.

import type { Graph, Step } from "../engine/index.js";
import type { Hardness } from "../labels/index.js";
import { protocolsBehind } from "../supervisors/index.js";
import type { Cell, Trial } from "./cell.js";
import {
  linkRole,
  type Scored,
  type ScoreInputs,
  type ScoreValue,
  scoreKind,
} from "./score-step.js";

/** What a score is asked of, besides the trials and their arms. */
type ScoreOf = Omit<ScoreValue, "hardness" | "absent" | "links"> & { readonly hardness: Hardness };

/** The step that scores a cell's trials and arms. */
export function scoreOf(
  graph: Graph,
  trials: readonly Trial[],
  arms: Cell["arms"],
  { hardness, ...about }: ScoreOf,
  label: string,
): Step<Scored> {
  const links = trials[0]!.links.map((link) => link.label);
  const linked = links.map((_, i) => [linkRole(i), trials.map((trial) => trial.links[i]!.step)]);
  const protocols = trials.flatMap(({ weak }) => protocolsBehind(weak));
  const all = Object.entries(arms);
  const inputs: ScoreInputs = {
    weak: trials.map(({ weak }) => weak),
    student: trials.map((trial) => trial.student.step),
    ceiling: trials.map((trial) => trial.ceiling.step),
    ...Object.fromEntries(
      all.flatMap(([name, arm]) => ("steps" in arm ? [[name, arm.steps]] : [])),
    ),
    ...Object.fromEntries(linked),
    ...(protocols.length > 0 && { protocols }),
  };
  const absent = Object.fromEntries(
    all.flatMap(([name, arm]) => ("reason" in arm ? [[name, arm.reason]] : [])),
  );
  const hard = hardness === "hard" ? hardness : undefined;
  return graph.step(scoreKind, { ...about, hardness: hard, absent, links }, inputs, label);
}
