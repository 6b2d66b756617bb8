// A cluster of a test's own whose passes take no work: a server, workers in this process with
// runners of `fake-runner.mjs`, and what those were handed.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Order } from "../../packages/cluster/src/order.js";
import { openQueueServer } from "../../packages/cluster/src/queue/connection.js";
import { type QueueOptions, queueExecutor } from "../../packages/cluster/src/queue/executor.js";
import { type WorkOptions, work } from "../../packages/cluster/src/queue/work.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { inputNames, makeStep, type Step } from "../../packages/lab/src/engine/step.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { pause } from "./processes.js";
import type { TestServer } from "./servers.js";

// Vitest's own options are not for the processes that are forked.
process.execArgv = [];
export const module = fileURLToPath(new URL("fake-runner.mjs", import.meta.url));
/** What workers and runs have, unless they say otherwise. */
export const versions = { w2s: "1" };
const kind = fakeKind("fit");
/** A step that others may need. Its number is what tests call it. */
export const step = (n: number, ...from: Step[]) => makeStep(kind, { n }, { from }, `fit ${n}`);
/** Steps from a number on, each a pass. */
export const steps = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => step(from + i));

/** The order of a run of these steps. */
export function orderOf(study: string, all: readonly Step[], store: string, cwd: string): Order {
  const flags = Object.fromEntries(all.map((step) => [step.name, identityOf(step)]));
  return {
    ...{ format: 1, study, which: study, cwd, plan: study, device: "cpu" },
    ...{ threads: 1, tries: 3, store, versions, flags },
  };
}

/** What the store names a step by, in JSON. */
const identityOf = ({ kind: { name, version }, params, inputs }: Step) =>
  JSON.stringify({ kind: name, version, params, inputs: inputNames(inputs) });

const running: { readonly drain: AbortController; readonly over: Promise<void> }[] = [];
const servers: TestServer[] = [];

/** Lets every cluster end: for `afterEach`. */
export async function endClusters(): Promise<void> {
  for (const { drain } of running) drain.abort();
  await Promise.all(running.splice(0).map(({ over }) => over));
  for (const server of servers.splice(0)) await server.stop();
}

/** Workers that run in this process. */
export const workersThere = running;

/** How a worker works. */
export interface WorkerHow {
  readonly has?: Order["versions"];
  readonly planningMs?: number;
  readonly leaseMs?: number;
  readonly slots?: number;
  readonly roomFor?: WorkOptions["roomFor"];
  readonly odd?: Odd;
}

/**
 * Numbers of steps whose pass fails, takes its process with it, blocks it in a native call, or
 * waits until there is a file beside the log, `LOG.go`.
 */
export interface Odd {
  readonly fails?: readonly number[];
  readonly dies?: readonly number[];
  readonly blocks?: readonly number[];
  readonly waits?: readonly number[];
}

/** A cluster: a server, a store, and what its runners were handed. */
export class Cluster {
  readonly log: string;
  readonly lines: string[] = [];

  private constructor(
    private readonly server: TestServer,
    readonly folder: string,
    name: string,
  ) {
    this.log = join(folder, `log-${name}`);
  }

  static async begin(start: () => Promise<TestServer>, folder: string, name = "one") {
    const server = await start();
    servers.push(server);
    return new Cluster(server, folder, name);
  }

  async worker(
    passMs: number,
    {
      has = versions,
      planningMs = 0,
      leaseMs = 12_000,
      slots = 1,
      odd = {},
      roomFor,
    }: WorkerHow = {},
  ): Promise<void> {
    const drain = new AbortController();
    const over = work({
      server: await openQueueServer(this.server.address),
      slots,
      ...(roomFor && { roomFor }),
      device: "cpu",
      versions: has,
      leaseMs,
      command: { module, args: this.runnerArgs(passMs, planningMs, odd) },
      openStore: (order) => openStore(order.store),
      note: (line) => this.lines.push(line),
      drain: drain.signal,
      stop: new AbortController().signal,
    });
    running.push({ drain, over });
  }

  /** Arguments of `fake-runner.mjs`. */
  runnerArgs(passMs: number, planningMs = 0, odd: Odd = {}): string[] {
    return [this.log, String(passMs), String(planningMs), JSON.stringify(odd)];
  }

  get address(): string {
    return this.server.address;
  }

  async run(
    study: string,
    all: readonly Step[],
    how: Pick<QueueOptions, "priority" | "silentMs" | "folder"> = {},
  ): Promise<void> {
    const store = await openStore(join(this.folder, "store"));
    await store.assertWritable();
    const order = orderOf(study, all, store.place, this.folder);
    const reporter = {
      plan: () => undefined,
      begin: () => undefined,
      progress: () => undefined,
      end: () => undefined,
      warn: (line: string) => this.lines.push(line),
    };
    const server = await openQueueServer(this.server.address);
    const signal = new AbortController().signal;
    await queueExecutor({ store, reporter, signal, order, server, ...how }).run(wavesOf(all));
  }

  /** Studies of the passes that were handed out, in their order. */
  get handed(): string[] {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n") : [];
  }

  async says(line: RegExp): Promise<void> {
    while (!this.lines.some((one) => line.test(one))) await pause(50);
  }
}
