// Runs a plan in this process: wave after wave, every pass kept before the next begins.

import { InternalError } from "@w2s/base";
import { deviceRuntime, type Runtime } from "@w2s/grad";
import type { CellScores } from "../measures/index.js";
import { type ScoredRow, withComparisons } from "../outcome/comparisons.js";
import { type Outcome, unmeasured } from "../outcome.js";
import type { Reporter } from "../reporter.js";
import type { StepResult, Store } from "../store/index.js";
import { recordRate } from "./estimate.js";
import { neededSteps, passesOf, piecesOf, type Wave, wavesOf } from "./needed.js";
import type { Plan } from "./plan.js";
import { MissingStep, type RunContext, type Step } from "./step.js";

export interface RunOptions {
  readonly store: Store;
  readonly reporter: Reporter;
  /**
   * What programs run on: one of the plan's device; default: that device, looked for when there is
   * something to run.
   */
  readonly runtime?: Runtime;
  /** When aborted, the run stops at the next safe point and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Does what is left of a plan and gives the table's rows. What is done stays done: interrupted
 * anywhere, the same call goes on.
 * @throws the signal's reason when aborted; StoreError when the store cannot be written
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]> {
  for (const warning of plan.warnings) options.reporter.warn(warning);
  return runSteps(plan.targets, plan, options, () => outcomes(plan, options.store));
}

/**
 * Does what `targets` still need, then `use`s their results, which are there but for damage that
 * only reading shows.
 */
export async function runSteps<T>(
  targets: readonly Step[],
  plan: Pick<Plan, "threads" | "device">,
  options: RunOptions,
  use: () => Promise<T>,
): Promise<T> {
  const { store, reporter } = options;
  const missing = new Set<string>();
  while (true) {
    try {
      const needed = await neededSteps(targets, store);
      if (needed.length > 0) {
        await store.assertWritable();
        const runtime = await runtimeFor(plan, options);
        for (const wave of wavesOf(needed))
          await runWave(wave, plan.threads, { ...options, runtime });
      }
      return await use();
    } catch (error) {
      // A damaged step shows itself when it is read: it is set aside and made again, once.
      if (!(error instanceof MissingStep) || missing.has(error.step.name)) throw error;
      missing.add(error.step.name);
      reporter.warn(`${error.message}; computing it again`);
    }
  }
}

type Surroundings = RunOptions & { readonly runtime: Runtime };

async function runtimeFor(
  { device }: Pick<Plan, "device">,
  { runtime }: RunOptions,
): Promise<Runtime> {
  const found = runtime ?? (await deviceRuntime(device));
  if (found.device === device) return found;
  throw new InternalError(`a plan for ${device} cannot run on ${found.device}`);
}

async function runWave(wave: Wave, threads: number, options: Surroundings): Promise<void> {
  const { kind } = wave;
  const started = performance.now();
  for (const piece of piecesOf(wave)) await runPiece(piece, threads, options);
  const cost = passesOf(wave).reduce((sum, pass) => sum + kind.cost(pass), 0);
  await recordRate(options.store, kind, cost, performance.now() - started);
}

/** Passes that a listener sees as one piece of work. */
async function runPiece(
  passes: readonly (readonly Step[])[],
  threads: number,
  { store, reporter, signal, runtime }: Surroundings,
): Promise<void> {
  const { kind } = passes[0]![0]!;
  const work = { kind: kind.name, ...kind.describe(passes.flat()) };
  const started = performance.now();
  const inputs = new InputCache(store);
  reporter.begin(work);
  let before = 0;
  for (const pass of passes) {
    signal.throwIfAborted();
    const context: RunContext = {
      store,
      reporter,
      signal,
      runtime,
      threads,
      result: (step) => inputs.read(step),
      keep: async (results, durationMs) => {
        const share = durationMs / results.size;
        await store.writeAll(
          [...results].map(([step, result]) => ({
            step: identityOf(step),
            result,
            durationMs: share,
          })),
        );
      },
      progress: (done) => reporter.progress(before + done),
    };
    await kind.run(pass, context);
    before += kind.reportTogether ? pass.length : 0;
    if (kind.reportTogether) reporter.progress(before);
  }
  reporter.end(work, performance.now() - started);
}

function identityOf({ kind, params, inputs }: Step) {
  const names = Object.entries(inputs).map(([role, step]) => [role, step.name]);
  return { kind: kind.name, version: kind.version, params, inputs: Object.fromEntries(names) };
}

/** Results read lately: passes next to each other often share their inputs. */
class InputCache {
  private readonly kept = new Map<string, StepResult>();
  private bytes = 0;

  constructor(private readonly store: Store) {}

  async read(step: Step): Promise<StepResult> {
    const known = this.kept.get(step.name);
    if (known) return known;
    const result = await this.store.read(step.name);
    if (!result) throw new MissingStep(step);
    this.keep(step.name, result);
    return result;
  }

  private keep(name: string, result: StepResult): void {
    const size = Object.values(result.arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
    if (this.bytes + size > 512 * 2 ** 20) {
      this.kept.clear();
      this.bytes = 0;
    }
    this.kept.set(name, result);
    this.bytes += size;
  }
}

async function outcomes({ cells, seeds }: Plan, store: Store): Promise<Outcome[]> {
  const rows: ScoredRow[] = [];
  for (const { score, task, supervisor, student, labels, method, about } of cells) {
    const result = await store.read(score.name);
    if (!result) throw new MissingStep(score);
    const measured = result.facts as unknown as CellScores;
    const cell = { task, supervisor, student, labels, method, seeds: [...seeds] };
    const outcome: Outcome = { ...unmeasured, ...cell, ...about, ...measured };
    rows.push({ outcome, draws: Float64Array.from(result.arrays.draws!.data, Number) });
  }
  return withComparisons(rows);
}
