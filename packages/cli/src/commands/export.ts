// w2s export: one trained model of a study, as a folder that transformers or onnxruntime loads.

import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { InputError, plain } from "@w2s/base";
import type { RunRecord, StudentChoice } from "@w2s/lab";
import { findRun } from "@w2s/lab";
import { assertFolderFree, type ClassifierFormat, saveClassifier } from "@w2s/models";
import { type ExitCode, exitCode } from "../exit.js";
import { isInterrupt } from "../interrupt.js";
import type { Io } from "../io.js";
import { reporterFor } from "../progress/index.js";
import type { RunReporter } from "../progress/run-reporter.js";
import { cannotWrite } from "../results/write-error.js";
import type { ImportedFile } from "../study-file/imports.js";
import { loadStudy, type SaidFiles, type StudyFile } from "../study-file/load.js";
import { openStudy } from "../study-file/open-study.js";
import { tell } from "../table/wrap.js";
import { changedStudy, openPlanStore, type PlanFlags, type StudyFlags } from "./plan-flags.js";

export interface ExportFlags extends PlanFlags, Omit<StudentChoice, "seed"> {
  readonly seed?: number;
  readonly limit?: number;
  readonly to: string;
  readonly format: ClassifierFormat;
  readonly overwrite: boolean;
  readonly color: boolean;
}

/**
 * Exports a model of the study or run named `which`; what it needs and is not in the store is
 * computed first.
 */
export async function exportStudent(which: string, flags: ExportFlags, io: Io): Promise<ExitCode> {
  const source = await sourceOf(which, flags, io);
  const reporter = reporterFor(io, { json: false, color: flags.color });
  try {
    return await exportFrom(source, flags, io, reporter);
  } finally {
    reporter.close();
  }
}

/** A study, and the options that its plan is made with: a run's, and the command line's. */
interface Source {
  readonly file: StudyFile;
  readonly options: StudyFlags;
}

async function exportFrom(
  { file, options }: Source,
  flags: ExportFlags,
  io: Io,
  reporter: RunReporter,
): Promise<ExitCode> {
  const lab = await io.lab();
  const target = resolve(io.cwd, flags.to);
  // Before the work rather than after it.
  assertFolderFree(flags.to, { overwrite: flags.overwrite, cwd: io.cwd });
  const store = await openPlanStore(flags, io, reporter);
  const plan = await lab.planStudy(...(await changedStudy(file, store, options, io)));
  const chosen = lab.chooseStudent(plan, flags);
  const classifier = await io.interruptible((signal) =>
    lab.trainedStudent(chosen, plan, { store, reporter, signal }).catch((error: unknown) => {
      if (!isInterrupt(error, signal)) throw error;
    }),
  );
  reporter.close();
  if (classifier === undefined) return exitCode.interrupted;
  await saveClassifier(target, classifier, {
    format: flags.format,
    overwrite: flags.overwrite,
  }).catch((error: unknown) => {
    throw error instanceof Error && "code" in error
      ? cannotWrite(target, error, "--to DIR")
      : error;
  });
  for (const line of classifier.about) io.stdout.write(`${plain(line)}\n`);
  const place = plain(relative(io.cwd, target) || ".");
  tell(io.stdout, `written to ${place}: its README.md says how to load it`, io);
  return exitCode.ok;
}

const isStudyFile = (name: string): boolean => /\.[cm]?[jt]s$|\.json$/.test(name);

/**
 * A study file as it is; or a finished run: its study file, unchanged since, with the options that
 * it ran under.
 */
async function sourceOf(which: string, flags: ExportFlags, io: Io): Promise<Source> {
  const isFile = (await stat(resolve(io.cwd, which)).catch(() => undefined))?.isFile();
  if (isFile || isStudyFile(which)) {
    return { file: await loadStudy(which, io.cwd, await io.lab()), options: flags };
  }
  const { record, recordFault } = await findRun(which, io.cwd);
  if (record === null) {
    const fault = recordFault ?? `run "${which}" has no run.json, which names its study file`;
    throw new InputError(`${fault}; name the study file instead`);
  }
  const { path } = record.studyFile;
  refuseOtherSeed(which, record.seeds, flags.seed);
  await refuseElsewhere(which, path, io.cwd);
  const file = await openStudy(path, record.options, io, (said) => {
    const changed = changedFile(record.studyFile, said);
    if (changed === undefined) return;
    throw new InputError(
      `${changed}: has changed since run "${which}"; run it again, or export from ${path} itself`,
    );
  });
  const { set, limit } = record.options;
  const asRun = {
    device: record.machine.device,
    seeds: record.seeds,
    ...(limit ? { limit } : {}),
  };
  return { file, options: { ...asRun, ...flags, set: [...set, ...flags.set] } };
}

/** A run names its study file as it was named where it was made. @throws InputError elsewhere */
async function refuseElsewhere(which: string, path: string, cwd: string): Promise<void> {
  const isThere = await stat(resolve(cwd, path)).then(
    () => true,
    () => false,
  );
  if (isThere || !isStudyFile(path)) return;
  throw new InputError(
    `${path}: run "${which}" was made of it, and it is not here; run this in the folder where ` +
      "the run was made, or name the study file instead",
  );
}

/** The first file that is not what it was when the run was made. */
function changedFile(then: RunRecord["studyFile"], now: SaidFiles): string | undefined {
  if (then.sha256 !== now.sha256) return then.path;
  if (then.imports === undefined) return undefined;
  const key = ({ path, sha256 }: { readonly path: string; readonly sha256: string }) =>
    `${sha256} ${path}`;
  const [before, after] = [then.imports, now.imports].map((files) => new Set(files.map(key)));
  const differs = (file: ImportedFile) => !before!.has(key(file)) || !after!.has(key(file));
  return [...then.imports, ...now.imports].find(differs)?.path;
}

function refuseOtherSeed(which: string, seeds: readonly number[], seed: number | undefined): void {
  if (seed === undefined || seeds.includes(seed)) return;
  throw new InputError(`--seed: run "${which}" has seeds ${seeds.join(", ")}, got ${seed}`);
}
