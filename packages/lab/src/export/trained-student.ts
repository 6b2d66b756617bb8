// A trained student as a model of its own: from the steps of a study, which are run where they are
// not done.

import { InputError } from "@w2s/base";
import type { Classifier } from "@w2s/models";
import { type RunOptions, runSteps } from "../engine/index.js";
import type { Plan } from "../plan/index.js";
import type { ChosenStudent } from "./choose.js";

/**
 * The trained model as a backbone and a linear head. Probes are read from the store; a finetuned
 * model whose weights were not kept is trained again, and its weights are kept then.
 * @throws InputError for a student without weights of its own, and for features that come from no
 * model
 */
export async function trainedStudent(
  chosen: ChosenStudent,
  plan: Plan,
  options: RunOptions,
): Promise<Classifier> {
  const { trained } = chosen;
  if (trained === null) {
    throw new InputError(
      `${nameOf(chosen)} has no weights of its own to export: it is no probe and not ` +
        "finetuned; choose another with --student",
    );
  }
  const about = aboutLines(chosen);
  return runSteps(trained.targets, plan, options, async (results) => ({
    ...(await trained.read(results)),
    about,
  }));
}

function nameOf({ role, cell }: ChosenStudent): string {
  return role === "supervisor" ? cell.supervisor : cell.student;
}

function aboutLines(chosen: ChosenStudent): string[] {
  const { role, cell, seed } = chosen;
  const by = {
    student: `taught by ${cell.supervisor}'s ${cell.labels} labels, method ${cell.method}`,
    ceiling: "the ceiling: taught by ground truth",
    supervisor: "the supervisor: taught by ground truth",
  }[role];
  return [`${nameOf(chosen)}, ${by}.`, `Task: ${cell.task}; seed ${seed}.`];
}
