// One student among those that train side by side: its batches, its evaluations, and the best of
// them.

import type { Arrays, NdArray } from "@w2s/grad";
import { Course } from "../../course/course.js";
import { checkJudges, measured } from "../../course/measure.js";
import { epochBatches } from "../../course/order.js";
import { Watched } from "../../course/watched.js";
import type { FinetuneRecipe } from "../recipe.js";
import { Examples, type FinetuneData } from "../training/examples.js";
import type { FinetuneStudent, TrainedWeights } from "../training/fit.js";

export interface SideBySideStudent {
  readonly student: FinetuneStudent;
  readonly data: FinetuneData;
  /** Decides the order of the data, and nothing else. */
  readonly seed: number;
}

export class Member {
  readonly examples: Examples;
  readonly course: Course;
  readonly watched: Watched | undefined;
  private best: TrainedWeights | undefined;
  private epoch: { readonly number: number; readonly batches: readonly Int32Array[] } | undefined;

  /** @throws InputError where the recipe selects by an oracle and the student has none. */
  constructor(
    readonly given: SideBySideStudent,
    private readonly recipe: FinetuneRecipe,
  ) {
    const { student, data } = given;
    checkJudges(student, recipe.selection);
    this.examples = new Examples(data, student.train);
    this.course = new Course(recipe, data.train.length);
    this.watched = data.watch && new Watched(data.watch.length, data.options);
  }

  /** Whether more evaluations would change nothing: its patience is over. */
  get stopped(): boolean {
    return this.course.isStopped;
  }

  /** The rows of a step, from 0. */
  batch(step: number): Int32Array {
    const number = this.course.epochOf(step);
    if (this.epoch?.number !== number) {
      const { data, seed } = this.given;
      const order = { seed, epoch: number };
      this.epoch = { number, batches: epochBatches(data.train, this.recipe.batchSize, order) };
    }
    return this.epoch.batches[step % this.course.perEpoch]!;
  }

  /**
   * Notes what is said of the validation rows, and of those to watch, after `step` steps; `weights`
   * are kept where they are the best so far.
   */
  evaluate(
    step: number,
    said: NdArray<"float32">,
    seen: NdArray<"float32"> | undefined,
    weights: Arrays,
  ): void {
    const result = measured(said, this.given.student, this.recipe.selection);
    if (this.course.noteEvaluation(step, result)) this.best = weights as TrainedWeights;
    if (seen) this.watched!.note(seen.data);
    this.given.student.onEvaluation?.(this.course, seen?.data);
  }

  /** The kept weights. */
  get kept(): TrainedWeights {
    return this.best!;
  }
}
