// Who runs a plan's steps: this process, or others that plan the same study from its order.

import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { InputError, packageFile } from "@w2s/base";
import { type Order, orderOf, type Planned, type RunnerCommand } from "@w2s/cluster";
import type { Plan, RunRecord, Store } from "@w2s/lab";
import { type Executor, namedPasses, neededSteps, wavesOf } from "@w2s/lab/engine";
import type { Io } from "../io.js";
import type { RunReporter } from "../progress/run-reporter.js";
import { versions } from "../results/machine.js";
import { cannotWrite } from "../results/write-error.js";
import { type GivenFlags, openStudy } from "../study-file/open-study.js";
import { processBytes, processesThatFit } from "./memory.js";
import { changedStudy, modelFolders, type StudyFlags, seedsOf } from "./plan-flags.js";

/** What of the command line a plan follows from: what travels with an order. */
export interface OrderFlags extends StudyFlags, GivenFlags {
  readonly only: readonly string[];
  readonly keepWeights: boolean;
}

/** Who runs the steps, as the command line says it. */
export interface ExecutorFlags {
  /** Processes of this machine. */
  readonly workers?: number;
  /** How often a pass is tried that fails, or whose process is lost. Default 3. */
  readonly tries?: number;
  /** Address of a queue's server, which workers elsewhere take passes from. */
  readonly queue?: string;
  /** Among the runs of a queue. */
  readonly priority?: number;
  /** Whether Slurm runs them. */
  readonly slurm?: boolean;
  /** Where scripts are written for a scheduler, and nothing is run. */
  readonly slurmScripts?: string;
  readonly slurmOption?: readonly string[];
  /** Tasks of an array at most. */
  readonly slurmTasks?: number;
}

/**
 * Refused before the plan: two that would run the steps, an option of one that was not named, and a
 * queue's address of no form.
 */
export async function assertExecutor(flags: ExecutorFlags, io: Io): Promise<void> {
  const queue = queueOf(flags, io);
  assertOptionsFit(flags, queue !== undefined, io);
  if (queue === undefined) return;
  const { assertQueueAddress } = await import("@w2s/cluster");
  assertQueueAddress(queue);
}

/** @throws InputError for an option of an executor that nobody named: it would say nothing */
function assertOptionsFit(flags: ExecutorFlags, isQueue: boolean, io: Io): void {
  const { priority, slurm, slurmScripts, slurmOption = [], slurmTasks, tries } = flags;
  const isSlurm = slurm === true || slurmScripts !== undefined;
  const bySlurm = "--slurm or --slurm-scripts DIR";
  const idle = [
    { option: "--priority", isIdle: priority !== undefined && !isQueue, of: "--queue ADDRESS" },
    { option: "--slurm-option", isIdle: slurmOption.length > 0 && !isSlurm, of: bySlurm },
    { option: "--slurm-tasks", isIdle: slurmTasks !== undefined && !isSlurm, of: bySlurm },
    {
      option: "--tries",
      isIdle: tries !== undefined && isHere(flags, io),
      of: "--workers N, --queue ADDRESS, --slurm or --slurm-scripts DIR",
    },
  ].find(({ isIdle }) => isIdle);
  if (idle === undefined) return;
  throw new InputError(
    `${idle.option}: says nothing without ${idle.of}; add it, or leave this out`,
  );
}

/** --queue, else W2S_QUEUE where the command line names nobody else. */
function queueOf(flags: ExecutorFlags, { env }: Io): string | undefined {
  const named = ["workers", "queue", "slurm", "slurm-scripts"].filter((name) => {
    const { workers, queue, slurm, slurmScripts } = flags;
    return { workers, queue, slurm, "slurm-scripts": slurmScripts }[name];
  });
  if (named.length > 1) {
    throw new InputError(
      `--${named[0]} and --${named[1]}: each says who runs the steps; name one of them`,
    );
  }
  return flags.queue ?? (named.length === 0 ? env.W2S_QUEUE || undefined : undefined);
}

/** Whether the steps run in this process. */
export function isHere(flags: ExecutorFlags, io: Io): boolean {
  const { workers, slurm, slurmScripts } = flags;
  const named = workers ?? queueOf(flags, io) ?? slurmScripts;
  return named === undefined && !slurm;
}

/**
 * What a scheduler is given of a plan, in a folder; nothing is run. The store gets a record, by
 * which a task knows it from another one at the same place.
 */
export async function scriptsFor(
  folder: string,
  flags: ExecutorFlags,
  order: Order,
  { targets }: Plan,
  store: Store,
): Promise<string[]> {
  const shows = "the same w2s run, without --slurm-scripts, shows";
  const passes = namedPasses(wavesOf(await neededSteps(targets, store)));
  if (passes.length === 0) {
    return [`nothing to submit, and nothing written: every step is in the store; ${shows}`];
  }
  const { earlierOrder, Seal, writeScripts } = await import("@w2s/cluster");
  const earlier = await earlierOrder(folder);
  const seal = new Seal(store);
  await seal.leave();
  const options = scriptOptions(folder, flags, { ...order, seal: seal.name });
  const tasks = await writeScripts(passes, options).catch(async (error: unknown) => {
    await seal.remove().catch(() => undefined);
    throw scriptsFault(folder, error);
  });
  const isOther = earlier !== undefined && earlier.plan !== order.plan;
  const replaced =
    `they replace those of another plan of ${earlier?.study}: what waits of its tasks would do ` +
    "these";
  return [
    `written to ${folder}: ${passes.length} passes in ${tasks.length} levels of ` +
      `${tasks.join(", ")} tasks`,
    ...(isOther ? [replaced] : []),
    `sh submit.sh submits them to Slurm; then ${shows}`,
  ];
}

/** By the option that named the folder. */
function scriptsFault(folder: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.message.startsWith(`${folder}: `)) {
    return new InputError(`--slurm-scripts: ${error.message}`, { cause: error });
  }
  return "code" in error ? cannotWrite(folder, error, "--slurm-scripts DIR") : error;
}

function scriptOptions(folder: string, flags: ExecutorFlags, order: Order) {
  const { slurmOption = [], slurmTasks } = flags;
  const task = packageFile("w2s", "dist/task.js", import.meta.url);
  const most = slurmTasks === undefined ? {} : { mostTasks: slurmTasks };
  return { folder, order, task, options: slurmOption, ...most };
}

/** The process that runs passes, with a store and models of this machine where they are named. */
export function runnerCommand(store = "", models: readonly string[] = []): RunnerCommand {
  const module = packageFile("w2s", "dist/runner.js", import.meta.url);
  return { module, args: [store, ...models] };
}

/**
 * Threads of each process where nobody says: the cores shared out, at most as many as one process
 * alone takes.
 */
export function sharedThreads({ workers, threads }: ExecutorFlags & { readonly threads?: number }) {
  if (threads !== undefined || workers === undefined) return threads;
  return Math.max(1, Math.min(2, Math.floor(availableParallelism() / workers)));
}

/** What a worker must know to plan the same. */
export function orderFor(
  which: string,
  flags: OrderFlags & ExecutorFlags,
  plan: Plan,
  store: Store,
  io: Io,
): Order {
  const { set, vary = [], only, task = [], model = [], limit, seed, seeds, keepWeights } = flags;
  const file = resolve(io.cwd, which);
  return orderOf(plan, {
    which: existsSync(file) ? file : which,
    cwd: io.cwd,
    store: store.place,
    tries: flags.tries ?? 3,
    versions: versions(),
    flags: {
      set: [...set],
      vary: [...vary],
      only: [...only],
      task: [...task],
      model: [...model],
      models: modelFolders(flags, io),
      keepWeights,
      ...(limit === undefined ? {} : { limit }),
      ...seedFlags(seedsOf({ ...(seed === undefined ? {} : { seed }), ...(seeds && { seeds }) })),
    },
  });
}

const seedFlags = ({ seeds }: { readonly seeds?: readonly number[] }) =>
  seeds === undefined ? {} : { seeds: [...seeds] };

/** Where the run's order and surroundings are known: who runs it; undefined: this process. */
export async function executorFor(
  flags: ExecutorFlags,
  { order, plan, folder }: { readonly order: Order; readonly plan: Plan; readonly folder: string },
  surroundings: {
    readonly store: Store;
    readonly reporter: RunReporter;
    readonly signal: AbortSignal;
  },
  io: Io,
): Promise<Executor | undefined> {
  const { workers, priority } = flags;
  const queue = queueOf(flags, io);
  const given = { ...surroundings, order, folder };
  if (queue !== undefined) {
    const { openQueueServer, queueExecutor } = await import("@w2s/cluster");
    const server = await openQueueServer(queue);
    return queueExecutor({ ...given, server, ...(priority === undefined ? {} : { priority }) });
  }
  if (flags.slurm) {
    const { slurmExecutor } = await import("@w2s/cluster");
    const scripts = scriptOptions(join(folder, "slurm"), flags, order);
    return slurmExecutor({ ...surroundings, ...scripts, runFolder: folder });
  }
  if (workers === undefined) return undefined;
  const { workersExecutor } = await import("@w2s/cluster");
  const each = processBytes(plan.mostParameters);
  const { fit, line } = processesThatFit(`--workers ${workers}`, workers, each);
  if (line !== undefined) surroundings.reporter.note(line);
  return workersExecutor({ ...given, command: runnerCommand(), workers: fit });
}

/** Who ran the passes of a run that was handed out, by its status; undefined: nobody says. */
export async function computedBy(folder: string): Promise<RunRecord["executor"]> {
  const { readStatus } = await import("@w2s/cluster");
  const status = await readStatus(folder).catch(() => undefined);
  if (status === undefined) return undefined;
  const passes = new Map<string, number>();
  for (const { name, machine = name, passesDone } of status.workers)
    passes.set(machine, (passes.get(machine) ?? 0) + passesDone);
  const machines = [...passes].flatMap(([machine, done]) =>
    done > 0 ? [{ machine, passes: done }] : [],
  );
  return { name: status.executor, machines: machines.sort((a, b) => b.passes - a.passes) };
}

/** Plans what an order says, with this machine's models and another store where they are named. */
export async function plannedFrom(
  order: Order,
  io: Io,
  given: { readonly store: Store; readonly models: readonly string[] },
): Promise<Planned> {
  const lab = await io.lab();
  const flags = flagsOf(order, given.models);
  const there = { ...io, cwd: order.cwd };
  const file = await openStudy(order.which, flags, there);
  const [study, options] = await changedStudy(file, given.store, flags, there);
  const plan = await lab.planStudy(study, { ...options, keepWeights: flags.keepWeights });
  return { plan, store: given.store };
}

/** The flags that an order holds, as `w2s run` had them. */
function flagsOf({ flags, device, threads }: Order, models: readonly string[]): OrderFlags {
  const texts = (name: string) => {
    const found = flags[name];
    return Array.isArray(found) ? found.map(String) : [];
  };
  const { limit, seeds } = flags;
  return {
    set: texts("set"),
    vary: texts("vary"),
    only: texts("only"),
    task: texts("task"),
    model: texts("model"),
    models: [...models, ...texts("models")],
    device,
    threads,
    keepWeights: flags.keepWeights === true,
    ...(typeof limit === "number" ? { limit } : {}),
    ...(Array.isArray(seeds) ? { seeds: seeds.map(Number) } : {}),
  };
}
