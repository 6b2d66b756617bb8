// An experiment at a size that a test has time for, and what its figures show of it.

import {
  type DrawnFigure,
  type EvidenceRows,
  type Figure,
  type Outcome,
  openEvidence,
  openStore,
  type Plan,
  planStudy,
  type Reporter,
  type RunOptions,
  runPlan,
  type Study,
  writeEvidence,
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

/** How much of a study is run. */
interface Size {
  /** Rows a task. */
  readonly limit?: number;
  readonly seeds?: readonly number[];
}

/** Outcomes of a study on its first rows, in a store of its own, and its figures, ready to draw. */
export async function ranOf(study: Study, { limit = 240, seeds = [0] }: Size = {}) {
  const store = await openStore(scratchFolder("tiny"));
  const plan = await planStudy(study, {
    name: "tiny",
    baseDir: ".",
    store,
    modelFolders: [],
    limit,
    seeds,
  });
  const options = { store, reporter: silent, signal: AbortSignal.timeout(240_000) };
  const outcomes = await runPlan(plan, options);
  const figures: Figure[] = [];
  for (const figure of study.figures) {
    figures.push(figure.read ? await figure.read(await evidenceOf(plan, options)) : figure);
  }
  return { outcomes, figures };
}

async function evidenceOf(plan: Plan, options: RunOptions): Promise<EvidenceRows> {
  const folder = scratchFolder("evidence");
  await writeEvidence(folder, plan, "results", options);
  return (await openEvidence(folder))!.testRows();
}

/** Outcomes of a study on its first rows. */
export async function outcomesOf(study: Study, size?: Size): Promise<readonly Outcome[]> {
  return (await ranOf(study, size)).outcomes;
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
