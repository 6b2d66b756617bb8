// Students of one model that differ in what they can imitate: beside its own features a student
// reads its supervisor's, another supervisor's, or none.

import { joined, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { costFigure, scoresFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "palindrome", "maximum", "containment", "safety"],
  widths: [32, 48, 128],
} as const;

export const imitability: Experiment = {
  name: "imitability",
  question:
    "Does a student that can imitate its supervisor better generalize less, at an equal ceiling?",
  source: "the sources' conjecture on imitation (Burns et al. 2023, section 5.1 and appendix E)",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const supervisors = ladder.slice(0, -1);
    const strongest = ladder.at(-1)!;
    return study({
      name: "imitability",
      task: tasks,
      supervisors: supervisors.map((source) => probed(source)),
      students: [
        probed(strongest),
        ...supervisors.map((source) => probed(joined(strongest, source))),
      ],
      methods: naive(),
      seeds: 5,
      figures: [scoresFigure, costFigure],
      notes:
        supervisors.length > 1
          ? notes
          : [...notes, "With one supervisor there is no other's features to compare with."],
    });
  },
};
