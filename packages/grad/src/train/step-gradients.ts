// Where a step's gradients come from: one program of the whole model, or, in
// segmented-gradients.ts, one a segment.

import type { Arrays } from "../array.js";
import { gradients } from "../gradient.js";
import { compile, type Program, type Signature } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import type { Tensor, Tensors } from "../tensor.js";
import type { Arena } from "./arena.js";

/** What is trained, and on what. */
export interface GradientSpec {
  /** Trained; static shapes. */
  readonly parameters: Signature;
  /** Given to every step as they are: frozen weights. */
  readonly frozen?: Signature;
  /** Given anew to each step; symbolic dimensions allowed. */
  readonly inputs: Signature;
}

/** A model as one function to its loss. */
export interface LossSpec extends GradientSpec {
  /** The mean loss of the step's examples: a float32 scalar. */
  loss(context: { readonly weights: Tensors; readonly inputs: Tensors }): Tensor;
}

export interface StepGradients {
  /**
   * The loss of a batch under weights, trained and frozen. Its gradients are written to `into`, or
   * added to what is there where `accumulate` is set.
   */
  evaluate(weights: Arrays, batch: Arrays, into: Arena, accumulate: boolean): Promise<number>;
  release(): Promise<void>;
}

export const gradientName = (parameter: string): string => `gradient ${parameter}`;

/** Outputs `loss` and `gradient NAME` for every trained parameter. */
export function gradientProgram({ parameters, frozen = {}, inputs, loss }: LossSpec): Program {
  return compile({ ...parameters, ...frozen, ...inputs }, (tensors) => {
    const pick = (signature: Signature): Tensors =>
      Object.fromEntries(Object.keys(signature).map((name) => [name, tensors[name]!]));
    const trained = pick(parameters);
    const value = loss({ weights: { ...trained, ...pick(frozen) }, inputs: pick(inputs) });
    const derivatives = gradients(value, Object.values(trained));
    const named = Object.keys(parameters).map(
      (name, i) => [gradientName(name), derivatives[i]!] as const,
    );
    return { loss: value, ...Object.fromEntries(named) };
  });
}

/** Forward and backward in one program, which keeps what the way back needs. */
export class WholeGradients implements StepGradients {
  /** Gradients of the second and later micro-batches of a step, once there are any. */
  private extra: Arena | undefined;

  private constructor(private readonly executable: Executable) {}

  static async load(
    runtime: Runtime,
    spec: LossSpec,
    options?: RuntimeOptions,
  ): Promise<WholeGradients> {
    return new WholeGradients(
      await runtime.load(gradientProgram(spec), { ...options, planned: false }),
    );
  }

  async evaluate(
    weights: Arrays,
    batch: Arrays,
    into: Arena,
    accumulate: boolean,
  ): Promise<number> {
    if (accumulate) this.extra ??= into.like();
    const place = accumulate ? this.extra! : into;
    const places = Object.entries(place.arrays).map(([name, array]) => [gradientName(name), array]);
    const results = await this.executable.run({ ...weights, ...batch }, Object.fromEntries(places));
    if (accumulate) addInto(into.data, place.data);
    return Number(results.loss!.data[0]);
  }

  release(): Promise<void> {
    return this.executable.release();
  }
}

function addInto(sum: Float32Array, more: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
}
