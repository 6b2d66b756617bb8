// How much of what one pair of models shows is their pretraining's luck.

import { InputError } from "@w2s/base";
import { confidence, type FeatureSource, naive, study } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { sizeIn } from "./crossed.js";
import { pretrainingFigure } from "./figure.js";

const world = {
  tasks: [
    ...(["compare", "sorted", "brackets", "majority", "palindrome"] as const),
    ...(["maximum", "containment", "safety", "honesty"] as const),
  ],
  widths: [16, 32, 64].flatMap((width) => [width, `${width}-seed-1`, `${width}-seed-2`]),
};

export const pretraining: Experiment = {
  name: "pretraining",
  question: "Do other pretrainings of the same sizes give the same result?",
  source: "the sources' single pretraining a size; Sellam et al. 2022, on seeds of pretraining",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const sizes = sizesOf(ladder);
    const rungs = sizes.map((size) => size.map((source) => probed(source)));
    const rungOf = new Map(rungs.flatMap((rung, at) => rung.map((spec) => [spec as object, at])));
    return study({
      name: "pretraining",
      task: tasks,
      supervisors: rungs.slice(0, -1).flat(),
      students: rungs.slice(1).flat(),
      teaches: (weak: object, strong: object) => rungOf.get(weak)! < rungOf.get(strong)!,
      methods: [naive(), confidence({ alpha: 0.75 })],
      seeds: 5,
      figures: [pretrainingFigure],
      notes,
    });
  },
};

/**
 * Pretrainings of one size together, from the weakest size to the strongest.
 * @throws InputError for fewer than two sizes, and for a size with one pretraining
 */
function sizesOf(ladder: readonly FeatureSource[]): FeatureSource[][] {
  const sizes = new Map<string, FeatureSource[]>();
  for (const source of ladder) {
    const size = sizeIn(source.alias);
    sizes.set(size, [...(sizes.get(size) ?? []), source]);
  }
  const alone = [...sizes].find(([, models]) => models.length < 2);
  if (sizes.size >= 2 && alone === undefined) return [...sizes.values()];
  const got = [...sizes].map(([size, models]) => `${models.length} of "${size}"`).join(", ");
  throw new InputError(
    "--model: needs two sizes or more, each with two pretrainings or more, whose names differ in " +
      `their seed alone: --model small-seed-1 --model small-seed-2 --model large-seed-1 ...; ` +
      `got ${got}`,
  );
}
