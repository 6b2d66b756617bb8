// Rows of a study in which every pretraining of one size teaches every pretraining of a larger one,
// put together: what the pairs come to, for other pretrainings.

import {
  type CrossedPairs,
  type Estimate,
  meanOverPretrainings,
  type Outcome,
  type OverPretrainings,
  type RatioOverPretrainings,
  ratioOverPretrainings,
} from "@w2s/lab";
import { drawnValue, estimateOverTasks, groupBy, mean, pooled } from "@w2s/report";

/** A model's name without the seed of its pretraining: "multiberts", of "multiberts-seed_3". */
export function sizeIn(name: string): string {
  return name.replace(/[-_]seed[-_]?\d+/, "");
}

/** All pairs of two sizes on one task, or on all of them, by one method. */
export interface Crossed {
  /** "sorted"; "mean of 9 tasks". */
  readonly task: string;
  readonly method: string;
  /** Names without seeds. */
  readonly weak: string;
  readonly strong: string;
  /** What a table shows of the first pretraining of each size; over tasks, by their spread. */
  readonly one: { readonly gain: Estimate; readonly pgr: Estimate | null };
  /** Gains of every pair. */
  readonly gains: readonly { readonly pair: string; readonly value: number }[];
  readonly gain: OverPretrainings;
  /** Of the ceilings over the supervisors. */
  readonly gap: OverPretrainings;
  /** What was gained over what could be; null where the mean gap is not above 0. */
  readonly pgr: RatioOverPretrainings | null;
  /** The student minus that of labels without information; null where that arm was not run. */
  readonly overUninformed: OverPretrainings | null;
}

/** A pair of models by what it did on each task, in the order of tasks. */
type Grid = readonly (readonly (readonly Outcome[])[])[];

/**
 * Groups of rows that are all pairs of two pretrainings or more of both sizes: of each task, and
 * where there are several, of all tasks together, each pair by its mean over them.
 */
export function crossedIn(outcomes: readonly Outcome[]): Crossed[] {
  const sizes = groupBy(outcomes, (row) =>
    JSON.stringify([row.method, row.labels, ...sizesOf(row)]),
  );
  return sizes.flatMap((rows) => {
    const grid = gridOf(rows);
    if (grid === null) return [];
    const tasks = grid[0]![0]!.map(({ task }) => task);
    const single = tasks.map((task, t) =>
      crossed(
        task,
        grid.map((row) => row.map((cell) => [cell[t]!])),
      ),
    );
    return tasks.length > 1 ? [crossed(`mean of ${tasks.length} tasks`, grid), ...single] : single;
  });
}

/** Null where a pair lacks a task, and for one pretraining alone. */
function gridOf(rows: readonly Outcome[]): Grid | null {
  const grid = groupBy(rows, ({ supervisor }) => supervisor).map((row) =>
    groupBy(row, ({ student }) => student),
  );
  const namesIn = (cell: readonly Outcome[]) => cell.map(({ task }) => task).join("\n");
  const columns = grid[0]?.length ?? 0;
  const first = grid[0]?.[0];
  const isWhole = grid.every(
    (row) =>
      row.length === columns && row.every((cell) => namesIn(cell) === namesIn(first ?? cell)),
  );
  return grid.length >= 2 && columns >= 2 && isWhole ? grid : null;
}

function crossed(task: string, grid: Grid): Crossed {
  const first = grid[0]![0]!;
  const [weak, strong] = sizesOf(first[0]!);
  const [gains, gaps] = [pairsOf(grid, "gain"), pairsOf(grid, "gap")];
  return {
    task,
    method: first[0]!.method,
    weak,
    strong,
    one: {
      gain:
        first.length === 1
          ? first[0]!.gain
          : estimateOverTasks(first.map(({ gain }) => gain.value)),
      pgr: first.length === 1 && first[0]!.pgr.defined ? first[0]!.pgr : null,
    },
    gains: gains.flatMap((row, i) =>
      row.map(({ value }, j) => ({ pair: pairName(grid[i]![j]![0]!), value })),
    ),
    gain: meanOverPretrainings(gains),
    gap: meanOverPretrainings(gaps),
    pgr: ratioOverPretrainings(gains, gaps),
    overUninformed: overUninformed(grid),
  };
}

/** Every pair's mean over tasks, and that of its draws. */
function pairsOf(grid: Grid, of: "gain" | "gap"): CrossedPairs {
  return grid.map((row) =>
    row.map((cell) =>
      pooled(
        cell.map((outcome) => drawnValue(outcome, of)),
        mean,
      ),
    ),
  );
}

function overUninformed(grid: Grid): OverPretrainings | null {
  const differences = grid.map((row) =>
    row.map((cell) =>
      cell.map(({ arms: { uninformed } }) => (uninformed.run ? uninformed.difference.value : null)),
    ),
  );
  if (differences.flat(2).includes(null)) return null;
  return meanOverPretrainings(
    differences.map((row) =>
      row.map((cell) => ({ value: mean(cell.map((one) => one!)), draws: null })),
    ),
  );
}

const pairName = ({ supervisor, student }: Outcome) => `${student} by ${supervisor}`;

function sizesOf({ supervisorModel, studentModel }: Outcome): [weak: string, strong: string] {
  return [sizeIn(supervisorModel.name), sizeIn(studentModel.name)];
}
