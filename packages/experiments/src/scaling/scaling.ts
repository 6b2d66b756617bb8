// Test accuracy against the student's compute, probes and finetuned models of the same pairs.

import { naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { canBeFinetuned, finetuned, laddered, probed, settingOf } from "../setting.js";
import { besideFigure, gapFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "majority", "maximum", "safety"],
  widths: [24, 32, 40, 64, 128],
} as const;

export const scaling: Experiment = {
  name: "scaling",
  question:
    "How does what a student reaches grow with its compute, and do linear probes show the same " +
    "as finetuning?",
  source: "Burns et al. 2023, section 4 and appendix D.2, figure 23",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const both = ladder.every(canBeFinetuned);
    return study({
      name: "scaling",
      task: tasks,
      ...laddered(ladder, probed, ...(both ? [finetuned] : [])),
      methods: naive(),
      seeds: 5,
      figures: [gapFigure, besideFigure],
      notes: both ? notes : [...notes, "A rung that cannot be finetuned leaves probes alone."],
    });
  },
};
