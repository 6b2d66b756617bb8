// Which evaluation of a training is kept: the last, the one that agrees most with weak labels, or,
// as nobody could, the one that agrees most with ground truth.

import { naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { canBeFinetuned, finetuned, probed, settingOf } from "../setting.js";
import { gainsFigure, scoresFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "majority", "containment", "safety", "preference"],
  widths: [24, 32, 64],
} as const;

const selections = ["last", "agreement", "oracle"] as const;

export const stopping: Experiment = {
  name: "stopping",
  question:
    "What does stopping early on weak labels bring over the last step, and what would stopping " +
    "on ground truth?",
  source: "Burns et al. 2023, section 5.1.1 and appendix E",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const strongest = ladder.at(-1)!;
    const adapted = canBeFinetuned(strongest) ? [probed, finetuned] : [probed];
    return study({
      name: "stopping",
      task: tasks,
      supervisors: ladder.slice(0, -1).map((source) => probed(source)),
      students: adapted.flatMap((adapt) =>
        selections.map((selection) => adapt(strongest, { selection, evaluationsPerEpoch: 10 })),
      ),
      methods: naive(),
      seeds: 5,
      figures: [gainsFigure, scoresFigure],
      notes: [
        ...notes,
        "Stopping on ground truth is an oracle: it shows what the right moment would bring, " +
          "and is no method that weak labels allow.",
      ],
    });
  },
};
