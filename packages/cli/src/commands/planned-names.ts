// The names of all steps that studies' plans ask for, whether they are there or not.

import { neededSteps } from "@w2s/lab/engine";
import type { Io } from "../io.js";
import { openStudy } from "../study-file/open-study.js";
import { changedStudy, openPlanStore, type StudyFlags } from "./plan-flags.js";

/** Names of the steps of studies, in files or of experiments, kept weights included. */
export async function plannedNames(
  studies: readonly string[],
  flags: StudyFlags,
  io: Io,
): Promise<ReadonlySet<string>> {
  const lab = await io.lab();
  const store = await openPlanStore(flags, io, { warn: () => undefined }, { readOnly: true });
  const names = new Set<string>();
  for (const which of studies) {
    const file = await openStudy(which, { models: flags.models }, io);
    const [study, options] = await changedStudy(file, store, flags, io);
    const plan = await lab.planStudy(study, { ...options, keepWeights: true });
    for (const { name, beside } of await neededSteps(plan.targets, { has: async () => false })) {
      names.add(name);
      if (beside) names.add(beside.name);
    }
  }
  return names;
}
