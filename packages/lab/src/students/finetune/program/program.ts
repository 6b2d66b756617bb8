// The graph of a finetuned student: a backbone, pooled tokens, a linear head, and a method's loss,
// the same value that probes are trained with.

import { InputError } from "@w2s/base";
import {
  type Arrays,
  add,
  compile,
  expandDims,
  gather,
  input,
  type LossSpec,
  matmul,
  mean,
  mul,
  ndarray,
  type Program,
  reshape,
  type SegmentSpec,
  type Signature,
  sizeOf,
  squeeze,
  stopGradient,
  type Tensor,
  type Tensors,
  transpose,
} from "@w2s/grad";
import { modelSegments, packedBatch, packedInputs, packedPieces, type Weights } from "@w2s/models";
import { checkLoss, type LossMethod, lossParts } from "../../../methods/losses.js";
import { dropoutInputs, dropPooled, withDropout } from "./dropout.js";
import type { FinetuneShape } from "./shape.js";

/**
 * Groups of texts of nearly one length that attention runs in; more of them would be small
 * products.
 */
export const buckets = 4;

/** What a block that is computed once more takes at a time: enough for products at full speed. */
const pieceTokens = 1024;

/** Texts that belong to one example: one that is classified, or K that are compared. */
export function textsPerExample({
  shape,
  options,
}: Pick<FinetuneShape, "shape" | "options">): number {
  return shape === "compare" ? options : 1;
}

/**
 * The head's parameters. A classifier has a row and a bias for each option, as the paper's and
 * `nn.Linear`; a comparison scores each text by one number, without a bias, which would cancel.
 */
export function headSignature({
  shape,
  options,
  width,
}: Pick<FinetuneShape, "shape" | "options" | "width">) {
  const rows = shape === "compare" ? 1 : options;
  const bias: Signature = shape === "compare" ? {} : { "student.bias": input("float32", [rows]) };
  return { "student.weight": input("float32", [rows, width]), ...bias } satisfies Signature;
}

export function trainedSignature(shape: FinetuneShape): Signature {
  return { ...shape.tuning.trained, ...headSignature(shape) };
}

/**
 * What one step is given besides weights: the texts, label probabilities, the share of training
 * done, and what the mean loss is multiplied by: 1, or more or less where a step's parts are not of
 * one size; and what else the method's loss reads.
 */
export function stepInputs(shape: FinetuneShape, method: LossMethod): Signature {
  const { reads } = checkLoss(method, shape.options);
  return {
    ...textInputs(shape),
    labels: input("float32", ["examples", shape.options]),
    progress: input("float32", []),
    share: input("float32", []),
    ...(reads.has("prior") && { prior: input("float32", [1, shape.options]) }),
    ...(reads.has("index") && { index: input("int32", ["examples"]) }),
    ...(reads.has("uniform") && { uniform: input("float32", ["examples"]) }),
    ...(reads.has("teacher") && { teacher: input("float32", ["examples", 1, shape.options]) }),
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
  { shape }: FinetuneShape,
  pooled: Tensor,
  head: Weights,
  { places }: Tensors,
): Tensor {
  const product = matmul(pooled, head("student.weight"), { transposeB: true });
  const scores = shape === "compare" ? product : add(product, head("student.bias"));
  const placed = gather(scores, places!);
  return shape === "compare" ? transpose(placed, [0, 2, 1]) : placed;
}

function pooledTexts(shape: FinetuneShape, weights: Weights, inputs: Tensors): Tensor {
  const { architecture, tuning, pooling } = shape;
  const start =
    tuning.from === undefined ? undefined : { layer: tuning.from, states: inputs.states! };
  return architecture.pooled(packedBatch(inputs, buckets), weights, pooling, start);
}

/** What the head sees of each example: `[examples, d]`, or `[examples, K, d]` of K texts. */
function exampleFeatures({ shape }: FinetuneShape, pooled: Tensor, { places }: Tensors): Tensor {
  const placed = gather(pooled, places!);
  return shape === "compare" ? placed : squeeze(placed, 1);
}

/**
 * Logits `[examples, 1, options]` of such features, or of those with an axis for the one student.
 */
function secondLogits({ shape, options }: FinetuneShape, features: Tensor, head: Weights): Tensor {
  const product = matmul(features, head("student.weight"), { transposeB: true });
  const scores = shape === "compare" ? product : add(product, head("student.bias"));
  return reshape(scores, [features.shape[0]!, 1, options]);
}

/** The mean loss of a step's examples under a method, times `share`, and what the method keeps. */
function lossOf(
  shape: FinetuneShape,
  method: LossMethod,
  pooled: Tensor,
  head: Weights,
  inputs: Tensors,
  carried: Tensors = {},
) {
  const seen = dropPooled(shape, pooled, inputs);
  const names = Object.keys(method.kept?.state ?? {});
  const { losses, state } = lossParts(method, {
    logits: headLogits(shape, seen, head, inputs),
    labels: expandDims(inputs.labels!, 1),
    progress: inputs.progress!,
    prior: inputs.prior!,
    index: inputs.index!,
    uniform: inputs.uniform!,
    get features() {
      return exampleFeatures(shape, seen, inputs);
    },
    forward: (features) => secondLogits(shape, features, head),
    state: Object.fromEntries(names.map((name) => [name, stopGradient(carried[stateName(name)]!)])),
    teacher: inputs.teacher!,
  });
  const kept = names.map((name) => [stateName(name), stopGradient(state[name]!)] as const);
  return {
    loss: mul(reshape(mean(losses, 0), []), inputs.share!),
    carried: Object.fromEntries(kept),
  };
}

const stateName = (name: string): string => `state ${name}`;

/** What a method keeps of one student's training, as it is at first. */
export function startingState({ kept }: LossMethod, options: number, examples: number): Arrays {
  const sizes = { examples, students: 1, options };
  return Object.fromEntries(
    Object.entries(kept?.state ?? {}).map(([name, { axes, start = 0 }]) => {
      const shape = axes.map((axis) => sizes[axis]);
      return [stateName(name), ndarray(new Float32Array(sizeOf(shape)).fill(start), shape)];
    }),
  );
}

/**
 * The loss as one program, which keeps what the way back needs; `carried` is what the method keeps.
 */
export function methodLoss(
  shape: FinetuneShape,
  method: LossMethod,
  carried: Arrays = {},
): Pick<LossSpec, "loss" | "carried"> {
  const kept = Object.entries(carried).map(
    ([name, { shape }]) => [name, input("float32", shape)] as const,
  );
  return {
    carried: Object.fromEntries(kept),
    loss({ weights: tensors, inputs, carried }) {
      const pooled = pooledTexts(
        shape,
        withDropout(shape, shape.tuning.weights(tensors), inputs),
        inputs,
      );
      return lossOf(shape, method, pooled, (name) => tensors[name]!, inputs, carried);
    },
  };
}

/**
 * The loss by segments, which compute their insides once more on the way back.
 * @throws InputError for a method that keeps a state, which segments do not carry.
 */
export function segmentedLoss(
  shape: FinetuneShape,
  method: LossMethod,
): Pick<SegmentSpec, "segments" | "pieces"> {
  if (method.kept) {
    throw new InputError(
      `finetune: method "${method.name}" keeps a state, which "recompute" does not carry; leave ` +
        "recompute out",
    );
  }
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
    loss: (pooled, { weights, inputs }) => lossOf(shape, method, pooled, weights, inputs).loss,
  });
  const signature = stepInputs(shape, method);
  return {
    segments,
    pieces: (batch) => packedPieces(batch, signature, { buckets, tokens: pieceTokens }),
  };
}

/**
 * The program that scores texts with all weights given: `logits: [examples, 1, options]`. Nothing
 * is dropped, unless it `drops` what training does, by masks that it is given.
 */
export function scoreProgram(given: FinetuneShape, drops = false): Program {
  const shape = drops ? given : { ...given, dropout: 0 };
  const weights = { ...trainedSignature(shape), ...shape.tuning.frozen };
  return compile({ ...weights, ...textInputs(shape), ...dropoutInputs(shape) }, (tensors) => {
    const own = withDropout(shape, shape.tuning.weights(tensors), tensors);
    const pooled = dropPooled(shape, pooledTexts(shape, own, tensors), tensors);
    return { logits: headLogits(shape, pooled, (name) => tensors[name]!, tensors) };
  });
}
