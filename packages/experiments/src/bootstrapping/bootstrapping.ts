// Chains of models between supervisor and student, against the direct way.

import { bootstrapping as chain, type FeatureSource, naive, type Outcome, study } from "@w2s/lab";
import { barsFigure } from "../bars.js";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "majority", "maximum", "safety"],
  widths: [24, 32, 48, 64, 128],
} as const;

const chainsFigure = barsFigure({
  name: "chains",
  title: "Chains of models against the direct way, student - supervisor",
  across: "from weakest to strongest, and on which rows",
  upwards: "gain over the supervisor",
  levels: [{ y: 0, title: "no gain" }],
  bar: (row) => ({ place: wayOf(row), series: row.supervisor, value: row.gain }),
  doc:
    "Each bar is how far the strongest model stands above its supervisor: taught directly, or by " +
    "a chain of the models between them, each taught by the one before on examples of its own " +
    "(fresh) or on all of them (same). Links' own scores stand in results.json.",
});

/** "direct", or how many links the chain has and whether each has examples of its own. */
function wayOf({ method, links }: Outcome): string {
  if (links.length === 0) return "direct";
  const rows = method.includes("fresh false") ? "same" : "fresh";
  return `${links.length} link${links.length === 1 ? "" : "s"}, ${rows}`;
}

/** The middle one of the models between the ends. */
const middleOf = (between: readonly FeatureSource[]) => [
  between[Math.floor((between.length - 1) / 2)]!,
];

export const bootstrapping: Experiment = {
  name: "bootstrapping",
  question: "Does a chain of models of growing size recover more than the direct way?",
  source: "Burns et al. 2023, section 4.3.1",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const between = ladder.slice(1, -1);
    const through = (rungs: readonly FeatureSource[], fresh: boolean) =>
      chain({ through: rungs.map((rung) => probed(rung)), fresh });
    const chains =
      between.length === 0
        ? []
        : between.length === 1
          ? [through(between, true), through(between, false)]
          : [
              through(middleOf(between), true),
              through(middleOf(between), false),
              through(between, true),
              through(between, false),
            ];
    return study({
      name: "bootstrapping",
      task: tasks,
      supervisors: probed(ladder[0]!),
      students: probed(ladder.at(-1)!),
      methods: [naive(), ...chains],
      seeds: 5,
      figures: [chainsFigure],
      notes:
        between.length > 0
          ? notes
          : [...notes, "Two models leave none between them: name three or more for a chain."],
    });
  },
};
