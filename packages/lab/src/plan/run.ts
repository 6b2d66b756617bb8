// Runs a plan, and reads its table.

import { type ResultCache, type RunOptions, runSteps } from "../engine/index.js";
import type { Outcome } from "../outcome.js";
import type { Plan } from "./plan.js";

/**
 * Does what is left of a plan and gives the table's rows. What is done stays done: interrupted
 * anywhere, the same call goes on.
 * @throws the signal's reason when aborted; StoreError when the store cannot be written
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]> {
  for (const warning of plan.warnings) options.reporter.warn(warning);
  return runSteps(plan.targets, plan, options, (results) => outcomes(plan, results));
}

async function outcomes({ cells, seeds }: Plan, results: ResultCache): Promise<Outcome[]> {
  const rows: Outcome[] = [];
  for (const { score, task, supervisor, student, labels, method, about } of cells) {
    const measured = await results.read(score);
    rows.push({ task, supervisor, student, labels, method, seeds, ...about, ...measured });
  }
  return rows;
}
