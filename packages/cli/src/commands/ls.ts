// w2s ls: the finished runs of this folder, latest first, each with its best line.

import { join, relative } from "node:path";
import { clip, pad, plain, widthOf } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { type FinishedRun, listRuns } from "@w2s/lab";
import { pgrText } from "@w2s/report";
import { type ExitCode, exitCode } from "../exit.js";
import { columnsOf, type Io } from "../io.js";
import { count, minute, plural } from "../text.js";

/** Prints a line for each run; --json an object a line. */
export async function ls(flags: { readonly json: boolean }, io: Io): Promise<ExitCode> {
  const runs = await listRuns(join(io.cwd, "runs"), io.cwd, (message) =>
    io.stderr.write(`${plain(message)}\n`),
  );
  if (flags.json) {
    for (const run of runs) io.stdout.write(`${JSON.stringify(summary(run, io))}\n`);
    return exitCode.ok;
  }
  if (runs.length === 0)
    io.stderr.write("no finished run in ./runs; start one with w2s run STUDY\n");
  const names = runs.map((run) => plain(relative(join(io.cwd, "runs"), run.folder)));
  const nameWidth = Math.max(0, ...names.map(widthOf));
  const width = columnsOf(io.stdout, io.env);
  for (const [i, run] of runs.entries()) {
    const trials = run.record === null ? "" : plural(run.record.trials, "trial");
    const finished = minute(run.finishedAt);
    // Other commands ask for the name: a small terminal has it, and not the time.
    const begins = width < finished.length + 2 + nameWidth ? [] : [finished];
    const line = [...begins, pad(names[i]!, nameWidth), pad(trials, 10), best(run)].join("  ");
    io.stdout.write(`${clip(line.trimEnd(), width)}\n`);
  }
  return exitCode.ok;
}

function summary(run: FinishedRun, io: Io): object {
  return {
    name: relative(join(io.cwd, "runs"), run.folder),
    study: run.results.study,
    finishedAt: run.finishedAt.toISOString(),
    trials: run.record?.trials ?? null,
    rows: run.results.outcomes.length,
    best: bestOf(run) ?? null,
  };
}

/** The best of many rows is partly luck, so the line says of how many. */
function best(run: FinishedRun): string {
  const outcome = bestOf(run);
  const rows = run.results.outcomes.length;
  if (outcome === undefined || !outcome.pgr.defined)
    return `no clear gap in ${plural(rows, "row")}`;
  const { supervisor, student, method, labels } = outcome;
  const pair = `${plain(supervisor)} -> ${plain(student)}, ${plain(method)}, ${labels}`;
  return `best of ${count(rows)}: PGR ${pgrText(outcome.pgr)} ${pair}`;
}

/** The row whose interval begins highest: a wide interval is no merit. */
function bestOf(run: FinishedRun): Outcome | undefined {
  const low = ({ pgr }: Outcome) => (pgr.defined ? pgr.low : Number.NEGATIVE_INFINITY);
  return run.results.outcomes
    .filter(({ pgr }) => pgr.defined)
    .reduce<Outcome | undefined>(
      (best, next) => (best === undefined || low(next) > low(best) ? next : best),
      undefined,
    );
}
