// Runs passes in this process: all of a plan's, or those that an executor hands to a worker.

import { InternalError } from "@w2s/base";
import { deviceRuntime, type Runtime } from "@w2s/grad";
import { rateKey, recordRates } from "./estimate.js";
import type { Executor, Machine, RunOptions } from "./executor.js";
import { inLanes } from "./lanes.js";
import { Ledger } from "./ledger.js";
import { piecesOf } from "./needed.js";
import { keptNames } from "./pass.js";
import { ResultCache } from "./result-cache.js";
import { inputNames, type RunContext, type Step } from "./step.js";
import { Turns } from "./turns.js";

/** Wave after wave, every pass kept before the next begins; what others are at is left to them. */
export async function inThisProcess(
  machine: Machine,
  options: RunOptions,
  results: ResultCache,
): Promise<Executor> {
  const surroundings = await surroundingsOf(machine, options, results);
  return {
    async run(waves) {
      const turns = new Turns(options);
      await turns.begin();
      try {
        for (const wave of waves) {
          const seen: Seen = new Map();
          const run = (piece: readonly (readonly Step[])[]) => runPiece(piece, surroundings, seen);
          await turns.take(piecesOf(wave), run).finally(async () => {
            if (seen.size > 0) await recordRates(options.store, seen);
          });
        }
      } finally {
        await turns.end();
      }
    },
  };
}

/** Runs one pass after another, whatever the order they come in. */
export interface PassRunner {
  /**
   * Does what of a pass is not there. A kind whose last bits depend on what shares its pass runs
   * whole, or not at all.
   * @throws MissingStep when a result that goes in is not in the store
   */
  run(steps: readonly Step[]): Promise<void>;
}

/** @throws InputError when the machine's device is not to be had here */
export async function passRunner(machine: Machine, options: RunOptions): Promise<PassRunner> {
  const { store } = options;
  const surroundings = await surroundingsOf(machine, options, new ResultCache(store));
  return {
    async run(steps) {
      const missing: Step[] = [];
      for (const step of steps) {
        const there = await Promise.all(keptNames([step]).map((name) => store.has(name)));
        if (!there.every(Boolean)) missing.push(step);
      }
      if (missing.length === 0) return;
      const seen: Seen = new Map();
      await runPiece([steps[0]!.kind.runsWhole ? steps : missing], surroundings, seen);
      await recordRates(store, seen);
    },
  };
}

type Seen = Map<string, [number, number, number]>;

type Surroundings = RunOptions & {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly results: ResultCache;
  readonly ledger: Ledger;
};

async function surroundingsOf(
  { device, threads }: Machine,
  options: RunOptions,
  results: ResultCache,
): Promise<Surroundings> {
  const runtime = options.runtime ?? (await deviceRuntime(device));
  if (runtime.device !== device) {
    throw new InternalError(`a plan for ${device} cannot run on ${runtime.device}`);
  }
  const { ledger = new Ledger() } = options;
  return { ...options, runtime, threads, results, ledger };
}

/** Passes that a listener sees as one piece of work. */
async function runPiece(
  passes: readonly (readonly Step[])[],
  surroundings: Surroundings,
  seen: Seen,
): Promise<void> {
  const { reporter, runtime, threads } = surroundings;
  const { kind } = passes[0]![0]!;
  const steps = passes.flat();
  const work = { kind: kind.name, ...kind.describe(steps), steps: steps.length };
  const started = performance.now();
  reporter.begin(work);
  const isShared = runtime.device === "cpu" && passes.every((pass) => kind.usesOneCore?.(pass));
  const lanes = isShared ? Math.min(threads, passes.length) : 1;
  const done = new Map<readonly Step[], number>();
  const tell = (pass: readonly Step[], share: number, loss?: number) => {
    done.set(pass, share);
    reporter.progress(
      [...done.values()].reduce((sum, one) => sum + one),
      loss,
    );
  };
  await inLanes(passes, lanes, surroundings, async (pass, { signal, apart }) => {
    const begun = performance.now();
    const progress: RunContext["progress"] = (share, loss) => tell(pass, share, loss);
    const own = contextOf({ ...surroundings, signal }, progress);
    await kind.run(pass, lanes > 1 ? { ...own, threads: 1, apart } : own);
    const key = rateKey(pass);
    const [count, cost, ms] = seen.get(key) ?? [0, 0, 0];
    const took = (performance.now() - begun) / lanes;
    seen.set(key, [count + 1, cost + kind.cost(pass), ms + took]);
    if (kind.reportTogether) tell(pass, pass.length);
  });
  reporter.end(work, performance.now() - started);
}

function contextOf(
  { store, reporter, signal, runtime, threads, results, ledger }: Surroundings,
  progress: RunContext["progress"],
): RunContext {
  return {
    runtime,
    threads,
    signal,
    ledger,
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
