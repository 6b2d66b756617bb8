// A runner as its keeper sees it: a forked process that runs one pass at a time, and may die.

import { type ChildProcess, fork } from "node:child_process";
import { InputError } from "@w2s/base";
import { PassFailed, RunError, RunnerLost } from "../errors.js";
import type { Order } from "../order.js";
import { onAbort } from "../passes/hand-out.js";
import type { Asked, Said } from "./messages.js";

/** How a runner's process is started: a module, and its arguments. */
export interface RunnerCommand {
  readonly module: string;
  readonly args: readonly string[];
  /** Variables of the process, beside its keeper's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Hears what a runner is at. */
export interface RunnerHeard {
  progress(label: string, share: number): void;
  warn(line: string): void;
}

/** A result that goes into a pass is gone: the step's name. */
export class StepGone extends Error {
  override readonly name = "StepGone";
  constructor(readonly step: string) {
    super(`step ${step.slice(0, 12)} is gone from the store`);
  }
}

/** A process that planned the study and runs its passes. */
export class Runner {
  private answer: ((said: Said | undefined) => void) | undefined;
  private progress: RunnerHeard["progress"];

  private constructor(
    private readonly child: ChildProcess,
    private readonly heard: RunnerHeard,
  ) {
    this.progress = heard.progress;
    child.on("message", (said: Said) => {
      if (said.is === "progress") this.progress(said.label, said.share);
      else if (said.is === "warning") this.heard.warn(said.line);
      else this.answered(said);
    });
    child.on("exit", () => this.answered(undefined));
    child.on("error", () => this.answered(undefined));
  }

  /**
   * Starts one, which plans the study; it is killed where the signal comes first.
   * @throws InputError when it says that it cannot on this machine, RunError that it could not now
   * @throws RunnerLost when it dies first
   */
  static async start(
    command: RunnerCommand,
    order: Order,
    heard: RunnerHeard,
    signal: AbortSignal,
  ): Promise<Runner> {
    // What a queue is reached with is the keeper's: no runner needs it.
    const { W2S_QUEUE: _, ...env } = process.env;
    const child = fork(command.module, command.args, {
      env: { ...env, ...command.env },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const runner = new Runner(child, heard);
    const forget = onAbort(signal, () => runner.kill());
    const said = await runner.ask({ is: "open", order }).finally(forget);
    if (said.is === "refused") {
      runner.kill();
      throw said.isFinal ? new InputError(said.line) : new RunError(said.line);
    }
    return runner;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /**
   * Runs a pass. `progress` hears of this one; default: whoever started the runner.
   * @throws PassFailed with its line, StepGone, or RunnerLost when the process is gone
   */
  async run(pass: string, steps: readonly string[], progress = this.heard.progress): Promise<void> {
    this.progress = progress;
    const said = await this.ask({ is: "run", pass, steps });
    if (said.is === "failed") throw new PassFailed(said.line);
    if (said.is === "gone") throw new StepGone(said.step);
  }

  /** Asks it to stop at the next safe point; the pass that it runs then fails. */
  stop(): void {
    if (this.child.connected) this.child.send({ is: "stop" } satisfies Asked, () => undefined);
  }

  /** Ends it at once. */
  kill(): void {
    this.child.kill("SIGKILL");
  }

  /** Lets it go: it ends when it has nothing left to do. */
  close(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private async ask(asked: Asked): Promise<Said> {
    const said = new Promise<Said | undefined>((resolve) => {
      this.answer = resolve;
      if (!this.isAlive) this.answered(undefined);
    });
    if (this.isAlive) this.child.send(asked, (error) => error && this.answered(undefined));
    const found = await said;
    if (found !== undefined) return found;
    const { signalCode, exitCode } = this.child;
    const how = signalCode ?? (exitCode === null ? "gone" : `exit code ${exitCode}`);
    throw new RunnerLost(`the process that ran it ended (${how})`);
  }

  private answered(said: Said | undefined): void {
    const { answer } = this;
    this.answer = undefined;
    answer?.(said);
  }
}

/**
 * Starts a runner; one that is killed before it is ready is started again, a few times, unless the
 * signal did it.
 */
export async function startRunner(
  command: RunnerCommand,
  order: Order,
  heard: RunnerHeard,
  signal: AbortSignal = new AbortController().signal,
): Promise<Runner> {
  for (let start = 1; ; start++) {
    try {
      return await Runner.start(command, order, heard, signal);
    } catch (error) {
      if (!(error instanceof RunnerLost) || start === mostStarts || signal.aborted) throw error;
    }
  }
}

const mostStarts = 10;
