// Every experiment, by its name: what the command, docs and tests walk.

import { didYouMean, InputError } from "@w2s/base";
import { easyToHard } from "./easy-to-hard/easy-to-hard.js";
import type { Experiment } from "./experiment.js";
import { imitability } from "./imitability/imitability.js";
import { saliency } from "./saliency/saliency.js";
import { scaling } from "./scaling/scaling.js";

/** The experiments by their names, in the order of the docs. */
export const experiments = {
  scaling,
  imitability,
  saliency,
  "easy-to-hard": easyToHard,
} as const satisfies Readonly<Record<string, Experiment>>;

/** The experiment of a name. @throws InputError for another name, with the near miss */
export function experimentNamed(name: string): Experiment {
  const all: Readonly<Record<string, Experiment>> = experiments;
  if (Object.hasOwn(all, name)) return all[name]!;
  const names = Object.keys(all);
  throw new InputError(
    `unknown experiment "${name}"${didYouMean(name, names) || `; known: ${names.join(", ")}`}`,
  );
}
