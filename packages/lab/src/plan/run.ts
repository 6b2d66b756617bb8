// Runs a plan, and reads its table.

import {
  addedSpending,
  type ResultCache,
  type RunOptions,
  runSteps,
  type Spending,
} from "../engine/index.js";
import { roleWords } from "../measures/index.js";
import {
  type Curve,
  type Outcome,
  type ScoredRow,
  variedRow,
  withComparisons,
} from "../outcome/index.js";
import type { Store } from "../store/index.js";
import type { Cell } from "./cell.js";
import { meanShares } from "./overlap-step.js";
import type { Plan } from "./plan.js";

/**
 * Does what is left of a plan and gives the table's rows. What is done stays done: interrupted
 * anywhere, the same call goes on.
 * @throws the signal's reason when aborted; StoreError when the store cannot be written
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]> {
  for (const warning of plan.warnings) options.reporter.warn(warning);
  const use = (results: ResultCache) => outcomes(plan, results);
  return runSteps(plan.targets, plan, options, use, plan.summary.toRun === 0);
}

/**
 * What was asked of services for all that a plan is made of, in this run or an earlier one; answers
 * that several steps share count for each of them. Undefined: nothing was.
 */
export async function askedFor(
  { asking }: Pick<Plan, "asking">,
  store: Store,
): Promise<Spending | undefined> {
  let asked: Spending | undefined;
  for (const step of asking) {
    const stored = await store.read(step.name);
    if (!stored) continue;
    const took = step.kind.took!(step, step.kind.codec.decode(stored));
    asked = asked ? addedSpending(asked, took) : took;
  }
  return asked;
}

/** Rows that are read at a time: each waits for files, mostly. */
const together = 16;

async function outcomes(plan: Plan, results: ResultCache): Promise<Outcome[]> {
  const rows = await scoredRows(plan.cells, plan.seeds, results);
  const varied = await Promise.all(
    plan.variations.map(async ({ setting, value, cells }) => ({
      setting,
      value,
      rows: new Map(
        (await scoredRows(cells, plan.seeds, results)).map((row, i) => [keyOf(cells[i]!), row]),
      ),
    })),
  );
  return withComparisons(rows).map((outcome, i) => {
    const key = keyOf(plan.cells[i]!);
    const others = varied.flatMap(({ setting, value, rows: changed }) => {
      const row = changed.get(key);
      return row ? [variedRow(row, rows[i]!, { setting, value })] : [];
    });
    return { ...outcome, varied: others };
  });
}

async function scoredRows(
  cells: readonly Cell[],
  seeds: readonly number[],
  results: ResultCache,
): Promise<ScoredRow[]> {
  const rows: ScoredRow[] = [];
  for (let start = 0; start < cells.length; start += together) {
    const some = cells.slice(start, start + together);
    rows.push(...(await Promise.all(some.map((cell) => scoredRow(cell, seeds, results)))));
  }
  return rows;
}

/** The same cell in every variation. */
const keyOf = ({ task, place }: Cell): string => JSON.stringify([task, place]);

async function scoredRow(
  { score, overlap, task, supervisor, student, labels, method, about, warnings }: Cell,
  seeds: readonly number[],
  results: ResultCache,
): Promise<ScoredRow> {
  const { measured, draws } = await results.read(score);
  const cell = { task, supervisor, student, labels, method, seeds: [...seeds] };
  const all = [...warnings, ...unfinished(measured.curves)];
  const own = { ...cell, ...about, ...measured, comparison: null, varied: [], warnings: all };
  const shares = overlap && meanShares(await Promise.all(overlap.map((one) => results.read(one))));
  const outcome = shares ? { ...own, overlap: shares } : own;
  return { outcome, draws };
}

/** Regressions that stopped before their minimum: their numbers are not the method's. */
function unfinished(curves: readonly Curve[]): string[] {
  return curves.flatMap(({ role, link, seed, search }) => {
    if (search === undefined || search.converged) return [];
    const whose = role === "link" ? `the link ${link}` : roleWords[role];
    return [
      `${whose}, seed ${seed}: the regression stopped after ${search.iterations} iterations with ` +
        `a gradient of ${search.gradient.toPrecision(2)} left`,
    ];
  });
}
