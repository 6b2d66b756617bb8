// Several processes on this machine: this one hands out passes and holds their claims in the store,
// so that others on the same store, here or elsewhere, do none of them twice.

import type { Reporter, Store } from "@w2s/lab";
import {
  Claims,
  type ClaimsOptions,
  type Executor,
  MissingStep,
  namedPasses,
  ownerName,
  type Pass,
  type WorkClaim,
} from "@w2s/lab/engine";
import { lineOf, PassFailed, RunError, RunnerLost } from "../errors.js";
import { machineLine } from "../machine.js";
import type { Order } from "../order.js";
import { Board, type Failed } from "../passes/board.js";
import { handOut, onAbort } from "../passes/hand-out.js";
import { isThere } from "../passes/there.js";
import { cardsThere, cardVariables } from "../runner/cards.js";
import { type Runner, type RunnerCommand, StepGone, startRunner } from "../runner/runner.js";
import { StatusKeeper } from "../status/status.js";

/** How passes are handed to processes of this machine. */
export interface WorkersOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly order: Order;
  readonly command: RunnerCommand;
  /** How many processes. */
  readonly workers: number;
  readonly claims?: Omit<ClaimsOptions, "tries">;
  /** Folder of the run, where its status is kept; default: it is not. */
  readonly folder?: string;
}

/** How soon work that somebody else has is asked for again. */
const againMs = 500;

/** Runs passes in processes of this machine. */
export function workersExecutor(options: WorkersOptions): Executor {
  return { run: (waves) => new Crew(namedPasses(waves), options).run() };
}

/** Runs passes that wait for none of each other. @returns those that failed for good */
export async function runPasses(
  passes: readonly Pass[],
  options: WorkersOptions,
): Promise<readonly Failed[]> {
  const crew = new Crew(passes, options);
  await crew.run().catch((error: unknown) => {
    if (!(error instanceof RunError)) throw error;
  });
  return crew.failed;
}

class Crew {
  private readonly board: Board;
  private readonly claims: Claims;
  private readonly status: StatusKeeper;
  private readonly runners: (Runner | undefined)[] = [];
  /** Spent before this run began: tried anew, once. */
  private readonly forgiven = new Set<string>();
  private readonly machine = machineLine();
  private readonly cards = cardsThere(process.env);
  private failure: unknown;
  private wake: () => void = () => undefined;
  private changed = this.nextChange();

  constructor(
    passes: readonly Pass[],
    private readonly options: WorkersOptions,
  ) {
    const { store, claims, folder, order } = options;
    this.board = new Board(passes);
    const { tries } = order;
    this.claims = new Claims(store.records(), ownerName(), { ...claims, tries });
    const about = { study: order.study, executor: "workers", device: order.device };
    this.status = new StatusKeeper(folder, about, this.board);
  }

  get failed(): readonly Failed[] {
    return this.board.failed;
  }

  run(): Promise<void> {
    const { signal, workers, reporter, order } = this.options;
    const { board, status } = this;
    const label = workers === 1 ? "passes in 1 process" : `passes in ${workers} processes`;
    let forget = () => {};
    let beating: NodeJS.Timeout | undefined;
    return handOut(
      { board, status, reporter, signal, tries: order.tries, label },
      async () => {
        await this.claims.beat();
        beating = setInterval(
          () => void this.claims.beat().catch(() => undefined),
          this.claims.beatMs,
        );
        forget = onAbort(signal, (reason) => this.stop(reason));
        await Promise.all(Array.from({ length: workers }, (_, slot) => this.work(slot)));
        if (this.failure !== undefined) throw this.failure;
      },
      async () => {
        forget();
        clearInterval(beating);
        for (const runner of this.runners) runner?.close();
        await this.claims.close().catch(() => undefined);
      },
    );
  }

  private stop(reason: unknown): void {
    this.failure ??= reason;
    for (const runner of this.runners) runner?.stop();
    this.change();
  }

  /** One slot: pass after pass, in a process of its own. */
  private async work(slot: number): Promise<void> {
    while (!this.board.isOver && this.failure === undefined) {
      const pass = this.board.next();
      if (pass === undefined) {
        await this.changed;
        continue;
      }
      try {
        await this.attempt(pass, slot);
      } catch (error) {
        this.stop(error);
      }
      this.options.reporter.progress(this.board.doneSteps);
      this.change();
    }
  }

  private async attempt(pass: Pass, slot: number): Promise<void> {
    const { store } = this.options;
    const taken = await this.claims.take(pass.name);
    if (taken.is === "held") {
      if (await isThere(pass, store)) this.board.done(pass);
      else this.later(pass);
    } else if (taken.is === "spent") {
      if (this.forgiven.has(pass.name)) this.board.failedFor(pass, taken.line);
      else {
        this.forgiven.add(pass.name);
        await this.claims.forgive(pass.name);
        this.board.putBack(pass);
      }
    } else {
      this.forgiven.add(pass.name);
      await this.own(pass, taken.claim, slot);
    }
  }

  private async own(pass: Pass, claim: WorkClaim, slot: number): Promise<void> {
    const { store } = this.options;
    if (!(await isThere(pass, store))) {
      const worker = String(slot + 1);
      let isDone = false;
      const runner = await this.runnerOf(slot).catch(async (error: unknown) => {
        // Not this pass's fault.
        await this.claims.giveBack(claim);
        throw error;
      });
      try {
        this.status.began(worker, pass, this.machine);
        await runner.run(
          pass.name,
          pass.steps.map(({ name }) => name),
        );
        isDone = true;
      } catch (error) {
        return await this.notDone(pass, claim, error, slot);
      } finally {
        this.status.ended(worker, isDone);
      }
    }
    await this.claims.done(claim);
    this.board.done(pass);
  }

  private async notDone(pass: Pass, claim: WorkClaim, error: unknown, slot: number): Promise<void> {
    if (error instanceof RunnerLost) {
      this.runners[slot] = undefined;
      // What it had begun to keep appears whole.
      await this.options.store.sweep();
    }
    if (this.failure !== undefined) return this.claims.giveBack(claim);
    if (error instanceof StepGone) {
      await this.claims.giveBack(claim);
      const step = pass.steps.flatMap(({ inputs }) => Object.values(inputs).flat());
      const gone = step.find((one) => one?.name === error.step);
      throw gone === undefined ? error : new MissingStep(gone);
    }
    if (!(error instanceof PassFailed || error instanceof RunnerLost)) {
      await this.claims.giveBack(claim);
      throw error;
    }
    const line = lineOf(error);
    if (await this.claims.failed(claim, line)) this.board.failedFor(pass, line);
    else this.board.putBack(pass);
  }

  private async runnerOf(slot: number): Promise<Runner> {
    const known = this.runners[slot];
    if (known?.isAlive) return known;
    const { command, order, reporter } = this.options;
    const worker = String(slot + 1);
    const env = cardVariables(this.cards, slot, process.env);
    const runner = await startRunner({ ...command, env }, order, {
      progress: (label, share) => this.status.progress(worker, label, share),
      warn: (line) => reporter.warn(line),
    });
    this.runners[slot] = runner;
    if (this.failure !== undefined) runner.stop();
    return runner;
  }

  private later(pass: Pass): void {
    setTimeout(() => {
      this.board.putBack(pass);
      this.change();
    }, againMs);
  }

  /** Something may be ready now: whoever waits looks again. */
  private change(): void {
    const { wake } = this;
    this.changed = this.nextChange();
    wake();
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
