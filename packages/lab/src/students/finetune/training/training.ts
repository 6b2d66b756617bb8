// One student's training: steps, evaluations on the validation labels, the best weights so far. All
// that it needs to go on from is in `state`, `watched` and the arenas; a checkpoint writes them.

import { type Arena, type Arrays, NotFiniteError, ndarray, type StepTrainer } from "@w2s/grad";
import { type CourseState, TrainingCourse } from "../../course/course.js";
import { type Judges, measured } from "../../course/measure.js";
import { withNames } from "../../course/not-finite.js";
import { epochBatches, epochDraws } from "../../course/order.js";
import { WatchedProbabilities } from "../../course/watched.js";
import type { RowPredictions } from "../../shared/predicted-rows.js";
import type { DropoutMasks } from "../program/dropout.js";
import { outOfMemory } from "../program/memory.js";
import { type ActivationsOf, assertEachFits, stepParts } from "../program/parts.js";
import type { FinetuneRecipe } from "../recipe.js";
import { averageDecay, mix } from "./average.js";
import type { Examples } from "./examples.js";
import type { AveragedWeights } from "./mean-teacher.js";
import { learningRateAt } from "./rate.js";
import type { Scorer } from "./scorer.js";

/** Numbers of a training, as JSON has them. */
export interface TrainingState {
  /** Steps taken. */
  step: number;
  readonly course: CourseState;
  /** Whether the kept weights are the current ones. */
  bestIsCurrent: boolean;
}

export interface TrainingParts {
  readonly judges: Judges;
  readonly recipe: FinetuneRecipe;
  readonly seed: number;
  /** An epoch's batches; undefined: at random. */
  readonly batches: ((epoch: number) => readonly Int32Array[]) | undefined;
  /** What a loss draws in an epoch; undefined: at random. */
  readonly draws: ((epoch: number) => Float32Array) | undefined;
  /** What a step's program is given, by name. */
  readonly inputs: ReadonlySet<string>;
  /** What one part of a step drops. */
  readonly dropout: DropoutMasks;
  readonly trainer: StepTrainer;
  readonly scorer: Scorer;
  /** Undefined where the method has none. */
  readonly teacher: AveragedWeights | undefined;
  readonly examples: Examples;
  readonly frozen: Arrays;
  /** Bytes of the activations of a step's part, about. */
  readonly activationsOf: ActivationsOf;
}

export class Training {
  readonly state: TrainingState;
  readonly course: TrainingCourse;
  /** What is said of the rows to watch; undefined where there are none. */
  readonly watched: WatchedProbabilities | undefined;
  /** The moving average of the weights; undefined without `ema`. */
  readonly average: Arena | undefined;
  /** The weights of the best evaluation, once there was one that was not the last. */
  best: Arena | undefined;
  private epoch:
    | { readonly number: number; readonly rows: readonly Int32Array[]; readonly draws: Draws }
    | undefined;

  /** @throws InputError where an example alone takes more memory than the recipe gives a part. */
  constructor(private readonly parts: TrainingParts) {
    const { recipe, examples, trainer, judges, activationsOf } = parts;
    const { train, watch, options } = examples.data;
    assertEachFits(judges.name, train, recipe, activationsOf);
    this.course = new TrainingCourse(recipe, train.length);
    this.state = { step: 0, course: this.course.state, bestIsCurrent: false };
    this.watched = watch && new WatchedProbabilities(watch.length, options);
    if (recipe.ema !== undefined) {
      this.average = trainer.parameters.like();
      this.average.data.set(trainer.parameters.data);
    }
  }

  /** Goes on from what a training was. */
  go({ step, course, bestIsCurrent }: TrainingState): void {
    Object.assign(this.course.state, course);
    Object.assign(this.state, { step, bestIsCurrent });
  }

  get done(): boolean {
    return this.course.isDone(this.state.step);
  }

  /** The share of all steps that are taken. */
  get share(): number {
    return this.state.step / this.course.total;
  }

  /** Does the next piece of work: an evaluation where one is due, else a step. */
  async advance(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.course.isDue(this.state.step)) await this.evaluate(signal);
    else await this.takeStep();
  }

  /** The weights of the mean teacher; undefined without one. */
  get teacher(): Arena | undefined {
    return this.parts.teacher?.weights;
  }

  /** The weights that are scored: the recipe's average, a teacher's, or what is trained. */
  private get current(): Arena {
    const { teacher, trainer } = this.parts;
    return this.average ?? (teacher?.scored ? teacher.weights : trainer.parameters);
  }

  /** The kept weights. */
  get kept(): Arena {
    return this.state.bestIsCurrent ? this.current : this.best!;
  }

  /** What is said of rows under the kept weights. */
  predict(rows: Int32Array, signal?: AbortSignal): Promise<RowPredictions> {
    const weights = { ...this.kept.arrays, ...this.parts.frozen };
    return this.parts.scorer.said(rows, weights, signal);
  }

  private probabilities(arena: Arena, rows: Int32Array, signal?: AbortSignal) {
    return this.parts.scorer.probabilities(rows, { ...arena.arrays, ...this.parts.frozen }, signal);
  }

  private async evaluate(signal?: AbortSignal): Promise<void> {
    const { examples, judges, recipe } = this.parts;
    const { validation, watch } = examples.data;
    const said = await this.probabilities(this.current, validation, signal);
    const seen = watch && (await this.probabilities(this.current, watch, signal));
    const result = measured(said, judges, recipe.selection);
    if (this.course.noteEvaluation(this.state.step, result)) this.keep();
    if (seen) this.watched!.note(seen.data);
    judges.onEvaluation?.(this.course, seen?.data);
  }

  /** The last step's weights need no copy: nothing changes them any more. */
  private keep(): void {
    const { state, parts, course } = this;
    if (state.step === course.total) state.bestIsCurrent = true;
    else if (parts.recipe.selection !== "last") {
      this.best ??= this.current.like();
      this.best.data.set(this.current.data);
    }
  }

  private async takeStep(): Promise<void> {
    const { trainer, recipe, frozen, teacher } = this.parts;
    const { state } = this;
    const rows = this.epochAt(state.step).rows[state.step % this.course.perEpoch]!;
    const rate = learningRateAt(recipe, state.step, this.course.total);
    const { loss } = await this.partsOfStep(rows)
      .then((parts) => trainer.step(parts, frozen, rate))
      .catch((error: unknown) => {
        throw this.explained(error, rows);
      });
    state.step += 1;
    this.course.noteLoss(loss, rows.length);
    teacher?.follow(state.step);
    if (this.average) {
      mix(this.average.data, trainer.parameters.data, averageDecay(recipe.ema!, state.step));
    }
  }

  /** What the step's program is given for each part of a batch. */
  private async partsOfStep(rows: Int32Array): Promise<Arrays[]> {
    const given: Arrays[] = [];
    const parts = this.cut(rows);
    for (const [i, part] of parts.entries()) {
      given.push(await this.inputs(part, i, (part.length * parts.length) / rows.length));
    }
    return given;
  }

  private cut(rows: Int32Array): Int32Array[] {
    return stepParts(rows, this.parts.recipe, this.parts.activationsOf);
  }

  /** That of the i-th part, whose mean loss counts `share` times among the parts'. */
  private async inputs(part: Int32Array, i: number, share: number): Promise<Arrays> {
    const { examples, seed, dropout, inputs, teacher, frozen } = this.parts;
    const { step } = this.state;
    const texts = examples.texts(part);
    const sizes = examples.sizesOf(part);
    const drawn = { seed, step, part: i };
    const number = (value: number) => ndarray(Float32Array.of(value), []);
    return {
      ...texts,
      labels: examples.labelsOf(part),
      progress: number(step / this.course.total),
      share: number(share),
      ...(inputs.has("prior") && { prior: ndarray(examples.prior, [1, examples.prior.length]) }),
      ...(inputs.has("index") && { index: ndarray(examples.indexOf(part), [part.length]) }),
      ...(inputs.has("uniform") && {
        uniform: ndarray(this.epochAt(step).draws(part), [part.length]),
      }),
      ...dropout(sizes, drawn),
      ...(teacher &&
        (await teacher.said({ ...texts, ...dropout(sizes, { ...drawn, by: "teacher" }) }, frozen))),
    };
  }

  private epochAt(step: number) {
    const { seed, examples, draws: given } = this.parts;
    const number = this.course.epochOf(step);
    if (this.epoch?.number !== number) {
      const drawn = given
        ? () => given(number)
        : epochDraws(examples.data.train.length, { seed, epoch: number });
      const draws = (rows: Int32Array) =>
        Float32Array.from(examples.indexOf(rows), (i) => drawn()[i]!);
      this.epoch = { number, rows: (this.parts.batches ?? this.randomBatches)(number), draws };
    }
    return this.epoch;
  }

  private readonly randomBatches = (epoch: number): Int32Array[] => {
    const { recipe, examples, seed } = this.parts;
    const lengthOf = recipe.groupByLength ? (row: number) => examples.lengthOf(row) : undefined;
    return epochBatches(examples.data.train, recipe.batchSize, { seed, epoch, lengthOf });
  };

  /** An error of a step in one line that names the student, the step and its examples. */
  private explained(error: unknown, rows: Int32Array): unknown {
    const { judges, examples, recipe, activationsOf } = this.parts;
    if (error instanceof NotFiniteError) return withNames(error, judges.name, rows);
    const parts = this.cut(rows);
    const advice = outOfMemory(error, {
      step: this.state.step + 1,
      examples: rows.length,
      parts: parts.length,
      tokens: Math.max(...parts.map((part) => examples.sizesOf(part).tokens)),
      bytes: Math.max(...parts.map(activationsOf)),
      memory: typeof recipe.accumulate === "number" ? undefined : recipe.accumulate.memory,
    });
    return advice === undefined ? error : new Error(`${judges.name}: ${advice}`, { cause: error });
  }
}

/** The numbers drawn for some training rows in an epoch. */
type Draws = (rows: Int32Array) => Float32Array;
