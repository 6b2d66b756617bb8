// The graph of a finetuned student: a backbone, pooled tokens, a linear head, and a method's loss,
// the same value that probes are trained with.

import {
  add,
  compile,
  expandDims,
  gather,
  input,
  type LossSpec,
  matmul,
  mean,
  mul,
  type Program,
  reshape,
  type SegmentSpec,
  type Signature,
  type Tensor,
  type Tensors,
  transpose,
} from "@w2s/grad";
import {
  type Architecture,
  modelSegments,
  type Pooling,
  packedBatch,
  packedInputs,
  packedPieces,
  type Weights,
} from "@w2s/models";
import type { LossMethod } from "../../methods/index.js";
import { dropoutInputs, dropPooled, withDropout } from "./dropout.js";
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
  /** The share of values that training drops, in [0, 1); default 0. */
  readonly dropout?: number;
}

/**
 * Groups of texts of nearly one length that attention runs in; more of them would be small
 * products.
 */
export const buckets = 4;

/** What a block that is computed once more takes at a time: enough for products at full speed. */
const pieceTokens = 1024;

/** Texts that belong to one example: one that is classified, or K that are compared. */
export function textsPerExample({
  task,
  options,
}: Pick<FinetuneShape, "task" | "options">): number {
  return task === "compare" ? options : 1;
}

/**
 * The head's parameters. A classifier has a row and a bias for each option, as the paper's and
 * `nn.Linear`; a comparison scores each text by one number, without a bias, which would cancel.
 */
export function headSignature({
  task,
  options,
  width,
}: Pick<FinetuneShape, "task" | "options" | "width">) {
  const rows = task === "compare" ? 1 : options;
  const bias: Signature = task === "compare" ? {} : { "student.bias": input("float32", [rows]) };
  return { "student.weight": input("float32", [rows, width]), ...bias } satisfies Signature;
}

export function trainedSignature(shape: FinetuneShape): Signature {
  return { ...shape.tuning.trained, ...headSignature(shape) };
}

/**
 * What one step is given besides weights: the texts, label probabilities, the share of training
 * done, and what the mean loss is multiplied by: 1, or more or less where a step's parts are not of
 * one size.
 */
export function stepInputs(shape: FinetuneShape): Signature {
  return {
    ...textInputs(shape),
    labels: input("float32", ["examples", shape.options]),
    progress: input("float32", []),
    share: input("float32", []),
    ...dropoutInputs(shape),
  };
}

/**
 * The texts, packed, and where those of each example stand among them; where the tuning starts from
 * a layer, that layer's activations of their tokens too.
 */
function textInputs(shape: FinetuneShape): Signature {
  const places = input("int32", ["examples", textsPerExample(shape)]);
  const states: Signature =
    shape.tuning.from === undefined ? {} : { states: input("float32", ["tokens", shape.width]) };
  return { ...packedInputs(buckets), ...states, places };
}

/** Logits `[examples, 1, options]`, what methods are written over, of pooled texts `[texts, d]`. */
function headLogits(
  { task }: FinetuneShape,
  pooled: Tensor,
  head: Weights,
  { places }: Tensors,
): Tensor {
  const product = matmul(pooled, head("student.weight"), { transposeB: true });
  const scores = task === "compare" ? product : add(product, head("student.bias"));
  const placed = gather(scores, places!);
  return task === "compare" ? transpose(placed, [0, 2, 1]) : placed;
}

function pooledTexts(shape: FinetuneShape, weights: Weights, inputs: Tensors): Tensor {
  const { architecture, tuning, pooling } = shape;
  const start =
    tuning.from === undefined ? undefined : { layer: tuning.from, states: inputs.states! };
  return architecture.pooled(packedBatch(inputs, buckets), weights, pooling, start);
}

/** The mean loss of a step's examples under a method, times `share`. */
function lossOf(
  shape: FinetuneShape,
  method: LossMethod,
  pooled: Tensor,
  head: Weights,
  inputs: Tensors,
): Tensor {
  const logits = headLogits(shape, dropPooled(shape, pooled, inputs), head, inputs);
  const labels = expandDims(inputs.labels!, 1);
  const losses = method.loss({ logits, labels, progress: inputs.progress! });
  return mul(reshape(mean(losses, 0), []), inputs.share!);
}

/** The loss as one program, which keeps what the way back needs. */
export function methodLoss(shape: FinetuneShape, method: LossMethod): Pick<LossSpec, "loss"> {
  return {
    loss({ weights: tensors, inputs }) {
      const pooled = pooledTexts(
        shape,
        withDropout(shape, shape.tuning.weights(tensors), inputs),
        inputs,
      );
      return lossOf(shape, method, pooled, (name) => tensors[name]!, inputs);
    },
  };
}

/** The loss by segments, which compute their insides once more on the way back. */
export function segmentedLoss(
  shape: FinetuneShape,
  method: LossMethod,
): Pick<SegmentSpec, "segments" | "pieces"> {
  const { architecture, tuning, pooling } = shape;
  const { from } = tuning;
  const own = architecture.parameters(architecture.layers);
  const segments = modelSegments(architecture, {
    batch: (inputs) => packedBatch(inputs, buckets),
    ...(from !== undefined && { start: { layer: from, states: ({ states }) => states! } }),
    weights: (tensors, inputs) => withDropout(shape, tuning.weights(tensors), inputs),
    adapters: Object.keys(tuning.trained).filter((name) => !(name in own)),
    pooling,
    head: Object.keys(headSignature(shape)),
    loss: (pooled, { weights, inputs }) => lossOf(shape, method, pooled, weights, inputs),
  });
  const signature = stepInputs(shape);
  return {
    segments,
    pieces: (batch) => packedPieces(batch, signature, { buckets, tokens: pieceTokens }),
  };
}

/**
 * The program that scores texts with all weights given: `logits: [examples, 1, options]`. Nothing
 * is dropped.
 */
export function scoreProgram(shape: FinetuneShape): Program {
  const weights = { ...trainedSignature(shape), ...shape.tuning.frozen };
  return compile({ ...weights, ...textInputs(shape) }, (tensors) => ({
    logits: headLogits(
      shape,
      pooledTexts(shape, shape.tuning.weights(tensors), tensors),
      (name) => tensors[name]!,
      tensors,
    ),
  }));
}
