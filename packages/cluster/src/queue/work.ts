// A worker: takes passes from a queue and has them run in processes of their own, so that leases
// are renewed while native code keeps those busy. It serves every run that it can plan.

import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import { InputError } from "@w2s/base";
import type { Store } from "@w2s/lab";
import { Claims, ownerName, type Taken } from "@w2s/lab/engine";
import { lineOf, PassFailed, RunnerLost } from "../errors.js";
import { machineLine } from "../machine.js";
import { type Order, orderSchema, versionFault } from "../order.js";
import { onAbort } from "../passes/hand-out.js";
import { areThere } from "../passes/there.js";
import { pause, unlessLeft, within } from "../pause.js";
import { cardsThere, cardVariables } from "../runner/cards.js";
import { type Runner, type RunnerCommand, StepGone, startRunner } from "../runner/runner.js";
import { isSealed, storeFault } from "../seal.js";
import { isLost } from "./lost.js";
import { gonePrefix, ordersQueue, passesQueue } from "./names.js";
import { Refusals } from "./refusals.js";
import type { JobQueue, JobWorker, PassJob, QueuedJob, QueueServer } from "./server.js";

/** How long a worker waits at most before it looks again at a run that it refused. */
const mostAgainMs = 300_000;

/** What to do about another store than the run's. */
const storeAdvice = "name the place where this machine sees it with w2s work --store";

/** How a worker works. */
export interface WorkOptions {
  readonly server: QueueServer;
  /** Passes at a time, each in a process of its own. */
  readonly slots: number;
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly command: RunnerCommand;
  /** How many of the slots this machine has room for in a run, and why fewer; default: all. */
  readonly roomFor?: (order: Order, slots: number) => { readonly fit: number; line?: string };
  /** The store that an order names, or this machine's way to it. @throws InputError, StoreError */
  openStore(order: Order): Promise<Store>;
  /** Hears lines for people. */
  note(line: string): void;
  /** Stops taking passes when aborted: what runs is finished. */
  readonly drain: AbortSignal;
  /** Gives back what runs when aborted, too. */
  readonly stop: AbortSignal;
  /** Without a renewal for this long a pass is another's. Default 12 s. */
  readonly leaseMs?: number;
  /** When a run that could not be planned is tried again. Default 20 s. */
  readonly againMs?: number;
}

/** A run that this worker serves. */
interface Served {
  readonly name: string;
  readonly order: Order;
  readonly store: Store;
  readonly queue: JobWorker;
  readonly claims: Claims;
  /** Slots that may be at it together. */
  readonly slots: number;
}

/** Why a run is not served here. */
interface Refusal {
  /** The run as it was offered. */
  readonly text: string;
  readonly line: string;
  /** For good, as with another version; a store that cannot be reached may come back. */
  readonly until: number;
  /** How long it is until the next look, where there is one. */
  readonly waitMs: number;
}

/** Works until it is told to drain. */
export async function work(options: WorkOptions): Promise<void> {
  // Every slot and call listens to them.
  setMaxListeners(0, options.drain, options.stop);
  const bench = new Bench(options);
  await bench.run();
}

/** How often runs are looked for, and passes while there are none. */
const [ordersMs, idleMs] = [2000, 100];
/** How long a worker that drains waits for what may never be answered. */
const leftMs = 3000;

class Bench {
  private readonly worker = `${hostname()}-${process.pid}`;
  private readonly served = new Map<string, Served>();
  private readonly refused = new Map<string, Refusal>();
  private readonly orders: JobQueue<Order>;
  private readonly refusals: Refusals;
  /** Names of the runs that there are, the one that comes first first. */
  private turns: readonly string[] = [];
  private readonly machine = machineLine();
  private readonly cards = cardsThere(process.env);
  private readonly leaseMs: number;
  private tokens = 0;

  constructor(private readonly options: WorkOptions) {
    this.orders = options.server.queue(ordersQueue);
    this.refusals = new Refusals(options.server);
    this.leaseMs = options.leaseMs ?? 12_000;
  }

  async run(): Promise<void> {
    const { slots, drain, note, server } = this.options;
    for (const line of server.advice) note(line);
    let isGone = false;
    // Nobody waits for a server that is gone in order to leave it: its calls fail from now on.
    const leave = () => {
      if (drain.aborted && isGone) void server.close();
    };
    server.onLost(
      (line) => {
        isGone = true;
        note(line);
        leave();
      },
      () => {
        isGone = false;
        note(`queue ${server.shown}: back`);
      },
    );
    const beating = setInterval(() => {
      for (const { claims } of this.served.values()) void claims.beat().catch(() => undefined);
    }, this.leaseMs / 5);
    const forget = onAbort(drain, leave);
    try {
      const all = Array.from({ length: slots }, (_, slot) => this.slot(slot));
      await Promise.all([this.lookForOrders(), ...all]);
    } finally {
      forget();
      clearInterval(beating);
      for (const runner of this.spare.values()) runner.close();
      const served = [...this.served.values()];
      await within(leftMs, Promise.allSettled(served.map(({ claims }) => claims.close())));
      const queues = [this.orders, this.refusals, ...served.map(({ queue }) => queue)];
      await within(1000, Promise.allSettled(queues.map((queue) => queue.close())));
      await server.close();
      if (drain.aborted) note("drained: nothing is left running here");
    }
  }

  /** What comes of a call; undefined where it fails, or a drained worker waited for it in vain. */
  private async answer<T>(what: string, call: Promise<T>): Promise<T | undefined> {
    const { drain, note } = this.options;
    try {
      const found = await unlessLeft(call, drain, leftMs);
      this.faults.delete(what);
      return found;
    } catch (error) {
      const line = lineOf(error);
      const isNew = this.faults.get(what) !== line;
      this.faults.set(what, line);
      // That the server is gone was said.
      if (isNew && !drain.aborted && !isLost(error)) note(line);
      return undefined;
    }
  }

  /** What was said of calls that fail. */
  private readonly faults = new Map<string, string>();

  private async lookForOrders(): Promise<void> {
    const { drain } = this.options;
    while (!drain.aborted) {
      const found = await this.answer("runs", this.offered());
      const jobs = found && inTurn(found);
      if (jobs !== undefined) this.turns = jobs.map((job) => job.id!);
      for (const job of jobs ?? []) {
        if (!drain.aborted) await unlessLeft(this.look(job.id!, job.data), drain, leftMs);
      }
      if (jobs !== undefined) await this.forget(new Set(this.turns));
      await pause(ordersMs, drain);
    }
  }

  private offered(): Promise<QueuedJob<Order>[]> {
    return this.orders.getJobs(["prioritized", "waiting"]);
  }

  /** Sees whether a run can be served here, before any of its passes is taken. */
  private async look(name: string, data: unknown): Promise<void> {
    const text = JSON.stringify(data);
    const refusal = this.refused.get(name);
    const isStill = refusal?.text === text && performance.now() < refusal.until;
    if (this.served.has(name) || isStill) return;
    const { note, server, drain, againMs = 20_000 } = this.options;
    // A version or a device stays what it is; files, data and models may come.
    let isFinal = true;
    try {
      const parsed = orderSchema.safeParse(data);
      if (!parsed.success) throw new InputError("is no run of this version of w2s");
      const order = parsed.data;
      const fault = versionFault(order, this.options.versions) ?? this.deviceFault(order);
      if (fault !== undefined) throw new InputError(fault);
      isFinal = false;
      const store = await this.options.openStore(order);
      if (!(await isSealed(order, store))) {
        // A run that ended meanwhile took its record away.
        const still = (await this.offered()).find((job) => job?.id === name);
        if (JSON.stringify(still?.data) !== text) return;
        throw storeFault(order, store, storeAdvice);
      }
      const { fit, line } = this.roomFor(order);
      const heard = { progress: () => undefined, warn: note };
      this.spare.set(name, await startRunner(this.commandOf(0), order, heard, drain));
      const claims = new Claims(store.records(), ownerName(), {
        leaseMs: this.leaseMs,
        tries: Number.POSITIVE_INFINITY,
      });
      await claims.beat();
      const queue = server.worker(passesQueue(name), this.leaseMs, order.tries);
      await queue.startStalledCheckTimer();
      this.served.set(name, { name, order, store, queue, claims, slots: fit });
      note(`serving ${name}`);
      if (line !== undefined) note(line);
    } catch (error) {
      this.spare.get(name)?.close();
      this.spare.delete(name);
      if (drain.aborted) return;
      const line = `worker ${this.worker} does not serve ${name}: ${lineOf(error)}`;
      // To plan a study again costs time: less and less often.
      const before = text === refusal?.text ? refusal.waitMs : 0;
      const waitMs = error instanceof InputError ? 2 * before || againMs : againMs;
      const forMs = isFinal ? Number.POSITIVE_INFINITY : Math.min(waitMs, mostAgainMs);
      this.refused.set(name, { text, line, until: performance.now() + forMs, waitMs });
      if (line === refusal?.line && text === refusal.text) return; // Said already.
      note(line);
      await this.refusals.say(name, this.worker, line).catch(() => undefined);
    }
  }

  /** Asked before a process of the run is there. */
  private roomFor(order: Order): { readonly fit: number; readonly line?: string } {
    const { slots, roomFor } = this.options;
    return roomFor?.(order, slots) ?? { fit: slots };
  }

  /** Runners that planned a run and wait for a slot to take them. */
  private readonly spare = new Map<string, Runner>();

  private deviceFault({ device }: Order): string | undefined {
    if (device === this.options.device) return undefined;
    return `works on ${this.options.device}, the run is for ${device}; see --device`;
  }

  /** Runs that are over. One that comes again is looked at anew. */
  private async forget(there: ReadonlySet<string>): Promise<void> {
    for (const name of this.refused.keys()) {
      if (there.has(name)) continue;
      this.refused.delete(name);
      await this.refusals.forget(name, this.worker).catch(() => undefined);
    }
    for (const [name, { queue, claims }] of this.served) {
      if (there.has(name) || this.busy.has(name)) continue;
      this.served.delete(name);
      this.spare.get(name)?.close();
      this.spare.delete(name);
      await within(1000, queue.close());
      await claims.close().catch(() => undefined);
      this.options.note(`${name} is over`);
    }
  }

  /**
   * Runs that slots ask for a pass or have one of, and how many do: a queue is not closed under
   * them. What is asked of one that closes may never be answered.
   */
  private readonly busy = new Map<string, number>();

  private hold(name: string): void {
    this.busy.set(name, (this.busy.get(name) ?? 0) + 1);
  }

  private release(name: string): void {
    const left = this.busy.get(name)! - 1;
    if (left === 0) this.busy.delete(name);
    else this.busy.set(name, left);
  }

  /** One slot: pass after pass, of the run that comes first. */
  private async slot(slot: number): Promise<void> {
    const { drain, stop } = this.options;
    let own: { readonly name: string; readonly runner: Runner } | undefined;
    while (!drain.aborted) {
      const token = `${this.worker}:${slot}:${this.tokens++}`;
      const found = await this.next(token);
      if (found === undefined) {
        await pause(idleMs, drain);
        continue;
      }
      const { served, job } = found;
      const held = new Held(job, token, this.leaseMs, drain);
      try {
        if (own?.name !== served.name || !own.runner.isAlive) {
          own?.runner.close();
          own = { name: served.name, runner: await this.runnerOf(served, slot) };
        }
        await this.pass(served, held, own.runner);
      } catch (error) {
        // It could not even be begun: it is another's to try.
        if (stop.aborted) await held.giveBack();
        else {
          this.options.note(`worker ${this.worker}: ${lineOf(error)}`);
          await held.fail(lineOf(error));
        }
      } finally {
        held.letGo();
        this.release(served.name);
      }
    }
    own?.runner.close();
  }

  private async runnerOf({ name, order }: Served, slot: number): Promise<Runner> {
    // The one that planned the run sees the first slot's card.
    if (slot % Math.max(1, this.cards.length) === 0) {
      const spare = this.spare.get(name);
      this.spare.delete(name);
      if (spare?.isAlive) return spare;
    }
    const heard = { progress: () => undefined, warn: this.options.note };
    return startRunner(this.commandOf(slot), order, heard, this.options.stop);
  }

  private commandOf(slot: number): RunnerCommand {
    return { ...this.options.command, env: cardVariables(this.cards, slot, process.env) };
  }

  /** A pass of the run that comes first, which is held. */
  private async next(token: string) {
    for (const name of this.turns) {
      const served = this.served.get(name);
      if (served === undefined || (this.busy.get(name) ?? 0) >= served.slots) continue;
      this.hold(name);
      const job = await this.answer(name, served.queue.getNextJob(token, { block: false }));
      if (job !== undefined) return { served, job };
      this.release(name);
    }
    return undefined;
  }

  private async pass({ store, claims }: Served, held: Held, runner: Runner): Promise<void> {
    const { stop } = this.options;
    const { job } = held;
    const { steps, keeps, label } = job.data;
    const name = job.id!;
    const taken: Taken = await claims.take(name);
    if (taken.is !== "ours") {
      if (await areThere(keeps, store)) await held.finish();
      else await held.later();
      return;
    }
    const say = (text: string, share: number) =>
      held.say({ worker: this.worker, machine: this.machine, label: text, share });
    const onStop = () => runner.stop();
    try {
      if (!(await areThere(keeps, store))) {
        say(label, 0);
        stop.addEventListener("abort", onStop);
        await runner.run(name, steps, say);
      }
      await claims.done(taken.claim);
      await held.finish();
    } catch (error) {
      if (error instanceof RunnerLost) await store.sweep();
      await claims.giveBack(taken.claim);
      if (stop.aborted) await held.giveBack();
      else if (error instanceof PassFailed || error instanceof RunnerLost) {
        await held.fail(lineOf(error));
      } else if (error instanceof StepGone) {
        await held.fail(`${gonePrefix}${error.step}`);
      } else throw error;
    } finally {
      stop.removeEventListener("abort", onStop);
    }
  }
}

/** A pass that a slot holds: its lock is renewed, and what it is at said again, until letGo. */
class Held {
  private said: object | undefined;
  private readonly renewing: NodeJS.Timeout;

  constructor(
    readonly job: QueuedJob<PassJob>,
    readonly token: string,
    leaseMs: number,
    private readonly drain: AbortSignal,
  ) {
    this.renewing = setInterval(() => {
      void job.extendLock(token, leaseMs).catch(() => undefined);
      // A native call may say nothing for minutes: whoever waits hears that somebody works.
      if (this.said !== undefined) this.say(this.said);
    }, leaseMs / 4);
  }

  say(progress: object): void {
    this.said = progress;
    void this.job.updateProgress(progress).catch(() => undefined);
  }

  /** A lease that lapsed meanwhile is no fault: the result is in the store. */
  finish(): Promise<void> {
    return this.tell(this.job.moveToCompleted("", this.token, false));
  }

  fail(line: string): Promise<void> {
    return this.tell(this.job.moveToFailed(new Error(line), this.token, false));
  }

  /** Another has it: it is asked for again. */
  later(): Promise<void> {
    return this.tell(this.job.moveToDelayed(Date.now() + 1000, this.token));
  }

  giveBack(): Promise<void> {
    return this.tell(this.job.moveToWait(this.token));
  }

  /** What a server never hears ends with the lease. */
  private async tell(word: Promise<unknown>): Promise<void> {
    await unlessLeft(word, this.drain, leftMs).catch(() => undefined);
  }

  letGo(): void {
    clearInterval(this.renewing);
  }
}

/** The least number first. */
function inTurn<D>(jobs: readonly QueuedJob<D>[]): QueuedJob<D>[] {
  const rank = ({ opts }: QueuedJob<D>) => opts.priority ?? 0;
  return jobs.filter((job) => job?.id !== undefined).sort((a, b) => rank(a) - rank(b));
}
