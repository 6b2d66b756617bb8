// Executors: who runs what a plan still needs. Here in this process, wave after wave, every pass
// kept before the next begins; another may hand passes to other machines.

import { InternalError } from "@w2s/base";
import { type Device, deviceRuntime, type Runtime } from "@w2s/grad";
import type { Reporter } from "../reporter.js";
import type { Store } from "../store/index.js";
import { rateKey, recordRates } from "./estimate.js";
import { neededSteps, piecesOf, type Wave, wavesOf } from "./needed.js";
import { ResultCache } from "./result-cache.js";
import { inputNames, MissingStep, type RunContext, type Step } from "./step.js";

/** Where steps run, and who hears of it. */
export interface RunOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  /** What programs run on: one of the plan's device; default: that device, when work is to do. */
  readonly runtime?: Runtime;
  /** When aborted, the run stops at the next safe point and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** What steps are computed with. */
export interface Machine {
  readonly threads: number;
  readonly device: Device;
}

/** Runs waves of steps: all of `wave`'s results are in the store when it resolves. */
export interface Executor {
  runWave(wave: Wave): Promise<void>;
}

/**
 * Does what `targets` still need, then `use`s their results, which are there but for damage that
 * only reading shows: a damaged step is set aside and made again, once. What is done stays done:
 * interrupted anywhere, the same call goes on.
 * @param allThere whether all of `targets` were there a moment ago, so that nothing is looked for
 * @throws the signal's reason when aborted; StoreError when the store cannot be written
 */
export async function runSteps<T>(
  targets: readonly Step[],
  machine: Machine,
  options: RunOptions,
  use: (results: ResultCache) => Promise<T>,
  allThere = false,
): Promise<T> {
  const { store, reporter } = options;
  const missing = new Set<string>();
  while (true) {
    try {
      const results = new ResultCache(store);
      const isPlanned = allThere && missing.size === 0;
      const needed = isPlanned ? [] : await neededSteps(targets, store.glance());
      if (needed.length > 0) {
        await store.assertWritable();
        const executor = await inThisProcess(machine, options, results);
        for (const wave of wavesOf(needed)) await executor.runWave(wave);
      }
      return await use(results);
    } catch (error) {
      if (!(error instanceof MissingStep) || missing.has(error.step.name)) throw error;
      missing.add(error.step.name);
      reporter.warn(`${error.message}; computing it again`);
    }
  }
}

async function inThisProcess(
  { device, threads }: Machine,
  options: RunOptions,
  results: ResultCache,
): Promise<Executor> {
  const runtime = options.runtime ?? (await deviceRuntime(device));
  if (runtime.device !== device) {
    throw new InternalError(`a plan for ${device} cannot run on ${runtime.device}`);
  }
  return {
    async runWave(wave) {
      const seen = new Map<string, [number, number, number]>();
      try {
        for (const piece of piecesOf(wave)) {
          await runPiece(piece, { ...options, runtime, threads, results }, seen);
        }
      } finally {
        if (seen.size > 0) await recordRates(options.store, seen);
      }
    },
  };
}

type Surroundings = RunOptions & {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly results: ResultCache;
};

/** Passes that a listener sees as one piece of work. */
async function runPiece(
  passes: readonly (readonly Step[])[],
  surroundings: Surroundings,
  seen: Map<string, [number, number, number]>,
): Promise<void> {
  const { reporter, signal } = surroundings;
  const { kind } = passes[0]![0]!;
  const work = { kind: kind.name, ...kind.describe(passes.flat()) };
  const started = performance.now();
  reporter.begin(work);
  let before = 0;
  for (const pass of passes) {
    signal.throwIfAborted();
    const begun = performance.now();
    await kind.run(
      pass,
      contextOf(surroundings, (done) => reporter.progress(before + done)),
    );
    const key = rateKey(pass);
    const [count, cost, ms] = seen.get(key) ?? [0, 0, 0];
    seen.set(key, [count + 1, cost + kind.cost(pass), ms + performance.now() - begun]);
    before += kind.reportTogether ? pass.length : 0;
    if (kind.reportTogether) reporter.progress(before);
  }
  reporter.end(work, performance.now() - started);
}

function contextOf(
  { store, reporter, signal, runtime, threads, results }: Surroundings,
  progress: (done: number) => void,
): RunContext {
  return {
    runtime,
    threads,
    signal,
    progress,
    evaluated: reporter.evaluated && ((evaluation) => reporter.evaluated?.(evaluation)),
    warn: (line) => reporter.warn(line),
    result: (step) => results.read(step),
    async recorded(step) {
      const stored = await store.read(step.name);
      return stored && step.kind.codec.decode(stored);
    },
    async keep(entries, durationMs) {
      const share = durationMs / entries.length;
      await store.writeAll(
        entries.map(({ step, result }) => ({ step: storedAs(step), result, durationMs: share })),
      );
    },
    scratchFolder: ({ name }) => store.scratchFolder(name),
    removeScratch: ({ name }) => store.removeScratch(name),
  };
}

function storedAs({ kind, params, inputs }: Step) {
  return { kind: kind.name, version: kind.version, params, inputs: inputNames(inputs) };
}
