// How much of what is recovered hangs on how it was trained: one setting at a time.

import { confidence, naive, study, vary } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { swingFigure } from "./figure.js";

const world = {
  tasks: ["compare", "sorted", "containment", "safety"],
  widths: [32, 128],
} as const;

export const sensitivity: Experiment = {
  name: "sensitivity",
  question: "How much does what is recovered change when one setting of the training is another?",
  source: "Burns et al. 2023, appendix A; the sources' practice of testing sensitivity to settings",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const students = ladder.map((source) => probed(source));
    const base = study({
      name: "sensitivity",
      task: tasks,
      supervisors: students.slice(0, -1),
      students: students.at(-1)!,
      methods: [naive(), confidence({ alpha: 0.5 })],
      seeds: 5,
      figures: [swingFigure],
      notes,
    });
    return vary(base, {
      ...around(base.students[0]!.recipe),
      weightDecay: 1e-3,
      selection: ["last", "loss"],
      labels: "hard",
      "confidence.alpha": [0.25, 0.75],
      "confidence.warmup": [0.05, 0.5],
    });
  },
};

/** Training's numbers, each smaller and larger by a factor. */
function around(recipe: object): Record<string, number[]> {
  const factors = { learningRate: 10, epochs: 4, batchSize: 4 };
  const own = new Map<string, unknown>(Object.entries(recipe));
  return Object.fromEntries(
    Object.entries(factors).flatMap(([name, factor]) => {
      const value = own.get(name);
      if (typeof value !== "number") return [];
      const whole = Number.isInteger(value)
        ? Math.max(1, Math.round(value / factor))
        : value / factor;
      return [[name, [whole, value * factor]]];
    }),
  );
}
