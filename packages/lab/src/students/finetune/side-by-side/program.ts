// The step of several students of one model, side by side: one forward pass for all, each method's
// loss for its own students.

import { InternalError } from "@w2s/base";
import {
  add,
  concat,
  gather,
  input,
  type LoopSpec,
  matmul,
  mean,
  reshape,
  type Signature,
  sideBySide,
  slice,
  type Tensor,
  type Tensors,
  transpose,
} from "@w2s/grad";
import { tokenBatch } from "@w2s/models";
import { checkLoss, type LossMethod, lossParts } from "../../../methods/losses.js";
import { optimizing } from "../program/optimizing.js";
import { textsPerExample, trainedSignature } from "../program/program.js";
import type { FinetuneShape } from "../program/shape.js";
import type { FinetuneRecipe } from "../recipe.js";

/**
 * Students of one method stand next to each other, so that one slice of the scores serves them all.
 */
export interface MethodGroup {
  /** What the method computes. */
  readonly hash: string;
  readonly method: LossMethod;
  readonly students: number;
}

/** What a step is given: every student's texts, filled up on the right. */
function stepInputs(
  shape: FinetuneShape,
  groups: readonly MethodGroup[],
  students: number,
): Signature {
  const needsPrior = groups.some(({ method }) =>
    checkLoss(method, shape.options).reads.has("prior"),
  );
  const comparing = shape.shape === "compare";
  const examples = comparing ? "examples" : "texts";
  const places: Signature = comparing
    ? { places: input("int32", ["examples", textsPerExample(shape)]) }
    : {};
  return {
    ids: input("int32", [students, "texts", "seq"]),
    lengths: input("int32", [students, "texts"]),
    labels: input("float32", [students, examples, shape.options]),
    progress: input("float32", []),
    ...(needsPrior && { prior: input("float32", [students, shape.options]) }),
    ...places,
  };
}

/** One student's scores, `[examples, options]`. */
function studentScores(
  shape: FinetuneShape,
  weights: Tensors,
  own: Tensors,
  places?: Tensor,
): Tensor {
  const { architecture, tuning, pooling } = shape;
  const batch = tokenBatch(own.ids!, own.lengths!);
  const pooled = architecture.pooled(batch, tuning.weights(weights), pooling);
  const product = matmul(pooled, weights["student.weight"]!, { transposeB: true });
  const scores = weights["student.bias"] ? add(product, weights["student.bias"]) : product;
  return places ? reshape(gather(scores, places), ["examples", shape.options]) : scores;
}

/** What a loop trains for `groups`, in their order. */
export function sideBySideSpec(
  shape: FinetuneShape,
  groups: readonly MethodGroup[],
  recipe: FinetuneRecipe,
): LoopSpec {
  const members = groups.reduce((sum, { students }) => sum + students, 0);
  const parameters = trainedSignature(shape);
  return {
    members,
    parameters,
    frozen: shape.tuning.frozen,
    inputs: stepInputs(shape, groups, members),
    loss: ({ weights, frozen, inputs }) => {
      const own = { ...weights, ids: inputs.ids!, lengths: inputs.lengths! };
      const { scores } = sideBySide(members, own, (one) => ({
        scores: studentScores(shape, { ...frozen, ...one }, one, inputs.places),
      }));
      return groupLosses(groups, scores, inputs);
    },
    ...optimizing(recipe, parameters),
  };
}

/**
 * The mean loss of every student, `[students]`; scores and labels are `[students, examples,
 * options]`.
 */
function groupLosses(groups: readonly MethodGroup[], scores: Tensor, inputs: Tensors): Tensor {
  const { labels, progress, prior, index, uniform, features, teacher } = inputs;
  let start = 0;
  const losses = groups.map(({ method, students }) => {
    start += students;
    const own = (x: Tensor) => slice(x, 0, start - students, start);
    const part = (x: Tensor) => transpose(own(x), [1, 0, 2]);
    const { losses } = lossParts(method, {
      logits: part(scores),
      labels: part(labels!),
      progress: progress!,
      prior: (prior && own(prior))!,
      // Methods that read these train alone: whyNotSideBySide.
      index: index!,
      uniform: uniform!,
      features: features!,
      forward: () => {
        throw new InternalError("side by side there is no second forward pass");
      },
      state: {},
      teacher: teacher!,
    });
    return mean(losses, 0);
  });
  return concat(losses, 0);
}
