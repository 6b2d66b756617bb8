// Finetuning several students of one small model side by side: their steps run inside a loop of the
// runtime, and groups of them on threads of their own. A student ends where `finetuneStudent` takes
// it alone, up to float rounding.

import { nodeRuntime, type Runtime } from "@w2s/grad";
import { methodHash } from "../../../methods/losses.js";
import { activationBytes } from "../program/memory.js";
import { textsPerExample } from "../program/program.js";
import type { FinetuneRecipe } from "../recipe.js";
import type { FinetuneFit } from "../training/fit.js";
import { type StudentSize, studentsAGroup } from "./eligible.js";
import { SpecCache, TrainingLane } from "./lane.js";
import type { SideBySideStudent } from "./member.js";

export interface SideBySideRun {
  /** Whose threads groups run on; default: Node's CPU. */
  readonly runtime?: Runtime;
  /** Groups that run at the same time, each on a thread of its own; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /**
   * Called after some steps with the share of all training done, and the mean loss of the students
   * that took them.
   */
  readonly onProgress?: (share: number, loss?: number) => void;
  /**
   * Called with the fits of some students once they are done, those next to each other in the list.
   */
  readonly onFits?: (fits: ReadonlyMap<SideBySideStudent, FinetuneFit>) => Promise<void>;
}

/**
 * Finetunes students of one model, kind of task and recipe that have as many training examples
 * each; fits come in their order. The recipe must be one that `whyNotSideBySide` has nothing
 * against. Students run in rounds, sorted by method; those of one training are trained once.
 * @throws NotFiniteError when a loss is not finite, naming the student, the step and its examples;
 * the signal's reason when aborted.
 */
export async function finetuneSideBySide(
  students: readonly SideBySideStudent[],
  recipe: FinetuneRecipe,
  { runtime = nodeRuntime, threads = 2, signal, onProgress, onFits }: SideBySideRun = {},
): Promise<FinetuneFit[]> {
  const specs = new SpecCache(recipe);
  const lanes = Array.from(
    { length: Math.min(threads, students.length) },
    () => new TrainingLane(recipe, specs, runtime.apart()),
  );
  const done = new Map<SideBySideStudent, FinetuneFit>();
  try {
    for (const round of roundsOf(trainingsOf(students), threads, recipe.batchSize)) {
      const count = round.flat().length;
      const fits = await fitRound(lanes, round, signal, (share, loss) =>
        onProgress?.((done.size + share * count) / students.length, loss),
      );
      for (const [student, fit] of fits) done.set(student, fit);
      await onFits?.(fits);
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return students.map((student) => done.get(student)!);
}

/** Students that come of one training, next to each other. */
type Training = readonly SideBySideStudent[];

function trainingsOf(students: readonly SideBySideStudent[]): Training[] {
  const trainings = new Map<string | SideBySideStudent, SideBySideStudent[]>();
  for (const student of students) {
    const key = student.training ?? student;
    trainings.set(key, [...(trainings.get(key) ?? []), student]);
  }
  return [...trainings.values()];
}

/**
 * Rounds of nearly equal sizes, so that most of them run the same program. What is left after some
 * rounds makes the same rounds as it did before: a run that goes on trains the same students
 * together.
 */
function roundsOf(
  trainings: readonly Training[],
  threads: number,
  batchSize: number,
): Training[][] {
  const most =
    threads * Math.min(...trainings.map(([one]) => studentsAGroup(sizeOf(one!, batchSize))));
  const methods = new Map(
    trainings.map((training) => {
      const { student, data } = training[0]!;
      return [training, methodHash(student.method, data.options)] as const;
    }),
  );
  const left = trainings.toSorted((a, b) => compare(methods.get(a)!, methods.get(b)!));
  const rounds: Training[][] = [];
  while (left.length > 0) {
    const count = Math.ceil(left.length / most);
    rounds.push(left.splice(0, Math.ceil(left.length / count)));
  }
  return rounds;
}

function sizeOf({ data }: SideBySideStudent, batchSize: number): StudentSize {
  const { model, ids } = data;
  const shapes = Object.values(model.architecture.parameters(model.layers));
  const parameters = shapes.reduce(
    (sum, shape) => sum + shape.reduce<number>((n, dim) => n * Number(dim), 1),
    0,
  );
  const seq = ids.reduce((most, { length }) => Math.max(most, length), 0);
  const tokens = batchSize * textsPerExample(data) * seq;
  const activations = tokens * activationBytes(model.config, model.layers, seq);
  return { width: model.width, parameters, activations };
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** One group a lane, of nearly equal sizes. */
async function fitRound(
  lanes: readonly TrainingLane[],
  trainings: readonly Training[],
  signal: AbortSignal | undefined,
  onProgress: (share: number, loss?: number) => void,
): Promise<Map<SideBySideStudent, FinetuneFit>> {
  signal?.throwIfAborted();
  const count = Math.min(lanes.length, trainings.length);
  const shares = new Array<number>(count).fill(0);
  const fits = await Promise.all(
    shares.map((_, i) => {
      const group = trainings.slice(
        Math.round((i * trainings.length) / count),
        Math.round(((i + 1) * trainings.length) / count),
      );
      return lanes[i]!.fit(group, signal, (share, loss) => {
        shares[i] = share * group.length;
        onProgress(shares.reduce((sum, one) => sum + one) / trainings.length, loss);
      });
    }),
  );
  const students = trainings.flat();
  return new Map(fits.flat().map((fit, i) => [students[i]!, fit]));
}
