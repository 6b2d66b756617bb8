// Safety, honesty, instruction following, preference and code security, taught alike: does what is
// learnt of one fit to what is learnt of another?

import { confidence, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { laddered, probed, settingOf } from "../setting.js";
import { conceptsFigure, consistencyFigure } from "./figure.js";
import { posedTasks } from "./pose.js";

const world = {
  tasks: ["shared-honesty", "shared-preference", "shared-instruction", "shared-safety", "programs"],
  widths: [32, 48, 64, 128],
  // Of these, evidence is written without being asked for.
  examples: 3000,
} as const;

export const concepts: Experiment = {
  name: "concepts",
  question:
    "Are a student's answers to related concepts consistent, and does that predict its accuracy?",
  source: "the sources' appendix G: consistency between safety, honesty and instruction following",
  study(given) {
    const posed = { ...given, tasks: given.tasks.flatMap(posedTasks) };
    const { tasks, ladder, notes } = settingOf(posed, world);
    return study({
      name: "concepts",
      task: tasks,
      ...laddered(ladder, probed),
      methods: [naive(), confidence({ alpha: 0.75 })],
      seeds: 5,
      arms: ["uninformed"],
      figures: [conceptsFigure, consistencyFigure],
      notes,
    });
  },
};
