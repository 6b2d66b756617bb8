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
  /** What the loss itself carries from step to step; static shapes. No gradient flows into it. */
  readonly carried?: Signature;
  /**
   * The mean loss of the step's examples: a float32 scalar. With `carried`, its next values too.
   */
  loss(context: {
    readonly weights: Tensors;
    readonly inputs: Tensors;
    readonly carried: Tensors;
  }): Tensor | { readonly loss: Tensor; readonly carried: Tensors };
}

export interface StepGradients {
  /** What the loss carries, as the last evaluation left it. */
  carried: Arrays;
  /**
   * The loss of a batch under weights, trained and frozen. Its gradients are written to `into`, or
   * added to what is there where `accumulate` is set.
   */
  evaluate(weights: Arrays, batch: Arrays, into: Arena, accumulate: boolean): Promise<number>;
  release(): Promise<void>;
}

const gradientName = (parameter: string): string => `gradient ${parameter}`;

const nextName = (carried: string): string => `next ${carried}`;

/**
 * Outputs `loss`, `gradient NAME` for every trained parameter and `next NAME` for what it carries.
 */
export function gradientProgram(spec: LossSpec): Program {
  const { parameters, frozen = {}, inputs, carried = {}, loss } = spec;
  return compile({ ...parameters, ...frozen, ...inputs, ...carried }, (tensors) => {
    const pick = (signature: Signature): Tensors =>
      Object.fromEntries(Object.keys(signature).map((name) => [name, tensors[name]!]));
    const trained = pick(parameters);
    const result = loss({
      weights: { ...trained, ...pick(frozen) },
      inputs: pick(inputs),
      carried: pick(carried),
    });
    const { loss: value, carried: kept } =
      "loss" in result ? result : { loss: result, carried: {} };
    const derivatives = gradients(value, Object.values(trained));
    const named = Object.keys(parameters).map(
      (name, i) => [gradientName(name), derivatives[i]!] as const,
    );
    const next = Object.keys(carried).map((name) => [nextName(name), kept[name]!] as const);
    return { loss: value, ...Object.fromEntries([...named, ...next]) };
  });
}

/** Forward and backward in one program, which keeps what the way back needs. */
export class WholeGradients implements StepGradients {
  /** Gradients of the second and later micro-batches of a step, once there are any. */
  private extra: Arena | undefined;

  carried: Arrays = {};

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
    const feeds = { ...weights, ...batch, ...this.carried };
    const results = await this.executable.run(feeds, Object.fromEntries(places));
    const next = Object.keys(this.carried).map((name) => [name, results[nextName(name)]!] as const);
    this.carried = Object.fromEntries(next);
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
