// How linear a task and a supervisor are in a model's features, before and after it was finetuned
// on that supervisor's labels.

import { naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { finetuned, probed, reprobed, settingOf } from "../setting.js";
import { imitationFigure, readingsFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "majority", "maximum", "containment", "safety"],
  widths: [24, 32, 64],
} as const;

export const saliency: Experiment = {
  name: "saliency",
  question:
    "Does finetuning on weak labels make the task more linear in a model's features, or the " +
    "supervisor?",
  source: "Burns et al. 2023, section 5.2",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const strongest = ladder.at(-1)!;
    return study({
      name: "saliency",
      task: tasks,
      supervisors: ladder.slice(0, -1).map((source) => finetuned(source)),
      students: [probed(strongest), finetuned(strongest), reprobed(strongest)],
      methods: naive(),
      seeds: 5,
      figures: [readingsFigure, imitationFigure],
      notes,
    });
  },
};
