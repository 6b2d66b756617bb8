// Whether a student that first reads the task's texts, without labels, recovers more.

import { confidence, generative as generativeMethod, naive, study } from "@w2s/lab";
import { barsFigure } from "../bars.js";
import type { Experiment } from "../experiment.js";
import { finetuned, settingOf } from "../setting.js";

const world = {
  tasks: ["sorted", "majority", "maximum", "preference"],
  widths: [32, 64],
  examples: 2400,
} as const;

const generativeFigure = barsFigure({
  name: "generative",
  title: "With and without reading the texts first",
  across: "how the student learns",
  upwards: "student - supervisor",
  levels: [{ y: 0, title: "no gain" }],
  bar: ({ method, gain }) => {
    const [, by = "naive"] = /confidence/.test(method) ? [method, "confidence"] : [method];
    return {
      place: by,
      series: /generative/.test(method) ? "after reading" : "at once",
      value: gain,
    };
  },
  doc:
    "How far students stand above their supervisor: taught at once, and after their language " +
    "model has learnt the training texts without any label; the ceiling and the untouched arm " +
    "read first as well. The sources saw it help in reward modelling.",
});

export const generative: Experiment = {
  name: "generative",
  question: "Does a student that first reads the task's texts, without labels, recover more?",
  source: "Burns et al. 2023, section 5.2.2, figure 10",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    return study({
      name: "generative",
      task: tasks,
      supervisors: finetuned(ladder[0]!),
      students: finetuned(ladder.at(-1)!),
      methods: [
        naive(),
        generativeMethod(),
        confidence({ alpha: 0.5 }),
        generativeMethod({ by: confidence({ alpha: 0.5 }) }),
      ],
      seeds: 5,
      arms: ["untouched", "uninformed"],
      figures: [generativeFigure],
      notes,
    });
  },
};
