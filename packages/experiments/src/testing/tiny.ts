// An experiment at a size that a test has time for, and what its figures show of it.

import {
  type DrawnFigure,
  type Outcome,
  openStore,
  planStudy,
  type Reporter,
  runPlan,
  type Study,
} from "@w2s/lab";
import { scratchFolder } from "../../../../test/scratch.js";

/** Hears nothing. */
const silent: Reporter = {
  plan() {},
  begin() {},
  progress() {},
  end() {},
  warn() {},
};

/** Outcomes of a study on its first `limit` rows a task, under these seeds, in a store of its own. */
export async function outcomesOf(
  study: Study,
  {
    limit = 240,
    seeds = [0],
  }: { readonly limit?: number; readonly seeds?: readonly number[] } = {},
): Promise<readonly Outcome[]> {
  const store = await openStore(scratchFolder("tiny"));
  const plan = await planStudy(study, {
    name: "tiny",
    baseDir: ".",
    store,
    modelFolders: [],
    limit,
    seeds,
  });
  return runPlan(plan, { store, reporter: silent, signal: AbortSignal.timeout(240_000) });
}

/** What a figure of the study, by its name, shows of outcomes. */
export function drawnOf(
  study: Study,
  name: string,
  outcomes: readonly Outcome[],
  width = 1120,
): DrawnFigure | null {
  const figure = study.figures.find((one) => one.name === name);
  if (figure === undefined) throw new Error(`no figure "${name}"`);
  return figure.draw(outcomes, { width });
}
