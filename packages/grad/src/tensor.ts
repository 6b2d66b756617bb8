// Symbolic tensors: a directed graph of nodes, built by calling ops, differentiated by gradient.ts,
// emitted by onnx/. Nothing is computed here.

import { InputError } from "@w2s/base";
import type { DType, NdArray } from "./array.js";
import type { OnnxAttributes, OnnxGraphAttribute } from "./onnx/parts.js";
import type { Target } from "./runtime/device.js";
import type { Shape } from "./shape.js";

/** What a node's output will be when the program runs. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A symbolic tensor: output `index` of a node. */
export interface Tensor extends TensorType {
  readonly node: Node;
  readonly index: number;
}

/** Symbolic tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** An applied op. `attrs` are its static options. */
export interface Node<A = unknown> {
  readonly op: Op<A>;
  readonly attrs: A;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/**
 * Writes ONNX nodes for one op; see onnx/emit.ts for the implementation. Names are ONNX value
 * names.
 */
export interface Emitter {
  /**
   * What the model will run on: devices lack kernels, and some are less exact than they should be.
   */
  readonly target: Target;
  /** Adds an ONNX node and gives the names of its `outputs` (default 1) results. */
  add(
    opType: string,
    inputs: readonly string[],
    attributes?: OnnxAttributes,
    options?: NodeOptions,
  ): string[];
  /** Like `add` for a single result. */
  one(
    opType: string,
    inputs: readonly string[],
    attributes?: OnnxAttributes,
    domain?: string,
  ): string;
  /** Adds a constant and gives its name; equal constants share one. */
  constant(value: NdArray): string;
  /**
   * A 1-d int64 value holding the sizes of `shape`, computed from running tensors where dimensions
   * are symbolic.
   */
  shapeVector(shape: Shape): string;
  /** A graph attribute holding the body of a control-flow op. */
  body(inputs: readonly Tensor[], outputs: readonly Tensor[]): OnnxGraphAttribute;
}

export interface NodeOptions {
  readonly domain?: string;
  readonly outputs?: number;
}

/**
 * One op, whole: how its outputs' types follow from its inputs, how it is emitted as ONNX, and its
 * gradient. `gradient` gets the node and one cotangent an output (undefined where nothing flows)
 * and returns one cotangent an input, of its type (undefined where none flows back); "none" says
 * that the op is piecewise constant or integer-valued, "refused" that its rule is not written.
 */
export interface Op<A = unknown> {
  readonly name: string;
  infer(inputs: readonly Tensor[], attrs: A): readonly TensorType[];
  emit(emitter: Emitter, inputs: readonly string[], node: Node<A>): readonly string[];
  /**
   * The first output once more, made of what the op's own gradient computes anyway: other ops'
   * gradients get it in place of the output, which then need not be kept.
   */
  readonly again?: Rules<A>["again"];
  /**
   * Whether `gradient` takes cotangents of every output; default: of the first alone. Other outputs
   * then feed the gradient, which cannot be differentiated once more.
   */
  readonly carriesAll?: true;
  readonly gradient: "none" | "refused" | Rules<A>["gradient"];
}

/** In method syntax, as all of `Op`, so that a node of any attributes is a node. */
interface Rules<A> {
  again(node: Node<A>): Tensor | undefined;
  gradient(
    node: Node<A>,
    cotangents: readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[];
}

/** Declares an op; the type of its attributes follows from its rules. */
export function defineOp<A = null>(op: Op<A>): Op<A> {
  return op;
}

/** Applies an op: infers its output types, refuses wrong ones, and gives its output tensors. */
export function apply<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A): readonly Tensor[] {
  const types = op.infer(inputs, attrs);
  const outputs: Tensor[] = [];
  const node: Node<A> = { op, attrs, inputs, outputs };
  types.forEach((type, index) => {
    outputs.push({ dtype: type.dtype, shape: type.shape, node, index });
  });
  return outputs;
}

/** `apply` for ops with one output. */
export function applyOne<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A): Tensor {
  return apply(op, inputs, attrs)[0]!;
}

/** Refuses tensors of different dtypes. */
export function requireSameDtype(op: string, tensors: readonly Tensor[]): DType {
  const [first, ...rest] = tensors;
  for (const tensor of rest) {
    if (tensor.dtype !== first!.dtype) {
      throw new InputError(
        `${op}: dtypes must agree, got ${tensors.map((t) => t.dtype).join(" and ")}; use cast`,
      );
    }
  }
  return first!.dtype;
}

export function isFloat(dtype: DType): dtype is "float32" | "float64" {
  return dtype === "float32" || dtype === "float64";
}

/** Refuses a tensor that is not float32 or float64. */
export function requireFloat(op: string, tensor: Tensor): void {
  if (!isFloat(tensor.dtype))
    throw new InputError(`${op}: needs floats, got ${tensor.dtype}; use cast`);
}
