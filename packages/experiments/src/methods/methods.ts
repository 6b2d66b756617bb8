// All methods over all tasks, beside what labels without information and the student itself teach.

import {
  bootstrapping,
  confidence,
  confidenceWindow,
  coTeaching,
  elr,
  entropy,
  focal,
  gce,
  kl,
  knn,
  labelSmoothing,
  logistic,
  mixup,
  naive,
  product,
  reverseCrossEntropy,
  reverseKl,
  strongToStrong,
  studentEnsemble,
  study,
  surest,
  topological,
  vat,
} from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { standingsFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "majority", "maximum", "safety"],
  widths: [24, 48, 128],
} as const;

export const methods: Experiment = {
  name: "methods",
  question: "Which methods recover more than imitation of the labels, over tasks?",
  source: "Burns et al. 2023, section 4.3; and the sources that each method's page names",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const through = ladder.slice(1, -1).map((rung) => probed(rung));
    return study({
      name: "methods",
      task: tasks,
      supervisors: probed(ladder[0]!),
      students: probed(ladder.at(-1)!),
      methods: [
        naive(),
        confidence(),
        confidence({ alpha: 0.75 }),
        entropy(),
        product(),
        confidenceWindow(),
        kl(),
        reverseKl(),
        reverseCrossEntropy(),
        gce(),
        focal(),
        labelSmoothing(),
        elr(),
        mixup(),
        vat(),
        surest({ keep: 0.5 }),
        knn(),
        topological(),
        logistic(),
        strongToStrong(),
        studentEnsemble(),
        coTeaching(),
        ...(through.length > 0 ? [bootstrapping({ through })] : []),
      ],
      seeds: 5,
      figures: [standingsFigure],
      notes,
    });
  },
};
