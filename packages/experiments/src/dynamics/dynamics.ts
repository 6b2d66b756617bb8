// The same students as of error-structure, while they learn.

import { study } from "@w2s/lab";
import { structured } from "../error-structure/error-structure.js";
import type { Experiment } from "../experiment.js";
import { dynamicsFigures } from "./figure.js";

export const dynamics: Experiment = {
  name: "dynamics",
  question:
    "When does a student learn what its labels mean, and when their errors, and does that depend " +
    "on where they are wrong?",
  source: "Burns et al. 2023, appendix E.2, figure 26",
  study(given) {
    const setting = structured(given);
    const tasks = setting.task.map(({ name }) => name);
    return study({ name: "dynamics", ...setting, figures: dynamicsFigures(tasks) });
  },
};
