// One student among those that train side by side: its batches, its evaluations, and the best of
// them.

import type { Arrays, NdArray } from "@w2s/grad";
import { Examples, type FinetuneData } from "../finetune/examples.js";
import type { FinetuneStudent, TrainedWeights } from "../finetune/fit.js";
import { epochBatches } from "../finetune/order.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { agreementOf } from "../finetune/scorer.js";

export interface SideBySideStudent {
  readonly student: FinetuneStudent;
  readonly data: FinetuneData;
  /** Decides the order of the data, and nothing else. */
  readonly seed: number;
}

interface Best {
  readonly evaluation: number;
  readonly agreement: number;
  readonly weights: TrainedWeights;
}

export class Member {
  readonly examples: Examples;
  readonly curve = { steps: [] as number[], loss: [] as number[], agreement: [] as number[] };
  private best: Best | undefined;
  private sum = 0;
  private seen = 0;
  private epoch: { readonly number: number; readonly batches: readonly Int32Array[] } | undefined;

  constructor(
    readonly given: SideBySideStudent,
    private readonly recipe: FinetuneRecipe,
  ) {
    this.examples = new Examples(given.data, given.student.train);
  }

  /** Whether more evaluations would change nothing: its patience is over. */
  get stopped(): boolean {
    const { patience = Number.POSITIVE_INFINITY } = this.recipe;
    return (
      this.best !== undefined && this.curve.steps.length - 1 - this.best.evaluation >= patience
    );
  }

  /** The rows of a step, from 0. */
  batch(step: number): Int32Array {
    const { train } = this.given.data;
    const perEpoch = Math.ceil(train.length / this.recipe.batchSize);
    const number = 1 + Math.floor(step / perEpoch);
    if (this.epoch?.number !== number) {
      const order = { seed: this.given.seed, epoch: number };
      this.epoch = { number, batches: epochBatches(train, this.recipe.batchSize, order) };
    }
    return this.epoch.batches[step % perEpoch]!;
  }

  /** Notes a step's mean loss. */
  note(loss: number, examples: number): void {
    this.sum += loss * examples;
    this.seen += examples;
  }

  /**
   * Notes what is said of the validation rows after `step` steps; `weights` are kept where they are
   * the best so far.
   */
  evaluate(step: number, said: NdArray<"float32">, weights: Arrays): void {
    if (this.stopped) return;
    const agreement = agreementOf(said, this.given.student.validation);
    const isBetter =
      this.recipe.selection === "last" ||
      this.best === undefined ||
      agreement > this.best.agreement;
    if (isBetter) {
      const evaluation = this.curve.steps.length;
      this.best = { evaluation, agreement, weights: weights as TrainedWeights };
    }
    this.curve.steps.push(step);
    this.curve.loss.push(this.sum / this.seen);
    this.curve.agreement.push(agreement);
    this.sum = 0;
    this.seen = 0;
  }

  /** The kept weights, and how many steps they have behind them. */
  get kept(): { readonly weights: TrainedWeights; readonly steps: number } {
    const { weights, evaluation } = this.best!;
    return { weights, steps: this.curve.steps[evaluation]! };
  }
}
