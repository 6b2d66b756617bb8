// One training among those that run side by side: its batches, and the students that come of it,
// each with the evaluation that it keeps.

import type { Arrays, NdArray } from "@w2s/grad";
import { type Selection, TrainingCourse } from "../../course/course.js";
import { checkJudges, measured } from "../../course/measure.js";
import { epochBatches } from "../../course/order.js";
import { WatchedProbabilities } from "../../course/watched.js";
import type { FinetuneRecipe } from "../recipe.js";
import { Examples, type FinetuneData } from "../training/examples.js";
import type { FinetuneStudent, TrainedWeights } from "../training/fit.js";

export interface SideBySideStudent {
  readonly student: FinetuneStudent;
  readonly data: FinetuneData;
  /** Decides the order of the data, and nothing else. */
  readonly seed: number;
  /** By what its evaluation is chosen; default: the recipe's. */
  readonly selection?: Selection;
  /**
   * Students that name one training alike differ in what they select by, and are trained once;
   * default: nobody else is trained so.
   */
  readonly training?: string;
}

/** What one student keeps of a training: the best of its evaluations. */
class Keeper {
  readonly course: TrainingCourse;
  readonly watched: WatchedProbabilities | undefined;
  private readonly selection: Selection;
  private best: TrainedWeights | undefined;

  /** @throws InputError where it selects by an oracle and the student has none. */
  constructor(
    readonly given: SideBySideStudent,
    recipe: FinetuneRecipe,
  ) {
    const { student, data, selection = recipe.selection } = given;
    checkJudges(student, selection);
    this.selection = selection;
    this.course = new TrainingCourse({ ...recipe, selection }, data.train.length);
    this.watched = data.watch && new WatchedProbabilities(data.watch.length, data.options);
  }

  evaluate(
    step: number,
    said: NdArray<"float32">,
    seen: NdArray<"float32"> | undefined,
    weights: Arrays,
  ): void {
    const result = measured(said, this.given.student, this.selection);
    if (this.course.noteEvaluation(step, result)) this.best = weights as TrainedWeights;
    if (seen) this.watched!.note(seen.data);
    this.given.student.onEvaluation?.(this.course, seen?.data);
  }

  /** The kept weights. */
  get kept(): TrainedWeights {
    return this.best!;
  }
}

export class Member {
  /** What all of its students are trained on. */
  readonly given: SideBySideStudent;
  readonly examples: Examples;
  readonly keepers: readonly Keeper[];
  private epoch: { readonly number: number; readonly batches: readonly Int32Array[] } | undefined;

  /**
   * @param students one or more that come of one training
   * @throws InputError where one selects by an oracle and has none.
   */
  constructor(
    students: readonly SideBySideStudent[],
    private readonly recipe: FinetuneRecipe,
  ) {
    this.given = students[0]!;
    this.keepers = students.map((student) => new Keeper(student, recipe));
    this.examples = new Examples(this.given.data, this.given.student.train);
  }

  /** Where the training is: all of its students are at the same step. */
  get course(): TrainingCourse {
    return this.keepers[0]!.course;
  }

  /** Whether more evaluations would change nothing: the patience of all is over. */
  get stopped(): boolean {
    return this.keepers.every(({ course }) => course.isStopped);
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

  noteLoss(loss: number, examples: number): void {
    for (const { course } of this.keepers) course.noteLoss(loss, examples);
  }

  /**
   * Notes what is said of the validation rows, and of those to watch, after `step` steps; whoever
   * has none better keeps `weights`.
   */
  evaluate(
    step: number,
    said: NdArray<"float32">,
    seen: NdArray<"float32"> | undefined,
    weights: Arrays,
  ): void {
    for (const keeper of this.keepers) keeper.evaluate(step, said, seen, weights);
  }
}
