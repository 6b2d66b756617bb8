// One student's training: steps, evaluations on the validation labels, the best weights so far,
// early stopping. All that it needs to go on from is in `state` and `arenas`; a checkpoint writes
// them.

import {
  type Arena,
  type Arrays,
  type NdArray,
  NotFiniteError,
  ndarray,
  type StepTrainer,
} from "@w2s/grad";
import type { DropoutMasks } from "./dropout.js";
import type { Examples } from "./examples.js";
import { outOfMemory } from "./memory.js";
import { epochBatches, partsOf } from "./order.js";
import { learningRateAt } from "./rate.js";
import type { FinetuneRecipe } from "./recipe.js";
import { agreementOf, type Scorer } from "./scorer.js";

/** Numbers of a training, as JSON has them. */
export interface TrainingState {
  /** Steps taken. */
  step: number;
  /** Losses since the last evaluation, summed over examples, and how many those were. */
  sum: number;
  seen: number;
  /**
   * Steps before each evaluation, the mean loss since the one before, and the share of validation
   * labels agreed with.
   */
  readonly steps: number[];
  readonly loss: number[];
  readonly agreement: number[];
  /** Which evaluation has the kept weights, from 0; -1 before the first. */
  best: number;
  /** Whether the kept weights are the current ones. */
  bestIsCurrent: boolean;
}

export interface TrainingParts {
  /** For messages. */
  readonly name: string;
  readonly recipe: FinetuneRecipe;
  readonly seed: number;
  /** An epoch's batches; undefined: at random. */
  readonly batches: ((epoch: number) => readonly Int32Array[]) | undefined;
  /** What one part of a step drops. */
  readonly dropout: DropoutMasks;
  readonly trainer: StepTrainer;
  readonly scorer: Scorer;
  readonly examples: Examples;
  /** Label probabilities of the validation rows. */
  readonly validation: NdArray<"float32">;
  readonly frozen: Arrays;
  /** Bytes that a step's activations take for each token of texts of `seq` tokens, about. */
  readonly bytesPerToken: (seq: number) => number;
}

export class Training {
  readonly state: TrainingState = {
    step: 0,
    sum: 0,
    seen: 0,
    steps: [],
    loss: [],
    agreement: [],
    best: -1,
    bestIsCurrent: false,
  };
  /** The moving average of the weights; undefined without `ema`. */
  readonly average: Arena | undefined;
  /** The weights of the best evaluation, once there was one that was not the last. */
  best: Arena | undefined;
  /** Steps in all. */
  readonly total: number;
  private readonly perEpoch: number;
  private batches: { readonly epoch: number; readonly rows: readonly Int32Array[] } | undefined;

  constructor(private readonly parts: TrainingParts) {
    const { recipe, examples, trainer } = parts;
    this.perEpoch = Math.ceil(examples.data.train.length / recipe.batchSize);
    this.total = recipe.epochs * this.perEpoch;
    if (recipe.ema !== undefined) {
      this.average = trainer.parameters.like();
      this.average.data.set(trainer.parameters.data);
    }
  }

  /** How often each example was seen by then. */
  epochsAt(step: number): number {
    return step / this.perEpoch;
  }

  get done(): boolean {
    const { step, agreement, best } = this.state;
    const { patience = Number.POSITIVE_INFINITY } = this.parts.recipe;
    return (step === this.total && this.evaluated) || agreement.length - 1 - best >= patience;
  }

  private get evaluated(): boolean {
    return this.state.steps.at(-1) === this.state.step;
  }

  private get evaluationIsDue(): boolean {
    const { step } = this.state;
    const every = this.parts.recipe.evaluateEvery ?? this.perEpoch;
    return step > 0 && !this.evaluated && (step % every === 0 || step === this.total);
  }

  /** Does the next piece of work: an evaluation where one is due, else a step. */
  async advance(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.evaluationIsDue) await this.evaluate(signal);
    else await this.takeStep();
  }

  /** The weights that are scored: the average, or what is trained. */
  private get current(): Arena {
    return this.average ?? this.parts.trainer.parameters;
  }

  /** The kept weights. */
  get kept(): Arena {
    return this.state.bestIsCurrent ? this.current : this.best!;
  }

  /** Probabilities under the kept weights. */
  predict(rows: Int32Array, signal?: AbortSignal): Promise<NdArray<"float32">> {
    return this.probabilities(this.kept, rows, signal);
  }

  private probabilities(arena: Arena, rows: Int32Array, signal?: AbortSignal) {
    return this.parts.scorer.probabilities(rows, { ...arena.arrays, ...this.parts.frozen }, signal);
  }

  private async evaluate(signal?: AbortSignal): Promise<void> {
    const { state } = this;
    const { examples, validation, recipe } = this.parts;
    const said = await this.probabilities(this.current, examples.data.validation, signal);
    const agreement = agreementOf(said, validation);
    const isBetter =
      recipe.selection === "last" || state.best < 0 || agreement > state.agreement[state.best]!;
    if (isBetter) this.keep();
    state.steps.push(state.step);
    state.loss.push(state.sum / state.seen);
    state.agreement.push(agreement);
    if (isBetter) state.best = state.steps.length - 1;
    state.sum = 0;
    state.seen = 0;
  }

  /** The last step's weights need no copy: nothing changes them any more. */
  private keep(): void {
    const { state, parts } = this;
    if (state.step === this.total) state.bestIsCurrent = true;
    else if (parts.recipe.selection === "agreement") {
      this.best ??= this.current.like();
      this.best.data.set(this.current.data);
    }
  }

  private async takeStep(): Promise<void> {
    const { trainer, recipe, frozen } = this.parts;
    const { state } = this;
    const rows = this.batch(state.step);
    const rate = learningRateAt(recipe, state.step, this.total);
    const parts = partsOf(rows, recipe.accumulate).map((part, i) => this.inputs(part, i, rows));
    const { loss } = await trainer.step(parts, frozen, rate).catch((error: unknown) => {
      throw this.explained(error, rows);
    });
    state.step += 1;
    if (this.average) {
      mix(this.average.data, trainer.parameters.data, averageDecay(recipe.ema!, state.step));
    }
    state.sum += loss * rows.length;
    state.seen += rows.length;
  }

  /** What the step's program is given for the i-th part of a batch. */
  private inputs(part: Int32Array, i: number, batch: Int32Array): Arrays {
    const { examples, recipe, seed, dropout } = this.parts;
    const { step } = this.state;
    const parts = Math.min(recipe.accumulate, batch.length);
    const number = (value: number) => ndarray(Float32Array.of(value), []);
    return {
      ...examples.texts(part),
      labels: examples.labelsOf(part),
      progress: number(step / this.total),
      share: number((part.length * parts) / batch.length),
      ...dropout(examples.sizesOf(part), { seed, step, part: i }),
    };
  }

  private batch(step: number): Int32Array {
    const epoch = 1 + Math.floor(step / this.perEpoch);
    if (this.batches?.epoch !== epoch) {
      this.batches = { epoch, rows: (this.parts.batches ?? this.randomBatches)(epoch) };
    }
    return this.batches.rows[step % this.perEpoch]!;
  }

  private readonly randomBatches = (epoch: number): Int32Array[] => {
    const { recipe, examples, seed } = this.parts;
    const lengthOf = recipe.groupByLength ? (row: number) => examples.lengthOf(row) : undefined;
    return epochBatches(examples.data.train, recipe.batchSize, {
      seed,
      epoch,
      ...(lengthOf && { lengthOf }),
    });
  };

  /** An error of a step in one line that names the student, the step and its examples. */
  private explained(error: unknown, rows: Int32Array): unknown {
    const { name, examples, recipe, bytesPerToken } = this.parts;
    if (error instanceof NotFiniteError) {
      const message = `${name}: ${error.message}; its batch has examples ${shownRows(rows)}`;
      return new NotFiniteError(message, { cause: error });
    }
    const tokens = Math.max(
      ...partsOf(rows, recipe.accumulate).map((part) => examples.sizesOf(part).tokens),
    );
    const longest = Math.max(...Array.from(rows, (row) => examples.lengthOf(row)));
    const advice = outOfMemory(error, {
      step: this.state.step + 1,
      examples: rows.length,
      accumulate: recipe.accumulate,
      tokens,
      bytesPerToken: bytesPerToken(longest),
    });
    return advice === undefined ? error : new Error(`${name}: ${advice}`, { cause: error });
  }
}

/** The first of a batch's examples, for messages. */
export function shownRows(rows: Int32Array): string {
  const shown = Array.from(rows.slice(0, 8)).join(", ");
  return rows.length > 8 ? `${shown} and ${rows.length - 8} more` : shown;
}

/** average = decay * average + (1 - decay) * now */
/**
 * How much of the average is kept at a step (from 1): without a warm-up, most of it would long be
 * the weights before training. Source: TensorFlow's tf.train.ExponentialMovingAverage,
 * `num_updates`.
 */
export function averageDecay(ema: number, step: number): number {
  return Math.min(ema, (1 + step) / (10 + step));
}

function mix(average: Float32Array, now: Float32Array, decay: number): void {
  const rest = 1 - decay;
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + rest * now[i]!;
}
