// The hierarchical bootstrap: tasks are drawn, and within each one of its own draws, which are of
// seeds and test examples. What other tasks, seeds and examples would have given.

import { random } from "../../random.js";

/** How the resamples of `hierarchical` are drawn. */
export interface HierarchicalOptions {
  /** Number of resamples B; default 2,000. */
  readonly resamples?: number;
  /** Seed of the draws, an integer; default 0. */
  readonly seed?: number;
  /** Whether tasks are drawn, too; otherwise each is there once. Default true. */
  readonly drawTasks?: boolean;
}

/**
 * A statistic of tasks in every resample [B]. A resample draws as many tasks as there are, with
 * replacement, and for each of them, independently, one of its draws of seeds and examples. Two
 * calls for as many tasks and draws draw the same, so that their difference is paired.
 * @param tasks [T][C][K]: of each task, C columns of what was measured in K draws
 * @param of the statistic of C columns [T] of drawn tasks; the columns are valid during the call
 */
export function hierarchical(
  tasks: readonly (readonly Float64Array[])[],
  of: (columns: readonly Float64Array[]) => number,
  { resamples = 2000, seed = 0, drawTasks = true }: HierarchicalOptions = {},
): Float64Array {
  const [first] = tasks;
  const kept = Math.min(...tasks.flat().map(({ length }) => length));
  if (first === undefined || !(kept > 0)) return new Float64Array(resamples).fill(Number.NaN);
  const columns = first.map(() => new Float64Array(tasks.length));
  const stream = random(seed, "bootstrap/tasks");
  return Float64Array.from({ length: resamples }, () => {
    for (let place = 0; place < tasks.length; place += 1) {
      const drawn = stream.integer(tasks.length);
      const draw = stream.integer(kept);
      const task = tasks[drawTasks ? drawn : place]!;
      columns.forEach((column, c) => {
        column[place] = task[c]![draw]!;
      });
    }
    return of(columns);
  });
}
