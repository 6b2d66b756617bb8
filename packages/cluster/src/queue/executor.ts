// A queue hands passes to workers on other machines: this process adds what can run, and hears what
// became of it. That a pass is done is for the store to say, so that a server that lost its memory,
// a word that was missed and two who run the same study do no harm.

import type { Reporter, Store } from "@w2s/lab";
import { type Executor, keptNames, MissingStep, namedPasses, type Pass } from "@w2s/lab/engine";
import { type Order, orderName } from "../order.js";
import { Board } from "../passes/board.js";
import { handOut, onAbort } from "../passes/hand-out.js";
import { Silence, silentMs } from "../passes/silence.js";
import { isThere } from "../passes/there.js";
import { unlessLeft, within } from "../pause.js";
import { Seal } from "../seal.js";
import { StatusKeeper } from "../status/status.js";
import { gonePrefix, ordersQueue, passesQueue } from "./names.js";
import { Refusals } from "./refusals.js";
import type { JobEvents, JobQueue, PassJob, QueueServer } from "./server.js";

/** How passes are handed out by a queue. */
export interface QueueOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly order: Order;
  readonly server: QueueServer;
  /** Runs of a higher one are served first. 1 to 1000; default 500. */
  readonly priority?: number;
  /** Folder of the run, where its status is kept; default: it is not. */
  readonly folder?: string;
  /** When it is said that no worker takes anything. Default 20 s. */
  readonly silentMs?: number;
  /** How long a result is looked for that a worker said to be there. Default 60 s. */
  readonly lateMs?: number;
}

/** What a worker says of the pass that it is at. */
interface WorkerSays {
  readonly worker: string;
  readonly machine?: string;
  readonly label: string;
  readonly share: number;
}

/** How often what is out is looked for in the store. */
const lookMs = 2000;
/** Passes that are looked for at a time, and that wait in the queue at most. */
const [mostLooked, mostOut] = [200, 2000];
/** How long an answer of the queue is waited for after the signal. */
const leftMs = 2000;

/** Runs passes on workers that take them from a queue. */
export function queueExecutor(options: QueueOptions): Executor {
  return { run: (waves) => new Foreman(namedPasses(waves), options).run() };
}

class Foreman {
  private readonly board: Board;
  private readonly status: StatusKeeper;
  private readonly queue: JobQueue<PassJob>;
  private readonly orders: JobQueue<Order>;
  private readonly events: JobEvents;
  private readonly refusals: Refusals;
  private readonly seal: Seal;
  private readonly name: string;
  /** Who said to be at a pass, by the pass's name. */
  private readonly workerOf = new Map<string, string>();
  /** Passes that a worker said are done while the store did not show it, and since when. */
  private readonly late = new Map<Pass, number>();
  private readonly silence: Silence;
  private isGone = false;
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(
    passes: readonly Pass[],
    private readonly options: QueueOptions,
  ) {
    const { order, server, folder, store } = options;
    this.board = new Board(passes);
    this.name = orderName(order);
    const about = { study: order.study, executor: "queue", device: order.device };
    this.status = new StatusKeeper(folder, about, this.board);
    this.status.isAt = ({ name }) => this.workerOf.has(name);
    this.queue = server.queue(passesQueue(this.name));
    this.orders = server.queue(ordersQueue);
    this.events = server.events(passesQueue(this.name));
    this.refusals = new Refusals(server);
    this.seal = new Seal(store);
    this.silence = new Silence(options.silentMs ?? silentMs);
  }

  run(): Promise<void> {
    const { signal, reporter, server, order } = this.options;
    const { board, status } = this;
    const label = `passes by the queue ${server.shown}`;
    let forget = () => {};
    return handOut(
      { board, status, reporter, signal, tries: order.tries, label },
      async () => {
        for (const line of server.advice) reporter.warn(line);
        server.onLost(
          (line) => {
            this.isGone = true;
            reporter.warn(line);
          },
          () => {
            this.isGone = false;
            this.silence.end();
            reporter.warn(`queue ${server.shown}: back`);
          },
        );
        forget = onAbort(signal, (reason) => this.stop(reason));
        this.listen();
        // A server that is gone may never answer: nobody waits for it after the signal.
        await unlessLeft(this.handAll(), signal, leftMs);
        if (this.failure !== undefined) throw this.failure;
      },
      async () => {
        forget();
        await this.leave();
      },
    );
  }

  /** Adds what can run, and hears of it, until all is over or it cannot go on. */
  private async handAll(): Promise<void> {
    await this.seal.leave();
    await this.takeBackOlder();
    await this.offer();
    await this.queue.clean(0, 1_000_000, "failed"); // Of an earlier run: tried anew.
    let lookedAt = performance.now();
    while (!this.board.isOver && this.failure === undefined) {
      await this.add();
      await this.changed(lookMs);
      if (performance.now() - lookedAt >= lookMs) {
        await this.look();
        this.tellOfSilence();
        lookedAt = performance.now();
      }
      this.options.reporter.progress(this.board.doneSteps);
    }
  }

  private stop(reason: unknown): void {
    this.failure ??= reason;
    this.wake();
  }

  /** The order of an earlier command that was killed names its seal, which may be swept. */
  private async takeBackOlder(): Promise<void> {
    const offered = await this.orders.getJobs(["prioritized", "waiting"]);
    const older = offered.find((job) => job?.id === this.name);
    if (older !== undefined) await this.orders.remove(this.name);
  }

  /** Tells workers of the run. Once more is no fault. */
  private async offer(): Promise<void> {
    const { priority = 500 } = this.options;
    const order: Order = { ...this.options.order, seal: this.seal.name };
    await this.orders.add("order", order, {
      jobId: this.name,
      priority: Math.max(1, 1001 - priority),
    });
  }

  /** Adds what can run: what most stands behind comes first. */
  private async add(): Promise<void> {
    const { store, order } = this.options;
    const jobs = [];
    while (this.board.out.size < mostOut) {
      const pass = this.board.next();
      if (pass === undefined) break;
      if (await isThere(pass, store)) this.board.done(pass);
      else jobs.push(jobOf(pass, order.tries, this.board.height(pass)));
    }
    if (jobs.length > 0 && this.failure === undefined) await this.queue.addBulk(jobs);
  }

  private listen(): void {
    const heard = (name: string, reason?: string) =>
      void this.heard(name, reason).catch((error: unknown) => this.stop(error));
    this.events.on("completed", ({ jobId }) => heard(jobId));
    this.events.on("failed", ({ jobId, failedReason }) => heard(jobId, failedReason));
    this.events.on("progress", ({ jobId, data }) => {
      const pass = this.board.pass(jobId);
      if (pass === undefined || typeof data !== "object" || data === null) return;
      this.silence.end();
      const { worker, machine, label, share } = data as WorkerSays;
      if (this.workerOf.get(jobId) !== worker) this.status.began(worker, pass, machine);
      this.workerOf.set(jobId, worker);
      this.status.progress(worker, label, share);
    });
  }

  private async heard(name: string, reason: string | undefined): Promise<void> {
    const pass = this.board.pass(name);
    if (pass === undefined || !this.board.out.has(pass)) return;
    const worker = this.workerOf.get(name);
    if (worker !== undefined) this.status.ended(worker, reason === undefined);
    this.workerOf.delete(name);
    this.silence.end();
    const isDone = await isThere(pass, this.options.store);
    if (isDone) this.board.done(pass);
    else if (reason === undefined) this.awaited(pass);
    else if (reason.startsWith(gonePrefix)) this.gone(pass, reason.slice(gonePrefix.length));
    else this.board.failedFor(pass, reason);
    this.wake();
  }

  /** A shared disk may show late what is there: only after a time is it taken for missing. */
  private awaited(pass: Pass): void {
    const since = this.late.get(pass) ?? performance.now();
    this.late.set(pass, since);
    if (performance.now() - since < (this.options.lateMs ?? 60_000)) return;
    this.board.failedFor(pass, unseen, "untried");
  }

  private gone(pass: Pass, name: string): void {
    const inputs = pass.steps.flatMap((step) => Object.values(step.inputs).flat());
    const step = inputs.find((one) => one?.name === name);
    this.stop(new MissingStep(step ?? pass.steps[0]!));
  }

  /** What was missed: words, jobs that a server forgot, workers that may not take part. */
  private async look(): Promise<void> {
    const { store, reporter } = this.options;
    await this.offer();
    await this.seal.renew();
    for (const line of await this.refusals.of(this.name)) {
      if (this.status.refused(line)) reporter.warn(line);
    }
    for (const pass of this.late.keys()) {
      if (this.board.out.has(pass)) await this.heard(pass.name, undefined);
    }
    const looked = [...this.board.out].filter((pass) => !this.late.has(pass));
    for (const pass of looked.slice(0, mostLooked)) {
      // The state first: a job that was read before it failed does not say why.
      const state = await this.queue.getJobState(pass.name);
      if (state === "failed") {
        const job = await this.queue.getJob(pass.name);
        if (job !== undefined) await this.heard(pass.name, job.failedReason);
      } else if (state === "completed" || state === "unknown") {
        if (await isThere(pass, store)) {
          this.silence.end();
          this.board.done(pass);
        } else {
          await this.queue.remove(pass.name).catch(() => undefined);
          this.board.putBack(pass);
        }
      } else {
        // Looked at last the next time.
        this.board.out.delete(pass);
        this.board.out.add(pass);
      }
    }
  }

  private tellOfSilence(): void {
    const { reporter, server } = this.options;
    const time = this.silence.tooLong();
    if (time === undefined) return;
    reporter.warn(
      `no worker has taken a pass of this run for ${time}; is one running, and free? ` +
        `w2s work --queue ${server.shown}`,
    );
  }

  /** Takes back what nobody has begun. A server that is gone keeps it: it does no harm. */
  private async leave(): Promise<void> {
    if (this.isGone) await this.options.server.close();
    const left = async () => {
      await this.orders.remove(this.name);
      await this.queue.drain(true);
      await this.queue.clean(0, 1_000_000, "failed");
      await this.refusals.forget(this.name);
    };
    await within(5000, left());
    await within(1000, this.seal.remove());
    const queues = [this.events, this.queue, this.orders, this.refusals];
    await within(1000, Promise.allSettled(queues.map((one) => one.close())));
    await this.options.server.close();
  }

  private changed(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, atMostMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const unseen =
  "a worker said that it is done, and it is not in the store; does that worker see another store?";

/** The least number is served first, up to 2 ** 21; what most stands behind gets the least. */
function jobOf(pass: Pass, tries: number, height: number) {
  const steps = pass.steps.map(({ name }) => name);
  const { label } = pass.kind.describe(pass.steps);
  return {
    name: pass.kind.name,
    data: { steps, keeps: keptNames(pass.steps), label },
    opts: {
      jobId: pass.name,
      attempts: tries,
      priority: Math.max(1, 10_000 - height),
      removeOnComplete: true,
      removeOnFail: false,
    },
  };
}
