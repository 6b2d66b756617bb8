// What a plan knows of a task for one seed. Ground truth leaves it as labels steps for supervisors
// and ceilings, as an oracle where one was asked for, and as the score of the test split.

import type { SeedRows } from "../supervisors/index.js";
import { heldShare, holdOut, splitTask, type TaskExamples } from "../tasks/index.js";

/**
 * The rows of a task's parts for one seed, those apart that a supervisor's early stopping looks at.
 * @throws InputError where the examples are too few to be divided so
 */
export function seedRows(task: TaskExamples, seed: number): SeedRows {
  const splits = splitTask(task, seed);
  const subject = `task "${task.name}", supervise`;
  const { kept, held } = holdOut(splits.supervise, task.examples, heldShare, seed, subject);
  return { ...splits, superviseTrain: kept, superviseHeld: held };
}

/** Every row's right option. */
export function truthOf(task: TaskExamples): Int32Array {
  return Int32Array.from(task.examples, ({ label }) => label);
}
