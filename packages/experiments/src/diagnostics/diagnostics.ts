// What tells, without ground truth, how much a student will gain on its supervisor?

import { confidence, measure, naive, study, type UserMeasure } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { laddered, probed, settingOf } from "../setting.js";
import { diagnosticsFigures } from "./figure.js";
import { type PairNumbers, PairSums } from "./pair.js";

const world = {
  tasks: [
    "compare",
    "sorted",
    "brackets",
    "majority",
    "palindrome",
    "maximum",
    "containment",
    "safety",
    "honesty",
  ],
  widths: [16, 24, 32, 40, 48, 64, 128],
} as const;

/** A number of `PairSums`, as a measure of every role against the supervisor. */
function pairMeasure(name: string, key: keyof PairNumbers): UserMeasure {
  return measure(name, { version: 1 }, ({ probabilities, supervisor, truth }) => {
    const options = probabilities.shape[1]!;
    const sums = new PairSums();
    truth.forEach((right, row) => {
      const of = [row * options, (row + 1) * options] as const;
      const weak = supervisor.data.subarray(...of);
      sums.add({ weak, student: probabilities.data.subarray(...of), truth: right });
    });
    return sums.numbers()?.[key] ?? null;
  });
}

/** Misfit, the gain in squared error, disagreement and CAPA of every role with the supervisor. */
export const pairMeasures: readonly UserMeasure[] = [
  pairMeasure("misfit", "misfit"),
  pairMeasure("squared-gain", "squaredGain"),
  pairMeasure("disagreement", "disagreement"),
  pairMeasure("capa", "capa"),
];

export const diagnostics: Experiment = {
  name: "diagnostics",
  question: "What tells, without ground truth, how much a student gains on its supervisor?",
  source:
    "Charikar et al. 2024 (2405.15116); Goel et al. 2025 (2502.04313); Shin et al. 2024 " +
    "(2412.03881)",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    return study({
      name: "diagnostics",
      task: tasks,
      ...laddered(ladder, probed),
      methods: [naive(), confidence({ alpha: 0.75 })],
      seeds: 3,
      arms: [],
      measures: pairMeasures,
      overlap: true,
      // Own measures are called once a resample.
      resamples: 200,
      figures: diagnosticsFigures,
      notes,
    });
  },
};
