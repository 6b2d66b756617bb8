// Labels that are wrong equally often, and in different places: what students make of them.

import { confidence, naive, study } from "@w2s/lab";
import type { Experiment, Given } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { structureFigures } from "./figure.js";
import { structures } from "./labels.js";

const world = {
  tasks: ["compare", "sorted", "majority", "maximum", "outsider", "safety", "honesty"],
  widths: [32, 128],
} as const;

/** The weakest model's probe and the strongest's, and what teaches: the study but for figures. */
export function structured(given: Given) {
  const { tasks, ladder, notes } = settingOf(given, world);
  const weak = probed(ladder[0]!, { as: "weak supervisor" });
  const strong = probed(ladder.at(-1)!);
  const all = structures(weak, strong);
  return {
    task: tasks,
    supervisors: all.map(({ spec }) => spec),
    students: strong,
    methods: [naive(), confidence()],
    seeds: 5,
    notes: [
      ...notes,
      'An "easy bias" is wrong on what is hardest, an "adversarial bias" labels that as the last ' +
        'option: by the fact "difficulty" where a task keeps it, else by how hard its texts read.',
    ],
  };
}

export const errorStructure: Experiment = {
  name: "error-structure",
  question:
    "How much does what a student makes of labels depend on where they are wrong, at the same " +
    "number of errors?",
  source: "Burns et al. 2023, appendix E.2, figure 25",
  study: (given) =>
    study({ name: "error-structure", ...structured(given), figures: structureFigures }),
};
