// w2s diagnostics: what predicts the gain, over every cell of the finished runs that have evidence.

import { join, relative, resolve } from "node:path";
import { InputError, plain } from "@w2s/base";
import type { DiagnosticCell, PredictorWorth } from "@w2s/experiments";
import { type FinishedRun, findRun, listRuns, openEvidence } from "@w2s/lab";
import { decimal } from "@w2s/report";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { writeFigure } from "../results/write-report.js";
import { tell } from "../table/wrap.js";
import { plural } from "../text.js";

export interface DiagnosticsFlags {
  readonly json: boolean;
  readonly out?: string;
}

/**
 * Prints each predictor's rank correlation with its result, and draws the figures with --out.
 * @param which runs by name or folder; none: all below ./runs
 * @throws InputError where no run has evidence
 */
export async function diagnostics(
  which: readonly string[],
  flags: DiagnosticsFlags,
  io: Io,
): Promise<ExitCode> {
  const { cellsOfEvidence, worthOf } = await import("@w2s/experiments");
  const runs =
    which.length > 0
      ? await Promise.all(which.map((name) => findRun(name, io.cwd)))
      : await listRuns(join(io.cwd, "runs"), io.cwd, (line) => io.stderr.write(`${plain(line)}\n`));
  const cells: DiagnosticCell[] = [];
  let read = 0;
  for (const run of runs) {
    const evidence = await evidenceOf(run);
    if (evidence === null) continue;
    cells.push(...(await cellsOfEvidence(evidence, run.results.outcomes)));
    read += 1;
  }
  if (cells.length === 0) {
    const what =
      runs.length === 0 ? "no finished run" : `no evidence in ${plural(runs.length, "run")}`;
    throw new InputError(`${what}; run a study, with --evidence where it is large`);
  }
  const worth = worthOf(cells);
  if (flags.json) {
    for (const { predictor, ...rest } of worth) {
      const { name, result, needsTruth } = predictor;
      io.stdout.write(`${JSON.stringify({ predictor: name, result, needsTruth, ...rest })}\n`);
    }
  } else {
    const from = `${plural(cells.length, "cell")} of ${plural(read, "run")}`;
    io.stdout.write(`Spearman's rank correlations of ${from}; in brackets 95% over tasks\n`);
    for (const one of worth) io.stdout.write(`${lineOf(one)}\n`);
  }
  if (flags.out !== undefined) await drawn(cells, resolve(io.cwd, flags.out), io);
  return exitCode.ok;
}

/** Evidence of the results that lie beside it; of others it would be another run's. */
async function evidenceOf(run: FinishedRun) {
  const evidence = await openEvidence(run.folder);
  return evidence?.about.results === run.sha256 ? evidence : null;
}

function lineOf({ predictor, cells, tasks, overall, withinTasks }: PredictorWorth): string {
  const two = (value: number) => decimal(value, 2);
  const over =
    overall === null
      ? `no interval for ${plural(tasks, "task")}`
      : `Spearman ${two(overall.value)} [${two(overall.low)}, ${two(overall.high)}] over ` +
        plural(tasks, "task");
  const within = withinTasks === null ? "" : `, ${two(withinTasks)} within tasks`;
  const { name, result, needsTruth } = predictor;
  const of = `${plural(cells, "cell")}${needsTruth ? ", needs truth" : ""}`;
  return `${name} and ${result}: ${over}${within}; ${of}`;
}

async function drawn(cells: readonly DiagnosticCell[], folder: string, io: Io): Promise<void> {
  const { drawMisfit, drawPredictors } = await import("@w2s/experiments");
  const width = 1120;
  const figures = { misfit: drawMisfit(cells, width), predictors: drawPredictors(cells, width) };
  for (const [name, figure] of Object.entries(figures)) {
    if (figure === null) continue;
    for (const fault of await writeFigure(folder, { name, ...figure })) {
      io.stderr.write(`${fault}\n`);
    }
  }
  tell(io.stderr, `written to ${plain(relative(io.cwd, folder) || ".")}: figures of both`, io);
}
