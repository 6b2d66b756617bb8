// Early stopping for students that are trained together: each keeps the weights of its own best
// evaluation, judged by its validation labels. Ground truth plays no part, but for an oracle.

import { type NdArray, ndarray } from "@w2s/grad";
import { mostProbable } from "../../../labels/index.js";
import { TrainingCourse } from "../../course/course.js";
import { agreementOf, checkJudges, crossEntropyOf } from "../../course/measure.js";
import { notFinite } from "../../course/not-finite.js";
import { WatchedProbabilities } from "../../course/watched.js";
import type { AdamRecipe } from "../recipe.js";
import type { ProbeData, ProbeFit, ProbeStudent } from "./fit.js";
import { columnsPerStudent, type HeadShape } from "./head.js";
import { probabilitiesOf } from "./scores.js";

interface Track {
  readonly student: ProbeStudent;
  readonly course: TrainingCourse;
  readonly watched: WatchedProbabilities | undefined;
  /** Written anew at each better evaluation: `[d, columns]`. */
  readonly weight: Float32Array;
  /** `[columns]`. */
  readonly bias: Float32Array;
}

/** Steps of one call: which examples each took, and the students' losses, `[steps, students]`. */
export interface TakenSteps {
  /** Steps before them. */
  readonly from: number;
  readonly order: Int32Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly losses: NdArray;
}

export class BestEpochs {
  private readonly tracks: readonly Track[];
  private readonly width: number;

  /** @throws InputError where the recipe selects by an oracle and a student has none. */
  constructor(
    students: readonly ProbeStudent[],
    private readonly head: HeadShape,
    private readonly recipe: AdamRecipe,
    { train, watch }: ProbeData,
  ) {
    this.width = columnsPerStudent(head);
    this.tracks = students.map((student) => {
      checkJudges(student, recipe.selection);
      return {
        student,
        course: new TrainingCourse(recipe, train.length),
        watched: watch && new WatchedProbabilities(watch.length, head.options),
        weight: new Float32Array(head.features * this.width),
        bias: new Float32Array(this.width),
      };
    });
  }

  /** Whether the patience of all is over. */
  get areStopped(): boolean {
    return this.tracks.every(({ course }) => course.isStopped);
  }

  /** Notes losses. @throws NotFiniteError naming the student, the step and its examples. */
  noteLosses(taken: TakenSteps): void {
    const { starts, ends } = taken;
    const losses = taken.losses.data as Float32Array;
    const { students } = this.head;
    for (const [s, { course, student }] of this.tracks.entries()) {
      if (course.isStopped) continue;
      let sum = 0;
      for (let i = 0; i < starts.length; i++) {
        sum += losses[i * students + s]! * (ends[i]! - starts[i]!);
      }
      if (!Number.isFinite(sum)) throw brokenStep(taken, s, students, student.name);
      course.noteLosses(sum, ends.at(-1)! - starts[0]!);
    }
  }

  /**
   * Notes an evaluation after `step` steps: scores of the validation rows, and of those to watch,
   * by these weights.
   */
  evaluate(step: number, scores: NdArray, watched: NdArray | undefined, weight: NdArray): void {
    this.tracks.forEach((track, s) => {
      const { course } = track;
      if (course.isStopped) return;
      if (course.noteEvaluation(step, this.measured(track, s, scores))) {
        this.keepColumns(weight, s, track);
      }
      const seen = watched && probabilitiesOf(watched, s, this.head).data;
      if (seen) track.watched!.note(seen);
      track.student.onEvaluation?.(course, seen);
    });
  }

  fits(): ProbeFit[] {
    return this.tracks.map(({ course, watched, weight, bias }) => ({
      weight: ndarray(weight, [this.head.features, this.width]),
      bias: ndarray(bias, [this.width]),
      chosenEpoch: course.epochsAt(course.chosenStep),
      chosenStep: course.chosenStep,
      curve: course.curve,
      watched: watched?.array,
    }));
  }

  private measured({ student }: Track, s: number, scores: NdArray) {
    const { validation, oracle } = student;
    const said = () => probabilitiesOf(scores, s, this.head);
    return {
      agreement: this.agreement(s, scores, validation),
      validationLoss:
        this.recipe.selection === "loss" ? crossEntropyOf(said(), validation) : undefined,
      oracle: this.recipe.selection === "oracle" ? agreementOf(said(), oracle!) : undefined,
    };
  }

  /** The share of validation rows on which student and labels choose the same option. */
  private agreement(s: number, scores: NdArray, labels: NdArray<"float32">): number {
    const { options, students } = this.head;
    const rows = labels.shape[0]!;
    const data = scores.data as Float32Array;
    let same = 0;
    for (let row = 0; row < rows; row++) {
      const own =
        options === 2
          ? Number(data[row * students + s]! > 0)
          : mostProbable(data, row * students + s, options);
      if (own === mostProbable(labels.data, row, options)) same++;
    }
    return same / rows;
  }

  /**
   * Copies a student's columns: its features' rows to `weight`, the row after them (a classifier's
   * bias) to `bias`.
   */
  private keepColumns({ data, shape }: NdArray, s: number, { weight, bias }: Track): void {
    const [rows, columns] = shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < this.width; c++) {
        const value = data[row * columns + s * this.width + c] as number;
        if (row < this.head.features) weight[row * this.width + c] = value;
        else bias[c] = value;
      }
    }
  }
}

/** The error of the first step whose loss is not a number. */
function brokenStep(
  { from, order, starts, ends, losses }: TakenSteps,
  s: number,
  students: number,
  name: string,
) {
  const isBroken = (i: number) => !Number.isFinite(losses.data[i * students + s] as number);
  const i = starts.findIndex((_, step) => isBroken(step));
  const loss = Number(losses.data[i * students + s]);
  return notFinite({ name, step: from + i + 1, loss, rows: order.slice(starts[i], ends[i]) });
}
