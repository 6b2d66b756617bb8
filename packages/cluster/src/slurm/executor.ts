// Slurm runs passes as job arrays, a level of the graph each. What is done is for the store to say,
// so that a run that goes on submits what is missing, and nothing else is remembered.

import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { InputError } from "@w2s/base";
import type { Reporter, Store } from "@w2s/lab";
import { type Executor, namedPasses, type Pass } from "@w2s/lab/engine";
import { lineOf, RunError } from "../errors.js";
import { Board } from "../passes/board.js";
import { handOut } from "../passes/hand-out.js";
import { Silence, silentMs } from "../passes/silence.js";
import { isThere } from "../passes/there.js";
import { pause } from "../pause.js";
import { Seal } from "../seal.js";
import { StatusKeeper } from "../status/status.js";
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
}

const call = promisify(execFile);

/** Submits passes as job arrays and waits for them. */
export function slurmExecutor(options: SlurmOptions): Executor {
  return { run: (waves) => new Submission(namedPasses(waves), options).run() };
}

class Submission {
  private readonly board: Board;
  private readonly status: StatusKeeper;
  private readonly silence: Silence;
  private readonly seal: Seal;

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
      if ((await states(left)).length > 0) {
        reporter.warn(`jobs ${left.join(", ")} of an earlier command are still there: waiting`);
      } else {
        await this.submit();
      }
      this.tasks = await listedTasks(this.options.folder);
      while (!this.board.isOver) {
        // An earlier command that was killed may still submit: its jobs count as they come.
        const jobs = await this.jobs();
        const now = await states(jobs);
        await this.look();
        await this.seal.renew();
        this.tellOfSilence(now, jobs);
        reporter.progress(this.board.doneSteps);
        if (now.length === 0) return;
        await pause(everyMs, signal);
        signal.throwIfAborted();
      }
    } finally {
      await call("scancel", await this.jobs()).catch(() => undefined);
    }
  }

  private async submit(): Promise<void> {
    const { folder } = this.options;
    for (const name of ["failed", "refused", "logs"]) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    const order = { ...this.options.order, seal: this.seal.name };
    await writeScripts(leveled(this.open()), { ...this.options, order });
    await call("sh", [join(folder, "submit.sh")]).catch((error: unknown) => {
      throw submitFault(error);
    });
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

/** What is known of a job that waits or runs. */
interface JobState {
  /** Slurm's word: PENDING, RUNNING, COMPLETING. */
  readonly state: string;
  /** Why it waits: Resources, Priority, Dependency. */
  readonly reason: string;
}

const unknown = "unknown";

/** Jobs that wait or run. Slurm forgets those that ended; a controller that is away knows none. */
async function states(jobs: readonly string[]): Promise<JobState[]> {
  if (jobs.length === 0) return [];
  const { stdout } = await call("squeue", [
    "--noheader",
    "--format=%T %r",
    `--jobs=${jobs.join(",")}`,
  ]).catch((error: unknown) => ({
    stdout: /Invalid job id/.test(String(error)) ? "" : unknown,
  }));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [state = "", ...reason] = line.split(" ");
    return { state, reason: reason.join(" ") };
  });
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

function submitFault(error: unknown): Error {
  const { stderr = "" } = error as { readonly stderr?: string };
  if (/sbatch: not found/.test(stderr)) {
    return new InputError(
      "--slurm: sbatch is not on this machine; --slurm-scripts DIR writes what to submit elsewhere",
    );
  }
  return new RunError(`--slurm: sbatch refused: ${lineOf(new Error(stderr.trim()))}`);
}
