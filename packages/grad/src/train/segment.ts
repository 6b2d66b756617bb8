// A model cut into segments, each from the state that the one before gives to the next one.

import { InputError } from "@w2s/base";
import type { Arrays } from "../array.js";
import { placeholder } from "../ops/source.js";
import type { Signature } from "../program.js";
import { formatShape } from "../shape.js";
import { isFloat, type Tensor, type Tensors, type TensorType } from "../tensor.js";
import type { GradientSpec } from "./step-gradients.js";

/** One part of a model, as a function from the state before it to the state after it. */
export interface Segment {
  /** Names of the parameters and frozen weights that it uses; two segments may use the same. */
  readonly weights: readonly string[];
  /**
   * The state after it, one float tensor; the last segment's is the mean loss, a scalar. The first
   * gets no state. Of all weights it sees its own alone.
   */
  run(
    state: Tensor | undefined,
    context: { readonly weights: Tensors; readonly inputs: Tensors },
  ): Tensor;
  /**
   * Whether it may run a piece at a time: no row of the state after it depends on rows of another
   * piece. Default: all rows at once.
   */
  readonly byPiece?: boolean;
}

/**
 * Some rows of the states between segments, `from` to `to` (exclusive), and the step's inputs as
 * they are for these rows.
 */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly inputs: Arrays;
}

/** A model as segments, each run on what the one before gives. */
export interface SegmentSpec extends GradientSpec {
  /** In their order, at least one. */
  readonly segments: readonly Segment[];
  /**
   * Cuts a batch into pieces that hold every row once, so that a segment's memory does not grow
   * with the batch; default: one piece.
   */
  pieces?(batch: Arrays): readonly Piece[];
}

/** A segment, and what follows from those before it. */
export interface PlacedSegment {
  readonly segment: Segment;
  /** Types of its weights, in their order. */
  readonly weights: readonly TensorType[];
  /** Those of its weights that are trained. */
  readonly trained: readonly string[];
  readonly trains: boolean;
  readonly before: TensorType | undefined;
  readonly after: TensorType;
  readonly isLast: boolean;
  /** Whether something before it is trained, so that a cotangent must flow back. */
  readonly flowsBack: boolean;
}

/**
 * Traces each segment once for the type of its state.
 * @throws InputError for a weight that is neither a parameter nor frozen, a state that is not of
 * floats, or a loss that is no scalar.
 */
export function partsOf({
  segments,
  parameters,
  frozen = {},
  inputs,
}: SegmentSpec): PlacedSegment[] {
  const signature: Signature = { ...frozen, ...parameters };
  let before: TensorType | undefined;
  let flowsBack = false;
  return segments.map((segment, i) => {
    const weights = segment.weights.map((name) => typeOf(signature, name));
    const trained = segment.weights.filter((name) => name in parameters);
    const { dtype, shape } = segment.run(
      before && placeholder("state", before.dtype, before.shape),
      {
        weights: placeholders(segment.weights, weights),
        inputs: placeholders(Object.keys(inputs), Object.values(inputs)),
      },
    );
    const isLast = i === segments.length - 1;
    if (!isFloat(dtype) || (isLast && shape.length > 0)) {
      const required = isLast ? "give the loss, a float scalar" : "give floats";
      throw new InputError(
        `training: segment ${i + 1} must ${required}, got ${dtype}${formatShape(shape)}`,
      );
    }
    const trains = trained.length > 0;
    const part = {
      segment,
      weights,
      trained,
      trains,
      before,
      after: { dtype, shape },
      isLast,
      flowsBack,
    };
    before = part.after;
    flowsBack ||= trains;
    return part;
  });
}

function typeOf(signature: Signature, name: string): TensorType {
  const type = signature[name];
  if (type) return type;
  throw new InputError(
    `training: a segment uses "${name}", which is neither among the parameters nor frozen`,
  );
}

export function placeholders(names: readonly string[], types: readonly TensorType[]): Tensors {
  return Object.fromEntries(
    names.map((name, i) => [name, placeholder(name, types[i]!.dtype, types[i]!.shape)]),
  );
}
