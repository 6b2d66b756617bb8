// The linear head of probes that are trained side by side: one matrix product serves all of them.
//
// With two options a head is one column, the weights of the log-odds z = x u + b. The two-way head
// that the paper trains has rows w1 = -w0 at every step when it starts at zero (their gradients are
// opposite, and Adam treats them alike), so that u = w1 - w0 = 2 w1. The loss has the same gradient
// by u as by w1, so that a step of u is Adam's with twice the learning rate, the same epsilon and
// half of the L2 penalty (wd w1 = wd/2 u): `headOptimizer`. With more options a head has one column
// an option. A comparison scores each of its two inputs by one number
// without a bias; its log-odds are the difference of the scores, which is the score of the
// difference of the features.

import {
  adam,
  add,
  broadcastTo,
  input,
  matmul,
  mul,
  reshape,
  type StepContext,
  split,
  stack,
  type Tensor,
  type TensorType,
  type TrainingSpec,
} from "@w2s/grad";
import type { ChoiceShape } from "../../../tasks/index.js";
import type { AdamRecipe } from "../recipe.js";

export interface HeadShape {
  readonly shape: ChoiceShape;
  /** K, at least 2. */
  readonly options: number;
  /** d, the features a row. */
  readonly features: number;
  /** S, how many are trained together. */
  readonly students: number;
}

/** Columns of the weight matrix that belong to one student. */
export function columnsPerStudent({ options }: Pick<HeadShape, "options">): number {
  return options === 2 ? 1 : options;
}

/** Rows of the weight matrix: one a feature, and for a classifier one more, the bias. */
export function headRows({ shape, features }: Pick<HeadShape, "shape" | "features">): number {
  return shape === "compare" ? features : features + 1;
}

/**
 * `weight: [rows, columns]`; student s has columns s * c to (s + 1) * c. One parameter, so that a
 * step updates one.
 */
export function headParameters(head: HeadShape): { readonly weight: TensorType } {
  return { weight: input("float32", [headRows(head), head.students * columnsPerStudent(head)]) };
}

/**
 * Scores of feature rows: log-odds `[rows, students]` with two options, else logits `[rows,
 * students * options]`. `mask`, `[d, columns]`, is 0 where a student may not use a feature.
 */
export function headScores(head: HeadShape, weight: Tensor, x: Tensor, mask?: Tensor): Tensor {
  const masked = (w: Tensor) => (mask ? mul(w, mask) : w);
  if (head.shape === "compare") return matmul(x, masked(weight));
  const [slopes, bias] = split(weight, [head.features, 1], 0);
  return add(matmul(x, masked(slopes!)), bias!);
}

/**
 * Adam in the head's own coordinates: what it does is what Adam (with this epsilon) does to the
 * rows of the head that the recipe speaks of.
 */
export function headOptimizer(
  { shape, options }: Pick<HeadShape, "shape" | "options">,
  { learningRate, weightDecay }: Pick<AdamRecipe, "learningRate" | "weightDecay">,
  epsilon = 1e-8,
): Pick<TrainingSpec, "optimizer" | "learningRate"> {
  const scale = shape === "classify" && options === 2 ? 2 : 1;
  return {
    optimizer: adam({ epsilon, weightDecay: weightDecay / scale }),
    learningRate: learningRate * scale,
  };
}

/**
 * Scores, or probabilities of option 1, as `[rows, students, options]`: what methods are written
 * over.
 */
export function asChoices(head: HeadShape, values: Tensor, zeroFirst: boolean): Tensor {
  if (head.options > 2) return reshape(values, [values.shape[0]!, -1, head.options]);
  const first = zeroFirst ? broadcastTo(0, values.shape) : add(mul(values, -1), 1);
  return stack([first, values], 2);
}

/**
 * A training that scores sets of rows after its steps: constants of the sets' names. Where other
 * weights than those that are trained are `scored`, they are given as "weight".
 */
export function withScores(
  spec: TrainingSpec,
  head: HeadShape,
  sets: readonly string[],
  scored?: (given: Pick<StepContext, "parameters" | "carried">) => Tensor,
): TrainingSpec {
  const rows = sets.map((name) => [name, input("float32", [name, head.features])] as const);
  return {
    ...spec,
    constants: { ...spec.constants, ...Object.fromEntries(rows) },
    after: ({ parameters, carried, constants }) => {
      const weight = scored?.({ parameters, carried });
      const used = weight ?? parameters.weight!;
      const scores = sets.map((name) => [name, headScores(head, used, constants[name]!)] as const);
      return { ...Object.fromEntries(scores), ...(weight && { weight }) };
    },
  };
}
