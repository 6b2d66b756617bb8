// What will run, and about how long: told before the first step.

import {
  addedSpending,
  estimateMs,
  type Foreseen,
  type Graph,
  neededSteps,
  nothingSpent,
  piecesOf,
  type Spending,
  type Step,
  wavesOf,
} from "../engine/index.js";
import type { PlanSummary } from "../reporter.js";
import type { Store } from "../store/index.js";

/** Of steps and what must be there in the end: how much is left, and how long it takes. */
export async function summaryOf(
  about: Pick<PlanSummary, "study" | "trials">,
  graph: Graph,
  targets: readonly Step[],
  store: Store,
): Promise<PlanSummary> {
  const steps = graph.all();
  const needed = await neededSteps(targets, store.glance());
  const asks = await foreseenOf(needed, store);
  return {
    ...about,
    steps: steps.length,
    cached: steps.length - needed.length,
    toRun: needed.length,
    estimateMs: await estimateMs(store, needed),
    work: workOf(needed),
    ...(asks && { asks }),
  };
}

/** What services may be asked, at most; undefined: none are. */
async function foreseenOf(needed: readonly Step[], store: Store): Promise<Spending | undefined> {
  const asking = needed.filter(({ kind }) => kind.foresees);
  if (asking.length === 0) return undefined;
  const questions = new Map<string, Foreseen>();
  for (const step of asking) {
    for (const question of step.kind.foresees!(step)) questions.set(question.name, question);
  }
  const held = store.glance();
  let asks = nothingSpent;
  for (const [name, question] of questions) {
    if (!(await held.has(name))) asks = addedSpending(asks, question);
  }
  return asks;
}

/** What will run, by pieces, as a listener will hear of it. */
function workOf(needed: readonly Step[]): PlanSummary["work"] {
  return wavesOf(needed)
    .flatMap(piecesOf)
    .map((passes) => {
      const steps = passes.flat();
      const { kind } = steps[0]!;
      return { kind: kind.name, label: kind.describe(steps).label, steps: steps.length };
    });
}
