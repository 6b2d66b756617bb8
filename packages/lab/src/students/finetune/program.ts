// The graph of a finetuned student: a backbone, pooled tokens, a linear head, and a method's loss, the same value that
// probes are trained with.

import {
  add,
  compile,
  expandDims,
  gather,
  input,
  matmul,
  mean,
  mul,
  type Program,
  reshape,
  type Signature,
  type Tensor,
  type Tensors,
  transpose,
} from "@w2s/grad";
import { type Architecture, type Pooling, poolTokens, tokenBatch } from "@w2s/models";
import type { Method } from "../../methods/index.js";
import type { Tuning } from "./tuning.js";

export interface FinetuneShape {
  readonly architecture: Architecture;
  readonly tuning: Tuning;
  readonly task: "classify" | "compare";
  /** K, at least 2. */
  readonly options: number;
  /** d, what the head sees of a text. */
  readonly width: number;
  readonly pooling: Pooling;
}

/** Texts that belong to one example: one that is classified, or K that are compared. */
export function textsPerExample({ task, options }: Pick<FinetuneShape, "task" | "options">): number {
  return task === "compare" ? options : 1;
}

/**
 * The head's parameters. A classifier has a row and a bias for each option, as the paper's and `nn.Linear`; a comparison scores each
 * text by one number, without a bias, which would cancel.
 */
export function headSignature({ task, options, width }: Pick<FinetuneShape, "task" | "options" | "width">) {
  const rows = task === "compare" ? 1 : options;
  const bias: Signature = task === "compare" ? {} : { "student.bias": input("float32", [rows]) };
  return { "student.weight": input("float32", [rows, width]), ...bias } satisfies Signature;
}

export function trainedSignature(shape: FinetuneShape): Signature {
  return { ...shape.tuning.trained, ...headSignature(shape) };
}

/**
 * What one step is given besides weights: the texts, label probabilities, the share of training done, and what the mean loss is
 * multiplied by: 1, or more or less where a step's parts are not of one size.
 */
export function stepInputs(shape: FinetuneShape): Signature {
  return {
    ...textInputs(shape),
    labels: input("float32", ["examples", shape.options]),
    progress: input("float32", []),
    share: input("float32", []),
  };
}

/** Token ids, and where the texts of each example stand among them. */
function textInputs(shape: FinetuneShape): Signature {
  return {
    ids: input("int32", ["texts", "seq"]),
    lengths: input("int32", ["texts"]),
    places: input("int32", ["examples", textsPerExample(shape)]),
  };
}

/** Logits `[examples, 1, options]`: what methods are written over, for one student. */
function studentLogits(shape: FinetuneShape, weights: Tensors, inputs: Tensors): Tensor {
  const { architecture, tuning, pooling, task } = shape;
  const batch = tokenBatch(inputs.ids!, inputs.lengths!);
  const states = architecture.hiddenStates(batch, tuning.weights(weights), architecture.layers);
  const pooled = poolTokens(states.at(-1)!, batch, pooling);
  const product = matmul(pooled, weights["student.weight"]!, { transposeB: true });
  const scores = weights["student.bias"] ? add(product, weights["student.bias"]) : product;
  const placed = gather(scores, inputs.places!);
  return task === "compare" ? transpose(placed, [0, 2, 1]) : placed;
}

/** The mean loss of a step's examples under a method, times `share`. */
export function methodLoss(shape: FinetuneShape, method: Method, weights: Tensors, inputs: Tensors): Tensor {
  const logits = studentLogits(shape, weights, inputs);
  const labels = expandDims(inputs.labels!, 1);
  const losses = method.loss({ logits, labels, progress: inputs.progress! });
  return mul(reshape(mean(losses, 0), []), inputs.share!);
}

/** The program that scores texts with all weights given: `logits: [examples, 1, options]`. */
export function scoreProgram(shape: FinetuneShape): Program {
  const weights = { ...trainedSignature(shape), ...shape.tuning.frozen };
  return compile({ ...weights, ...textInputs(shape) }, (tensors) => ({
    logits: studentLogits(shape, tensors, tensors),
  }));
}
