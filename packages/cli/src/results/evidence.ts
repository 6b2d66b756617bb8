// Evidence beside a run's results: written where it is small or asked for, never of other results.

import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  evidenceFiles,
  openEvidence,
  type Plan,
  type RunOptions,
  type TextsAs,
  writeEvidence,
} from "@w2s/lab";
import { evidenceCount, evidenceSteps, neededSteps } from "@w2s/lab/engine";
import { count } from "../text.js";
import { sampleFile } from "./evidence-sample.js";
import { cannotWrite } from "./write-error.js";

/** Rows of test that evidence is written for without being asked. */
export const mostRows = 200_000;

/** What became of a run's evidence. */
export interface EvidenceNote {
  /** Whether the folder has evidence of its results now. */
  readonly there: boolean;
  /** Why not, where it was not forbidden. */
  readonly note?: string;
}

/**
 * Sees to it that `folder` has evidence of these results, or none.
 * @param wanted undefined: as its size has it; false: never
 * @param results SHA-256 of results.json
 * @throws RunError where it cannot be written
 */
export async function keepEvidence(
  folder: string,
  plan: Plan,
  results: string,
  wanted: TextsAs | false | undefined,
  options: RunOptions,
): Promise<EvidenceNote> {
  const isThere = await isOf(folder, results, wanted === false ? undefined : wanted);
  if (isThere && (plan.summary.toRun === 0 || wanted === false)) return { there: true };
  const why = wanted === undefined ? await whyNot(plan, options) : undefined;
  if (wanted === false || why !== undefined || plan.cells.length === 0) {
    await removeEvidence(folder);
    return { there: false, ...(why === undefined ? {} : { note: why }) };
  }
  await rm(join(folder, sampleFile), { force: true });
  await writeEvidence(folder, plan, results, options, wanted).catch((error: unknown) => {
    const isSystem = error instanceof Error && "syscall" in error;
    throw isSystem ? cannotWrite(join(folder, evidenceFiles.parquet), error) : error;
  });
  return { there: true };
}

async function isOf(folder: string, results: string, texts?: TextsAs): Promise<boolean> {
  const found = await openEvidence(folder).catch(() => null);
  if (found?.about.results !== results) return false;
  if (texts !== undefined && found.about.texts !== texts) return false;
  return stat(join(folder, evidenceFiles.jsonl)).then(
    () => true,
    () => false,
  );
}

/** Why evidence is not written without being asked for, in one line. */
async function whyNot(plan: Plan, { store }: RunOptions): Promise<string | undefined> {
  const { test } = evidenceCount(plan);
  if (test > mostRows) {
    return `evidence left out: it has ${count(test)} rows; --evidence writes it`;
  }
  const gone = await neededSteps(evidenceSteps(plan), store);
  if (gone.length === 0) return undefined;
  return (
    `evidence left out: ${count(gone.length)} steps behind it are no longer in the store; ` +
    "--evidence computes them again"
  );
}

/** Evidence of other results would mislead whoever opens it. */
async function removeEvidence(folder: string): Promise<void> {
  for (const name of [...Object.values(evidenceFiles), sampleFile]) {
    await rm(join(folder, name), { force: true });
  }
}
