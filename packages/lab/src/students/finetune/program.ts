// The graph of a finetuned student: a backbone, pooled tokens, a linear head, and a method's loss, the same value that
// probes are trained with.

import {
  add,
  compile,
  gather,
  input,
  matmul,
  mean,
  type Program,
  reshape,
  type Signature,
  sub,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import { type Architecture, poolTokens, type Shapes, tokenBatch } from "@w2s/models";
import type { Method } from "../../methods/index.js";
import { asChoices, columnsPerStudent, type HeadShape } from "../head.js";
import type { FinetuneRecipe } from "./recipe.js";

export interface FinetuneShape {
  readonly architecture: Architecture;
  readonly task: "classify" | "compare";
  /** K, at least 2; 2 for a comparison. */
  readonly options: number;
  readonly width: number;
  readonly recipe: Pick<FinetuneRecipe, "blocks" | "pooling">;
}

const asSignature = (shapes: Shapes): Signature =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, input("float32", shape)]));

/** What is trained: the last blocks (or all of the backbone) and the head, `student.weight: [columns, d]`. */
export function trainedParameters({ architecture, recipe, task, options, width }: FinetuneShape): Signature {
  const { layers } = architecture;
  const from = recipe.blocks === undefined ? undefined : layers - recipe.blocks;
  const columns = columnsPerStudent({ options });
  const bias: Signature = task === "compare" ? {} : { "student.bias": input("float32", [columns]) };
  return {
    ...asSignature(architecture.parameters(layers, from)),
    "student.weight": input("float32", [columns, width]),
    ...bias,
  };
}

/** What is frozen: the backbone below the trained blocks. */
export function frozenParameters(shape: FinetuneShape): Signature {
  const trained = trainedParameters(shape);
  const all = asSignature(shape.architecture.parameters(shape.architecture.layers));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in trained)));
}

/** What one step is given: labels as `HeadShape` has them, and for a comparison where each example's two texts stand. */
export function stepInputs(shape: Pick<FinetuneShape, "task" | "options">): Signature {
  return {
    ...scoreInputs(shape),
    labels: input("float32", ["examples", columnsPerStudent(shape)]),
    progress: input("float32", []),
  };
}

function scoreInputs({ task }: Pick<FinetuneShape, "task">): Signature {
  const place = input("int32", ["examples"]);
  const examples = task === "compare" ? "texts" : "examples";
  const tokens = { ids: input("int32", [examples, "seq"]), lengths: input("int32", [examples]) };
  return task === "compare" ? { ...tokens, first: place, second: place } : tokens;
}

/** Log-odds `[examples, 1]` with two options, else logits `[examples, options]`. */
function studentScores(shape: FinetuneShape, weights: Tensors, inputs: Tensors): Tensor {
  const { architecture, recipe } = shape;
  const batch = tokenBatch(inputs.ids!, inputs.lengths!);
  const states = architecture.hiddenStates(batch, (name) => weights[name]!, architecture.layers);
  const pooled = poolTokens(states.at(-1)!, batch, recipe.pooling);
  const product = matmul(pooled, weights["student.weight"]!, { transposeB: true });
  if (weights["student.bias"]) return add(product, weights["student.bias"]);
  return sub(gather(product, inputs.second!), gather(product, inputs.first!));
}

/** The mean loss of a step under a method. */
export function methodLoss(shape: FinetuneShape, method: Method, weights: Tensors, inputs: Tensors): Tensor {
  const head: HeadShape = { task: shape.task, options: shape.options, features: shape.width, students: 1 };
  const logits = asChoices(head, studentScores(shape, weights, inputs), true);
  const labels = asChoices(head, inputs.labels!, false);
  return reshape(mean(method.loss({ logits, labels, progress: inputs.progress! }), 0), []);
}

/** The program that scores texts with all weights given. */
export function finetuneScoreProgram(shape: FinetuneShape): Program {
  const weights = { ...trainedParameters(shape), ...frozenParameters(shape) };
  return compile({ ...weights, ...scoreInputs(shape) }, (tensors) => ({
    scores: studentScores(shape, tensors, tensors),
  }));
}
