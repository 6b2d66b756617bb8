// w2s run: a study file goes in; a plan, progress, a table and files come out.

import { relative, resolve } from "node:path";
import { InputError, plain } from "@w2s/base";
import { deviceRuntime } from "@w2s/grad";
import type { Plan, ResultsFile, RunRecord, Store, TextsAs } from "@w2s/lab";
import { withoutNetwork } from "@w2s/models";
import { assertOwnFigures } from "@w2s/report";
import { type ExitCode, errorLine, exitCode } from "../exit.js";
import { isInterrupt } from "../interrupt.js";
import { columnsOf, type Io } from "../io.js";
import type { Lab } from "../lab.js";
import { both } from "../progress/both.js";
import { EventsFile } from "../progress/events-file.js";
import { reporterFor } from "../progress/index.js";
import { askedLine, asksLines, planLine, workLines } from "../progress/plan-lines.js";
import type { RunReporter } from "../progress/run-reporter.js";
import { type EvidenceNote, keepEvidence } from "../results/evidence.js";
import { machine, versions } from "../results/machine.js";
import { assertOwnFolder } from "../results/own-folder.js";
import { tellLeftOut } from "../results/tell-report.js";
import { writeReport } from "../results/write-report.js";
import { assertFolderUsable, runFolder, writeRun } from "../results/write-run.js";
import { storyLines } from "../story.js";
import type { StudyFile } from "../study-file/load.js";
import { openStudy } from "../study-file/open-study.js";
import { tell, wrap } from "../table/wrap.js";
import { placementLine, plural } from "../text.js";
import {
  assertExecutor,
  computedBy,
  type ExecutorFlags,
  executorFor,
  isHere,
  type OrderFlags,
  orderFor,
  scriptsFor,
  sharedThreads,
} from "./executors.js";
import { changedStudy, deviceOf, onlyTexts, openPlanStore, seedsOf } from "./plan-flags.js";

export interface RunFlags extends OrderFlags, ExecutorFlags {
  /** False: none; undefined: as its size has it. */
  readonly evidence?: TextsAs | false;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly color: boolean;
  readonly out?: string;
  /** Most money that chat models may be asked for. */
  readonly maxCost?: number;
}

type Found = Pick<ResultsFile, "study" | "outcomes" | "asked">;

/**
 * Runs the study in the file or of the experiment `which`. What it throws is the command's failure;
 * an interrupt is not a failure.
 */
export async function run(which: string, flags: RunFlags, io: Io): Promise<ExitCode> {
  const lab = await io.lab();
  const file = await openStudy(which, flags, io);
  const reporter = reporterFor(io, flags);
  try {
    const threads = sharedThreads(flags);
    const given = { ...flags, only: onlyTexts(flags.only), ...(threads ? { threads } : {}) };
    return await runStudy(which, file, given, io, lab, reporter);
  } finally {
    reporter.close();
  }
}

async function runStudy(
  which: string,
  file: StudyFile,
  flags: RunFlags,
  io: Io,
  lab: Lab,
  reporter: RunReporter,
): Promise<ExitCode> {
  if (flags.maxCost !== undefined && !isHere(flags, io)) {
    throw new InputError(
      "--max-cost: only a run in this process can count what it spends; leave out --workers, " +
        "--queue and --slurm",
    );
  }
  await assertExecutor(flags, io);
  const startedAt = io.now();
  const store = await openPlanStore(flags, io, reporter, { readOnly: flags.dryRun });
  const [study, options] = await changedStudy(file, store, flags, io);
  const { keepWeights, maxCost } = flags;
  const planned = () => lab.planStudy(study, { ...options, keepWeights, maxCost });
  const plan = await (flags.dryRun ? withoutNetwork("--dry-run", planned) : planned());
  if (flags.dryRun) return dryRun(plan, flags, io, reporter);
  reporter.plan(plan.summary);
  const folder = runFolder(io.cwd, plan.summary.study, flags);
  assertOwnFigures(plan.figures);
  await assertFolderUsable(folder);
  await assertOwnFolder(folder, plan.figures);
  if (plan.summary.toRun > 0) await store.assertWritable();
  if (flags.slurmScripts !== undefined) {
    const order = orderFor(which, flags, plan, store, io);
    const scripts = resolve(io.cwd, flags.slurmScripts);
    for (const line of await scriptsFor(scripts, flags, order, plan, store)) reporter.note(line);
    return exitCode.ok;
  }
  const events = new EventsFile(folder, io.now);
  events.begun(plan.summary.study);
  events.plan(plan.summary);
  const going = { which, file, plan, store, folder, startedAt };
  try {
    const code = await runPlanned(going, flags, io, lab, both(reporter, events));
    events.ended(code === exitCode.interrupted ? "interrupted" : "finished");
    return code;
  } catch (error) {
    events.ended("failed", errorLine(error, io.cwd));
    throw error;
  }
}

/** A run that has its plan and its place. */
interface Going {
  /** The study file or experiment, as it was named. */
  readonly which: string;
  readonly file: StudyFile;
  readonly plan: Plan;
  readonly store: Store;
  readonly folder: string;
  readonly startedAt: number;
}

async function runPlanned(
  { which, file, plan, store, folder, startedAt }: Going,
  flags: RunFlags,
  io: Io,
  lab: Lab,
  reporter: RunReporter,
): Promise<ExitCode> {
  const device = deviceOf(flags, io);
  const isLeft = plan.summary.toRun > 0;
  const runtime = isHere(flags, io) && isLeft ? await deviceRuntime(device) : undefined;
  const ledger = new lab.Ledger(flags.maxCost);
  const outcomes = await io.interruptible(async (signal) => {
    const order = orderFor(which, flags, plan, store, io);
    const executor =
      isLeft &&
      (await executorFor(flags, { order, plan, folder }, { store, reporter, signal }, io));
    const by = { ...(runtime ? { runtime } : {}), ...(executor ? { executor } : {}) };
    return lab.runPlan(plan, { store, reporter, signal, ledger, ...by }).catch((error: unknown) => {
      if (!isInterrupt(error, signal)) throw error;
    });
  });
  if (outcomes === undefined) {
    reporter.close();
    return interrupted(reporter);
  }
  const ran = {
    device,
    placement: runtime === undefined || device === "cpu" ? null : runtime.placement(),
  };
  if (ran.placement !== null) reporter.note(placementLine(device, ran.placement));
  const { notes, design } = plan;
  const asked = await lab.askedFor(plan, store);
  const found = { study: plan.summary.study, notes, design, ...(asked && { asked }), outcomes };
  const executor = isLeft && !isHere(flags, io) ? await computedBy(folder) : undefined;
  const record = {
    ...recordOf(file, flags, plan, ran, startedAt, io),
    ...(executor && { executor }),
    ...(asked && { asked: ledger.spent }),
  };
  const written = await writeRun(folder, found, record);
  const sha256 = written.record.results;
  const evidence = await io.interruptible((signal) =>
    keepEvidence(folder, plan, sha256, flags.evidence, { store, reporter, signal }).catch(
      (error: unknown) => {
        if (!isInterrupt(error, signal)) throw error;
      },
    ),
  );
  const of = { record: written.record, sha256, own: plan.figures };
  const { notes: said, leftOut } = await writeReport(folder, written.results, of);
  for (const note of said) reporter.note(note);
  if (asked) reporter.note(askedLine(asked, ledger.spent));
  reporter.close();
  if (evidence === undefined) return interrupted(reporter);
  showOutcomes(found, folder, evidence, flags, io);
  return tellLeftOut(leftOut, io);
}

/** The plan is all that a dry run gives, so it goes to stdout; what should be known, to stderr. */
function dryRun(plan: Plan, flags: RunFlags, io: Io, reporter: RunReporter): ExitCode {
  const { summary, warnings, cells } = plan;
  // What is known of single rows stands below their table; there is none yet.
  const known = new Set([...warnings, ...cells.flatMap((cell) => cell.warnings)]);
  for (const warning of known) reporter.warn(warning);
  if (flags.json) reporter.plan(summary);
  else {
    const width = columnsOf(io.stdout, io.env);
    const said = [planLine(summary), ...asksLines(summary)].flatMap((line) => wrap(line, width, 2));
    const lines = [...said, ...workLines(summary, width)];
    io.stdout.write(`${lines.join("\n")}\n`);
  }
  return exitCode.ok;
}

function interrupted(reporter: RunReporter): ExitCode {
  reporter.note("interrupted: finished steps are kept; the same command goes on from there");
  return exitCode.interrupted;
}

function recordOf(
  file: StudyFile,
  flags: RunFlags,
  plan: Plan,
  ran: Pick<RunRecord["machine"], "device" | "placement">,
  startedAt: number,
  io: Io,
) {
  const { trials, steps, cached, toRun } = plan.summary;
  const { said } = file;
  return {
    studyFile: { path: file.label, ...said, imports: [...said.imports] },
    options: {
      set: [...flags.set],
      vary: [...(flags.vary ?? [])],
      only: [...flags.only],
      task: [...(flags.task ?? [])],
      model: [...(flags.model ?? [])],
      limit: flags.limit ?? null,
      seeds: seedsOf(flags).seeds?.slice() ?? null,
      threads: flags.threads ?? null,
    },
    sources: {
      tasks: [...plan.sources.tasks],
      models: [...plan.sources.models],
    },
    trials,
    steps: { total: steps, cached, run: toRun },
    finishedAt: new Date(io.now()).toISOString(),
    wallMs: io.now() - startedAt,
    versions: versions(),
    machine: { ...machine(), ...ran },
  };
}

function showOutcomes(
  found: Found,
  folder: string,
  { there, note }: EvidenceNote,
  flags: RunFlags,
  io: Io,
): void {
  const { outcomes, study } = found;
  const place = relative(io.cwd, folder) || ".";
  if (flags.json) {
    for (const outcome of outcomes)
      io.stdout.write(`${JSON.stringify({ event: "outcome", ...outcome })}\n`);
    io.stdout.write(`${JSON.stringify({ event: "done", study, folder: place })}\n`);
    return;
  }
  io.stdout.write(`\n${storyLines(found, flags, io).join("\n")}\n`);
  const written =
    `written to ${plain(place)}: results.json, results.csv, run.json ` +
    `(${plural(outcomes.length, "row")}), ` +
    `report.html${there ? ", evidence.parquet, .jsonl" : ""}`;
  io.stderr.write("\n");
  tell(io.stderr, written, io);
  if (note !== undefined) io.stderr.write(`${note}\n`);
}
