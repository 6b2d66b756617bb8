// Finetuning several students of one small model side by side: their steps run inside a loop of the runtime, and groups of them on threads
// of their own. A student ends where `finetuneStudent` takes it alone, up to float rounding.

import type { FinetuneFit } from "../finetune/fit.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { studentsAGroup } from "./eligible.js";
import { Lane } from "./lane.js";
import type { SideBySideStudent } from "./member.js";

export interface SideBySideRun {
  /** Groups that run at the same time, each on a thread of its own; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called after some steps with the share of all training done. */
  readonly onProgress?: (share: number) => void;
  /** Called with the fits of some students once they are done, those next to each other in the list. */
  readonly onFits?: (fits: ReadonlyMap<SideBySideStudent, FinetuneFit>) => Promise<void>;
}

/**
 * Finetunes students of one model, task and recipe that have as many training examples each; fits come in their order. The recipe
 * must be one that `whyNotSideBySide` has nothing against. Students run in rounds, whose size depends on model and threads alone.
 * @throws NotFiniteError when a loss is not finite, naming the student, the step and its examples; the signal's reason when aborted.
 */
export async function finetuneSideBySide(
  students: readonly SideBySideStudent[],
  recipe: FinetuneRecipe,
  { threads = 2, signal, onProgress, onFits }: SideBySideRun = {},
): Promise<FinetuneFit[]> {
  const size = threads * studentsAGroup(students[0]!.data.model);
  const lanes = Array.from({ length: Math.min(threads, students.length) }, () => new Lane(recipe));
  const done = new Map<SideBySideStudent, FinetuneFit>();
  try {
    for (let start = 0; start < students.length; start += size) {
      const round = students.slice(start, start + size);
      const fits = await fitRound(lanes, round, signal, (share) =>
        onProgress?.((start + share * round.length) / students.length),
      );
      for (const [student, fit] of fits) done.set(student, fit);
      await onFits?.(fits);
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return students.map((student) => done.get(student)!);
}

/** One group a lane, of nearly equal sizes. */
async function fitRound(
  lanes: readonly Lane[],
  students: readonly SideBySideStudent[],
  signal: AbortSignal | undefined,
  onProgress: (share: number) => void,
): Promise<Map<SideBySideStudent, FinetuneFit>> {
  signal?.throwIfAborted();
  const count = Math.min(lanes.length, students.length);
  const shares = new Array<number>(count).fill(0);
  const fits = await Promise.all(
    shares.map((_, i) => {
      const group = students.slice(
        Math.round((i * students.length) / count),
        Math.round(((i + 1) * students.length) / count),
      );
      return lanes[i]!.fit(group, signal, (share) => {
        shares[i] = share * group.length;
        onProgress(shares.reduce((sum, one) => sum + one) / students.length);
      });
    }),
  );
  return new Map(fits.flat().map((fit, i) => [students[i]!, fit]));
}
