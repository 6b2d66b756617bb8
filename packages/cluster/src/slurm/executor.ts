// Slurm runs passes as job arrays, a level of the graph each. What is done is for the store to say,
// so that a run that goes on submits what is missing, and nothing else is remembered.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { roughly } from "@w2s/base";
import type { Reporter, Store } from "@w2s/lab";
import { type Executor, namedPasses, type Pass } from "@w2s/lab/engine";
import { Board } from "../passes/board.js";
import { handOut } from "../passes/hand-out.js";
import { Silence, silentMs } from "../passes/silence.js";
import { isThere } from "../passes/there.js";
import { pause } from "../pause.js";
import { Seal } from "../seal.js";
import { StatusKeeper } from "../status/status.js";
import { TasksAtWork } from "./at-work.js";
import {
  cancelJobs,
  isAway,
  isHeld,
  type JobState,
  jobStates,
  jobsFrom,
  submitAll,
  submitFault,
  unknown,
} from "./controller.js";
import { listedTasks, logFile, refusedFile, type ScriptOptions, writeScripts } from "./scripts.js";

/** How Slurm is given passes. */
export interface SlurmOptions extends ScriptOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Folder of the run, where its status is kept. */
  readonly runFolder: string;
  /** How often jobs and store are asked. Default 2 s. */
  readonly everyMs?: number;
  /** When it is said that none of its jobs runs. Default 20 s. */
  readonly silentMs?: number;
  /** A task of which nothing is heard for so long has ended, whatever Slurm says. Default 5 min. */
  readonly goneMs?: number;
}

/** Submits passes as job arrays and waits for them. */
export function slurmExecutor(options: SlurmOptions): Executor {
  return { run: (waves) => new Submission(namedPasses(waves), options).run() };
}

class Submission {
  private readonly board: Board;
  private readonly status: StatusKeeper;
  private readonly silence: Silence;
  private readonly seal: Seal;
  private readonly atWork: TasksAtWork;

  constructor(
    private readonly passes: readonly Pass[],
    private readonly options: SlurmOptions,
  ) {
    const { order, runFolder, folder } = options;
    this.board = new Board(passes);
    this.status = new StatusKeeper(
      runFolder,
      { study: order.study, executor: "slurm", device: order.device },
      this.board,
    );
    this.status.logs = join(folder, "logs");
    this.seal = new Seal(options.store);
    this.silence = new Silence(options.silentMs ?? silentMs);
    this.atWork = new TasksAtWork(folder);
  }

  run(): Promise<void> {
    const { signal, reporter, order } = this.options;
    const { board, status } = this;
    const { tries } = order;
    const about = { board, status, reporter, signal, tries, label: "passes by Slurm" };
    return handOut(
      about,
      async () => {
        await this.seal.leave();
        for (let round = 1; round <= tries && !board.isOver; round++) await this.submitted(round);
        for (const pass of this.open()) board.failedFor(pass, await this.lastWord(pass));
      },
      () => this.seal.remove().catch(() => undefined),
    );
  }

  /** Passes that are neither done nor failed, those that feed others first. */
  private open(): Pass[] {
    const failed = new Set(this.board.failed.map(({ pass }) => pass));
    const skipped = new Set(this.board.skipped.map(({ pass }) => pass));
    return this.passes.filter(
      (pass) => !this.done.has(pass) && !failed.has(pass) && !skipped.has(pass),
    );
  }

  private readonly done = new Set<Pass>();
  /** The task that each pass is listed for. */
  private tasks: ReadonlyMap<string, string> = new Map();

  /** Jobs of one round, from their submission to their end; those of an earlier command first. */
  private async submitted(round: number): Promise<void> {
    const { signal, reporter, everyMs = 2000 } = this.options;
    try {
      const left = round === 1 ? await this.jobs() : [];
      if ((await jobStates(left)).length > 0) {
        reporter.warn(`jobs ${left.join(", ")} of an earlier command are still there: waiting`);
      } else {
        await this.submit();
      }
      this.tasks = await listedTasks(this.options.folder);
      while (!this.board.isOver) {
        // An earlier command that was killed may still submit: its jobs count as they come.
        const jobs = await this.jobs();
        const now = await jobStates(jobs);
        await this.look();
        await this.hear(round);
        await this.seal.renew();
        await this.endHeld(now);
        await this.endGone(now);
        this.tellOfSilence(now, jobs);
        reporter.progress(this.board.doneSteps);
        if (now.length === 0) return;
        await pause(everyMs, signal);
        signal.throwIfAborted();
      }
      await this.hearEnds(round);
    } finally {
      await this.cancel();
    }
  }

  /** Takes back what waits or runs. */
  private async cancel(): Promise<void> {
    const told = await this.jobs();
    const asked = this.hasStrays ? jobsFrom(this.options.folder) : [];
    const strays = await Promise.resolve(asked).catch(() => []);
    const jobs = [...told, ...(strays ?? []).filter((id) => !told.includes(id))];
    const isHeard = (await cancelJobs(jobs)) && strays !== undefined;
    if (isHeard || this.board.isOver) return;
    const which = jobs.length === 0 ? "jobs that it took" : `jobs ${jobs.join(", ")}`;
    this.options.reporter.warn(
      `Slurm's controller does not answer: ${which} may go on; the same command waits for them, ` +
        "scancel ends them",
    );
  }

  /** Whether a job may have been taken whose number nobody heard. */
  private hasStrays = false;

  private async submit(): Promise<void> {
    const { folder } = this.options;
    for (const name of ["failed", "refused", "logs", "tasks"]) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    const order = { ...this.options.order, seal: this.seal.name };
    await writeScripts(leveled(this.open()), { ...this.options, order });
    while (!(await this.isSubmitted(join(folder, "submit.sh")))) await this.comesBack();
  }

  /** Submits; false where the controller is away. */
  private async isSubmitted(script: string): Promise<boolean> {
    try {
      await submitAll(script);
      return true;
    } catch (error) {
      if (!isAway(error)) throw submitFault(error);
      this.hasStrays = true;
      return false;
    }
  }

  /** Waits until the controller answers, and takes back what it has of ours: all is sent anew. */
  private async comesBack(): Promise<void> {
    const { folder, reporter, signal, everyMs = 2000 } = this.options;
    reporter.warn("Slurm's controller does not answer: waiting until it does, then submitting");
    for (let jobs: string[] | undefined; jobs === undefined; ) {
      await pause(everyMs, signal);
      signal.throwIfAborted();
      jobs = await jobsFrom(folder);
      if (jobs !== undefined && !(await cancelJobs(jobs))) jobs = undefined;
    }
    reporter.warn("Slurm's controller is back");
  }

  private async look(): Promise<void> {
    const { store, reporter } = this.options;
    const over = () => this.board.failed.length + this.board.skipped.length;
    for (const pass of this.open()) {
      if (await isThere(pass, store)) {
        this.done.add(pass);
        this.silence.end();
        this.board.done(pass);
        continue;
      }
      const line = await this.read(join("failed", pass.name));
      const refused = refusedFile(this.tasks.get(pass.name) ?? "none");
      const refusal = (await this.read(refused))?.trim();
      if (line !== undefined) this.board.failedFor(pass, line);
      else if (refusal !== undefined) {
        if (this.status.refused(refusal)) reporter.warn(refusal);
        this.board.failedFor(pass, refusal, "untried");
      }
      if (over() > 0 && this.board.isOver) return;
    }
  }

  /** What tasks are at: their passes are out. */
  private async hear(round: number): Promise<void> {
    const workers = await this.atWork.look(round);
    this.status.workersAre(workers);
    const begun = new Set([...workers.values()].map(({ at }) => at?.pass));
    const { out } = this.board;
    out.clear();
    for (const pass of this.open()) if (begun.has(pass.name.slice(0, 12))) out.add(pass);
  }

  /** The store has all: who computed the last of it is about to say so; not yet cancelled. */
  private async hearEnds(round: number): Promise<void> {
    await this.hear(round);
    for (let looks = 0; looks < 30 && this.atWork.areThere; looks++) {
      await pause(100, this.options.signal);
      await this.hear(round);
    }
  }

  /** Why a pass is not there that no task told of: the last line of its task's log. */
  private async lastWord(pass: Pass): Promise<string> {
    const task = this.tasks.get(pass.name);
    const log = task === undefined ? undefined : await this.read(logFile(task));
    const line = log
      ?.trim()
      .split(/[\r\n]+/)
      .at(-1);
    return `its jobs ended without it${line ? `; the last line of its log: ${line}` : ""}`;
  }

  private async read(name: string): Promise<string | undefined> {
    return readFile(join(this.options.folder, name), "utf8").catch(() => undefined);
  }

  private async jobs(): Promise<string[]> {
    const text = (await this.read("jobs")) ?? "";
    return text.split("\n").filter((id) => /^\d+$/.test(id));
  }

  /** A controller that was killed may take a task for launched twice, and hold it for good. */
  private async endHeld(now: readonly JobState[]): Promise<void> {
    const held = now.filter(isHeld).map(({ id }) => id);
    if (held.length === 0 || !(await cancelJobs(held))) return;
    this.options.reporter.warn(
      `Slurm could not launch ${held.join(", ")} and holds what it could not: cancelled, the ` +
        "passes are tried again",
    );
  }

  /**
   * A controller that was killed may take for running what has ended. A task that works says so
   * every two seconds, from outside of what computes.
   */
  private async endGone(now: readonly JobState[]): Promise<void> {
    const { goneMs = 300_000, reporter } = this.options;
    const running = new Set(now.filter(({ state }) => state === "RUNNING").map(({ id }) => id));
    const gone = this.atWork.silentFor(goneMs).filter((id) => running.has(id));
    if (gone.length === 0 || !(await cancelJobs(gone))) return;
    const untold = gone.filter((id) => !this.gone.has(id));
    for (const id of untold) this.gone.add(id);
    if (untold.length === 0) return;
    reporter.warn(
      `Slurm takes ${untold.join(", ")} for running, and nothing was heard of it for ` +
        `${roughly(goneMs)}: cancelled, the passes are tried again`,
    );
  }

  /** Tasks that were said to be gone. */
  private readonly gone = new Set<string>();

  private tellOfSilence(now: readonly JobState[], jobs: readonly string[]): void {
    if (now.some(({ state }) => state !== "PENDING" && state !== unknown)) this.silence.end();
    const time = this.silence.tooLong();
    if (time === undefined || now.length === 0) return;
    // Of those that wait for other jobs the reason is no news.
    const first = now.find(({ reason }) => reason !== "Dependency") ?? now[0]!;
    const what =
      first.state === unknown
        ? `squeue has not answered for ${time}`
        : `none of its jobs has run for ${time} (${first.reason})`;
    this.options.reporter.warn(`${what}; squeue --jobs=${jobs.join(",")} lists them`);
  }
}

/** The passes that are left, at levels of their own. */
function leveled(passes: readonly Pass[]): Pass[] {
  const levels = new Map<string, number>();
  return passes.map((pass) => {
    const before = pass.after.flatMap((name) => levels.get(name) ?? []);
    const level = Math.max(-1, ...before) + 1;
    levels.set(pass.name, level);
    return { ...pass, level };
  });
}
