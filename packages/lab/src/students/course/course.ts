// The course of a training, whatever is trained: when it is evaluated, which evaluation's weights
// are kept, when it ends early, and its curve. It is told losses and what evaluations measured, on
// the validation labels; a test set plays no part in it.

/** By what the kept evaluation is chosen. */
export type Selection = "agreement" | "last" | "loss" | "oracle";

/** The part of a recipe that a course follows. */
export interface CourseRecipe {
  readonly epochs: number;
  readonly batchSize: number;
  /** Steps between evaluations; default: one after each epoch. The last step has one too. */
  readonly evaluateEvery?: number | undefined;
  /** Evaluations an epoch in its place, as evenly as whole steps allow. */
  readonly evaluationsPerEpoch?: number | undefined;
  /** Stop after so many evaluations without a better one; default: never. */
  readonly patience?: number | undefined;
  /**
   * "agreement": the most validation labels agreed with; "loss": the smallest cross-entropy to
   * them; "oracle": the most ground truth of the validation rows; the earliest at a tie; "last":
   * the last.
   */
  readonly selection: Selection;
}

/** Steps between evaluations, of `perEpoch` an epoch; at least 1. */
export function stepsBetween(
  { evaluateEvery, evaluationsPerEpoch = 1 }: Omit<CourseRecipe, "selection">,
  perEpoch: number,
): number {
  return evaluateEvery ?? Math.max(1, Math.round(perEpoch / evaluationsPerEpoch));
}

/** What an evaluation measured on the validation rows. */
export interface Measured {
  /** The share of labels agreed with; undefined where there are no labels. */
  readonly agreement?: number | undefined;
  /** Mean cross-entropy to the labels, in nats; where the recipe selects by it. */
  readonly validationLoss?: number | undefined;
  /** The share of ground truth agreed with; where the recipe selects by it. */
  readonly oracle?: number | undefined;
}

/** A whole training at its evaluations. */
export interface CourseCurve {
  /** Steps taken by then. */
  readonly steps: readonly number[];
  /** The mean training loss since the evaluation before, in nats. */
  readonly loss: readonly number[];
  /** The share of validation labels agreed with. */
  readonly agreement: readonly number[];
  /** Mean cross-entropy to the validation labels; empty where nothing was selected by it. */
  readonly validationLoss: readonly number[];
  /** The share of ground truth agreed with; empty where nothing was selected by it. */
  readonly oracle: readonly number[];
}

/** Numbers of a course, as JSON has them: one entry an evaluation in each list. */
export interface CourseState {
  /** Losses since the last evaluation, summed over examples, and how many those were. */
  sum: number;
  seen: number;
  readonly steps: number[];
  readonly loss: number[];
  readonly agreement: number[];
  readonly validationLoss: number[];
  readonly oracle: number[];
  /** Which evaluation has the kept weights, from 0; -1 before the first. */
  best: number;
}

/**
 * Hears of each evaluation of a training; `seen` are probabilities of the rows to watch, `[watch,
 * options]`.
 */
export type OnEvaluation = (course: TrainingCourse, seen: Float32Array | undefined) => void;

/**
 * Where one training is: told of each step's loss and each evaluation, it says what is due, what is
 * kept and when to stop. Steps are counted from 0, evaluations are noted in their order. All that a
 * training goes on from is in `state`.
 */
export class TrainingCourse {
  readonly state: CourseState = {
    sum: 0,
    seen: 0,
    steps: [],
    loss: [],
    agreement: [],
    validationLoss: [],
    oracle: [],
    best: -1,
  };
  /** Mean loss of what was noted last; undefined before anything was. */
  latestLoss: number | undefined;
  readonly perEpoch: number;
  /** Steps in all. */
  readonly total: number;

  constructor(
    private readonly recipe: CourseRecipe,
    examples: number,
  ) {
    this.perEpoch = Math.ceil(examples / recipe.batchSize);
    this.total = recipe.epochs * this.perEpoch;
  }

  /** Epochs that `step` steps are; not whole within one. */
  epochsAt(step: number): number {
    return step / this.perEpoch;
  }

  /** The epoch, from 1, that a step, from 0, belongs to. */
  epochOf(step: number): number {
    return 1 + Math.floor(step / this.perEpoch);
  }

  /** How many steps will have been taken at the first evaluation after `step` of them. */
  evaluationAfter(step: number): number {
    const every = stepsBetween(this.recipe, this.perEpoch);
    return Math.min((Math.floor(step / every) + 1) * every, this.total);
  }

  /** Whether the training is to be evaluated after `step` steps, and was not yet. */
  isDue(step: number): boolean {
    const every = stepsBetween(this.recipe, this.perEpoch);
    const isPlace = step % every === 0 || step === this.total;
    return step > 0 && isPlace && this.state.steps.at(-1) !== step;
  }

  /** Notes a step's mean loss over so many examples. */
  noteLoss(loss: number, examples: number): void {
    this.noteLosses(loss * examples, examples);
  }

  /** Notes losses that are summed over so many examples. */
  noteLosses(sum: number, examples: number): void {
    this.state.sum += sum;
    this.state.seen += examples;
    this.latestLoss = sum / examples;
  }

  /** Notes an evaluation; whether its weights are to be kept in place of those before. */
  noteEvaluation(step: number, measured: Measured): boolean {
    const { state } = this;
    state.steps.push(step);
    state.loss.push(state.sum / state.seen);
    if (measured.agreement !== undefined) state.agreement.push(measured.agreement);
    if (measured.validationLoss !== undefined) state.validationLoss.push(measured.validationLoss);
    if (measured.oracle !== undefined) state.oracle.push(measured.oracle);
    state.sum = 0;
    state.seen = 0;
    const last = state.steps.length - 1;
    const isBetter = state.best < 0 || this.score(last) > this.score(state.best);
    if (isBetter) state.best = last;
    return isBetter;
  }

  /** How good an evaluation is, by the recipe's selection. */
  private score(evaluation: number): number {
    const { agreement, validationLoss, oracle } = this.state;
    switch (this.recipe.selection) {
      case "last":
        return evaluation;
      case "agreement":
        return agreement[evaluation]!;
      case "loss":
        return -validationLoss[evaluation]!;
      case "oracle":
        return oracle[evaluation]!;
    }
  }

  /** Whether its patience is over: more evaluations would change nothing. */
  get isStopped(): boolean {
    const { steps, best } = this.state;
    const { patience = Number.POSITIVE_INFINITY } = this.recipe;
    return best >= 0 && steps.length - 1 - best >= patience;
  }

  /** Whether no step is to be taken after `step` of them. */
  isDone(step: number): boolean {
    return this.isStopped || (step === this.total && this.state.steps.at(-1) === step);
  }

  /** Steps behind the kept weights. */
  get chosenStep(): number {
    return this.state.steps[this.state.best]!;
  }

  get curve(): CourseCurve {
    const { steps, loss, agreement, validationLoss, oracle } = this.state;
    return { steps, loss, agreement, validationLoss, oracle };
  }
}
