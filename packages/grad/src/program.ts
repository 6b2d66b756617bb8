// A program: a traced TypeScript function, compiled to one ONNX model that any runtime loads.

import { InputError } from "@w2s/base";
import type { DType } from "./array.js";
import { emitModel } from "./onnx/emit.js";
import { placeholder } from "./ops/source.js";
import { printGraph } from "./print.js";
import type { Target } from "./runtime/device.js";
import type { Shape } from "./shape.js";
import type { Tensor, TensorType } from "./tensor.js";

/** What a program takes or gives, by name. */
export type Signature = Readonly<Record<string, TensorType>>;

/**
 * A traced and compiled function: what a runtime loads. I and O are the names of inputs and
 * outputs.
 */
export interface Program<I extends string = string, O extends string = string> {
  /** A serialised ONNX ModelProto, as the CPU runs it best; every runtime can run it. */
  readonly model: Uint8Array;
  readonly inputs: Readonly<Record<I, TensorType>>;
  readonly outputs: Readonly<Record<O, TensorType>>;
  /** The same program in the form that a target runs best. */
  modelFor(target: Target): Uint8Array;
  /** The traced graph as text. */
  print(): string;
}

/** Declares a program's input; dimensions may be symbolic names such as "batch". */
export function input(dtype: DType, shape: Shape): TensorType {
  for (const dim of shape) {
    const valid =
      typeof dim === "string" ? /^[a-z_]\w*$/i.test(dim) : Number.isInteger(dim) && dim >= 0;
    if (!valid) {
      throw new InputError(
        `input: a dimension must be a whole number or a name, got ${JSON.stringify(dim)}`,
      );
    }
  }
  return { dtype, shape };
}

/**
 * Traces `build` over symbolic inputs and compiles what it returns.
 *
 * ```ts
 * const double = compile({ x: input("float32", ["n"]) }, ({ x }) => ({ y: mul(x, 2) }));
 * ```
 * @throws InputError from ops whose shapes or dtypes do not fit, and when nothing is returned.
 */
export function compile<
  const I extends Signature,
  const O extends Readonly<Record<string, Tensor>>,
>(
  inputs: I,
  build: (inputs: { readonly [K in keyof I]: Tensor }) => O,
): Program<keyof I & string, keyof O & string> {
  const placeholders = Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, shape }]) => [
      name,
      placeholder(name, dtype, shape),
    ]),
  );
  const outputs = build(placeholders as { readonly [K in keyof I]: Tensor });
  const clash = Object.keys(outputs).find((name) => name in inputs);
  if (Object.keys(outputs).length === 0)
    throw new InputError("compile: the program returns nothing");
  if (clash !== undefined)
    throw new InputError(`compile: "${clash}" names both an input and an output; rename one`);
  const types = Object.entries(outputs).map(([name, { dtype, shape }]) => [name, { dtype, shape }]);
  const model = emitModel(placeholders, outputs);
  return {
    model,
    modelFor: (target) => (target === "cpu" ? model : emitModel(placeholders, outputs, target)),
    inputs,
    outputs: Object.fromEntries(types),
    print: () => printGraph(outputs),
  };
}
