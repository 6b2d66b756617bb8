// Does what is left of some steps, whoever runs them, and goes on where a result is gone.

import type { Machine, RunOptions } from "./executor.js";
import { inThisProcess } from "./here.js";
import { neededSteps, wavesOf } from "./needed.js";
import { ResultCache } from "./result-cache.js";
import { MissingStep, type Step } from "./step.js";

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
        const executor = options.executor ?? (await inThisProcess(machine, options, results));
        await executor.run(wavesOf(needed));
      }
      return await use(results);
    } catch (error) {
      if (!(error instanceof MissingStep) || missing.has(error.step.name)) throw error;
      missing.add(error.step.name);
      reporter.warn(`${error.message}; computing it again`);
    }
  }
}
