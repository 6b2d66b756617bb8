// Reward models taught by weak preferences, optimized against: where does more become worse?

import { InputError } from "@w2s/base";
import { naive, study } from "@w2s/lab";
import { candidateTask, worldCandidates } from "@w2s/world";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { rewardFigure } from "./figure.js";

const world = { tasks: [], widths: [32, 64, 128] } as const;
const asked = { questions: 150, examples: 4000 } as const;

export const rewardOptimisation: Experiment = {
  name: "reward-optimisation",
  question:
    "How far can a reward model taught by weak preferences be optimized before it misleads?",
  source:
    "Gao et al. 2022 (2210.10760), section 3; reward models of Burns et al. 2023, section 4.1",
  study(given) {
    if (given.tasks.length > 0) {
      throw new InputError(
        "--task: reward-optimisation takes none; it needs a generator whose answers and their " +
          "shares are known, as the world's is",
      );
    }
    const { ladder, notes } = settingOf(given, world);
    return study({
      name: "reward-optimisation",
      task: candidateTask(asked),
      supervisors: probed(ladder[0]!),
      students: ladder.slice(1).map((source) => probed(source)),
      methods: naive(),
      seeds: 5,
      arms: ["uninformed"],
      figures: [rewardFigure(() => worldCandidates(asked))],
      notes,
    });
  },
};
