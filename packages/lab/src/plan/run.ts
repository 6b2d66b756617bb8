// Runs a plan, and reads its table.

import { type ResultCache, type RunOptions, runSteps } from "../engine/index.js";
import { type Outcome, type ScoredRow, withComparisons } from "../outcome/index.js";
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
  const rows: ScoredRow[] = [];
  for (const { score, task, supervisor, student, labels, method, about, warnings } of cells) {
    const { measured, draws } = await results.read(score);
    const cell = { task, supervisor, student, labels, method, seeds: [...seeds] };
    const outcome = { ...cell, ...about, ...measured, comparison: null, warnings: [...warnings] };
    rows.push({ outcome, draws });
  }
  return withComparisons(rows);
}
