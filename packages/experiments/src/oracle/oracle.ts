// What a budget of right labels is worth, asked where the supervisor is least sure or at random;
// and how often models are right where they answer only what they are surest of.

import { audited, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { coverageFigure } from "./coverage.js";
import { budgetFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "containment", "safety", "honesty"],
  widths: [32, 64],
} as const;

/** Shares of transfer that the oracle labels. */
export const budgets = [0.02, 0.1, 0.3] as const;

export const oracle: Experiment = {
  name: "oracle",
  question:
    "What is a budget of right labels worth, and how right are models that answer only where " +
    "they are surest?",
  source: "the sources on eliciting models within a budget; Burns et al. 2023, section 5.2",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const weak = ladder.slice(0, -1).map((source) => probed(source));
    return study({
      name: "oracle",
      task: tasks,
      supervisors: weak.flatMap((one) => [
        one,
        ...budgets.flatMap((share) =>
          (["unsure", "random"] as const).map((where) => audited(one, { oracle: share, where })),
        ),
      ]),
      students: probed(ladder.at(-1)!),
      methods: naive(),
      seeds: 5,
      figures: [budgetFigure, coverageFigure],
      notes: [
        ...notes,
        "Supervisors with an oracle have labels that no weak supervisor could give.",
      ],
    });
  },
};
