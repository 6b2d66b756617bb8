// What a loss sees at a training step, and what it gives back: the smallest form of a method. There
// is no field that could hold ground truth of the transfer split.

import type { Tensor } from "@w2s/grad";

/** What nearly every loss sees, and no more. */
export interface LossBasics {
  /** The students' scores: `[batch, students, options]`. */
  readonly logits: Tensor;
  /** The labels they learn from, probabilities that sum to 1: `[batch, students, options]`. */
  readonly labels: Tensor;
  /** The share of training already done: a scalar in [0, 1). */
  readonly progress: Tensor;
}

/** What a loss sees at one training step. */
export interface LossContext extends LossBasics {
  /** The mean of the labels over all training examples: `[students, options]`. */
  readonly prior: Tensor;
  /** Which of the training examples these are, from 0: int32 `[batch]`. */
  readonly index: Tensor;
  /** Numbers in [0, 1) drawn anew each epoch, one an example, by the seed: `[batch]`. */
  readonly uniform: Tensor;
  /**
   * What the students' heads see of the batch: a probe's features or a finetuned model's pooled
   * tokens, `[batch, d]`; where a finetuned model compares K texts, `[batch, K, d]`.
   */
  readonly features: Tensor;
  /**
   * A second forward pass: the students' scores `[batch, students, options]` of other features,
   * shaped like `features` (all students see the same) or with an axis of students after the first
   * (each sees its own). A finetuned model runs its head again, not its blocks.
   */
  readonly forward: (features: Tensor) => Tensor;
  /** The method's running state, by the names that it declares. No gradient flows into it. */
  readonly state: Readonly<Record<string, Tensor>>;
  /**
   * The scores `[batch, students, options]` of the students' mean teachers, for methods that
   * declare one. No gradient flows into them.
   */
  readonly teacher: Tensor;
}

/** One loss an example and student: `[batch, students]`. */
export type Loss = (context: LossContext) => Tensor;

/** Losses, and the next values of a state, of the same shapes. */
export interface KeptState {
  readonly losses: Tensor;
  readonly state: Readonly<Record<string, Tensor>>;
}

/** A loss that keeps something from step to step. */
export type KeepingLoss = (context: LossContext) => KeptState;

/** A running state of a loss, kept from step to step. */
export interface StateSpec {
  /**
   * Which axes it has, after each other: "examples" (all training examples), "students" and
   * "options". It must have "students", and each axis once at most.
   */
  readonly axes: readonly StateAxis[];
  /** The value that it starts from everywhere; default 0. */
  readonly start?: number;
}

/** What a dimension of a loss's own state counts. */
export type StateAxis = "examples" | "students" | "options";

/**
 * The moving average of all weights that a student trains: its head, and whatever else of its model
 * is trained. Source: Tarvainen & Valpola 2017, arXiv 1703.01780, and the authors' code.
 */
export interface MeanTeacher {
  /**
   * How much of the average stays at each step; in [0, 1). Step t keeps `min(1 - 1 / (t + 1),
   * decay)`, so that it begins as the true average of the weights before training and after every
   * step.
   */
  readonly decay: number;
  /**
   * Whether the average itself is evaluated, kept and scored, as its source does, and not what is
   * trained; default false.
   */
  readonly scored?: boolean;
}

/** A loss by its name: what a method is made of. */
export interface NamedLoss {
  readonly name: string;
  /**
   * Losses `[batch, students]`. A training gives it the whole `LossContext`; another loss that
   * calls it gives what it needs, which is the basics for most.
   */
  loss(context: LossBasics): Tensor;
  /** What the loss keeps from step to step, and how; undefined: nothing. */
  readonly kept?: {
    readonly state: Readonly<Record<string, StateSpec>>;
    readonly step: KeepingLoss;
  };
  /** The mean teacher that students have under it; undefined: none. */
  readonly teacher?: MeanTeacher;
}

/** A method's losses, `[batch, students]`, and its state's next values. */
export function lossParts({ loss, kept }: NamedLoss, context: LossContext): KeptState {
  return kept ? kept.step(context) : { losses: loss(context), state: {} };
}
