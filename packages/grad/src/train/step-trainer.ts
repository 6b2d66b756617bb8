// Training of large models, a step at a time: one program gives the loss and all gradients, written where the optimizer finds
// them. Parameters, gradients and optimizer state each exist once.

import { sizeOf } from "../array.js";
import { InputError } from "../errors.js";
import { gradients } from "../gradient.js";
import { compile, type Program, type Signature } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import type { Tensor } from "../tensor.js";
import { Arena } from "./arena.js";
import { ArenaOptimizer } from "./arena-optimizer.js";
import type { Optimizer } from "./optimizer.js";
import type { Arrays, Tensors } from "./training.js";

export interface StepSpec {
  /** Trained; static shapes. */
  readonly parameters: Signature;
  /** Given to every step as they are: frozen weights. */
  readonly frozen?: Signature;
  /** Given anew to each step; symbolic dimensions allowed. */
  readonly inputs: Signature;
  /** The mean loss of the step's examples: a float32 scalar. */
  loss(context: { readonly weights: Tensors; readonly inputs: Tensors }): Tensor;
  readonly optimizer: Optimizer;
  /** Which parameters have the optimizer's decoupled weight decay; default: all. */
  readonly decays?: (parameter: string) => boolean;
  /** Gradients are scaled down to this Euclidean length where they are longer; above 0, default: never. */
  readonly clipNorm?: number;
}

const gradientName = (parameter: string): string => `gradient ${parameter}`;

/** Outputs `loss` and `gradient NAME` for every trained parameter. */
export function gradientProgram({ parameters, frozen = {}, inputs, loss }: StepSpec): Program {
  return compile({ ...parameters, ...frozen, ...inputs }, (tensors) => {
    const pick = (signature: Signature): Tensors =>
      Object.fromEntries(Object.keys(signature).map((name) => [name, tensors[name]!]));
    const trained = pick(parameters);
    const value = loss({ weights: { ...trained, ...pick(frozen) }, inputs: pick(inputs) });
    const derivatives = gradients(value, Object.values(trained));
    const named = Object.keys(parameters).map((name, i) => [gradientName(name), derivatives[i]!] as const);
    return { loss: value, ...Object.fromEntries(named) };
  });
}

/** What a step did. */
export interface StepReport {
  /** Mean over the step's micro-batches. */
  readonly loss: number;
  /** Euclidean length of the gradient before clipping. */
  readonly gradientNorm: number;
}

/** A step whose loss or gradient is not a finite number. Nothing was changed by it. */
export class NotFiniteError extends Error {
  override readonly name = "NotFiniteError";
}

export class StepTrainer {
  /** Gradients of the second and later micro-batches of a step, once there are any. */
  private extra: Arena | undefined;

  private constructor(
    private readonly executable: Executable,
    readonly optimizer: ArenaOptimizer,
    /** Decayed parameters first, each part in the order of the spec. */
    readonly parameters: Arena,
    private readonly gradientArena: Arena,
    private readonly clipNorm: number,
  ) {}

  /** Compiles and loads; `initial` holds a value for every trained parameter and is copied. */
  static async load(
    runtime: Runtime,
    spec: StepSpec,
    initial: Arrays,
    options?: RuntimeOptions,
  ): Promise<StepTrainer> {
    const { clipNorm = Number.POSITIVE_INFINITY, decays = () => true } = spec;
    const entries = Object.entries(spec.parameters);
    const [decayed, spared] = [true, false].map((wanted) =>
      Object.fromEntries(entries.filter(([name]) => decays(name) === wanted)),
    ) as [Signature, Signature];
    const signature = { ...decayed, ...spared };
    const parameters = new Arena(signature);
    parameters.fill(initial);
    const executable = await runtime.load(gradientProgram(spec), options);
    const { length } = parameters.data;
    const border = sizeOfAll(decayed);
    const optimizer = await ArenaOptimizer.load(runtime, spec.optimizer, length, options, border);
    return new StepTrainer(executable, optimizer, parameters, new Arena(signature), clipNorm);
  }

  /**
   * Takes one step on micro-batches whose gradients are averaged (each counts alike).
   * @throws NotFiniteError when loss or gradient is not finite; the parameters are then as they were before the step.
   */
  async step(batches: readonly Arrays[], frozen: Arrays, learningRate: number): Promise<StepReport> {
    if (batches.length === 0) throw new InputError("training: a step needs at least one batch, got none");
    const gradient = this.gradientArena;
    if (batches.length > 1) this.extra ??= gradient.like();
    let loss = 0;
    for (const [i, batch] of batches.entries()) {
      const place = i === 0 ? gradient : this.extra!;
      loss += await this.evaluate(batch, frozen, place);
      if (i > 0) addInto(gradient.data, place.data);
    }
    const scale = 1 / batches.length;
    const norm = scale * (await this.optimizer.norm(gradient.data));
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw new NotFiniteError(
        `training: step ${this.optimizer.steps + 1} has loss ${scale * loss} and gradient norm ${norm}; try a smaller learning rate`,
      );
    }
    const clip = norm > this.clipNorm ? this.clipNorm / norm : 1;
    await this.optimizer.step(this.parameters.data, gradient.data, learningRate, scale * clip);
    return { loss: scale * loss, gradientNorm: norm };
  }

  /** The loss of a batch, its gradients written to `place`. */
  private async evaluate(batch: Arrays, frozen: Arrays, place: Arena): Promise<number> {
    const places = Object.entries(place.arrays).map(([name, array]) => [gradientName(name), array]);
    const results = await this.executable.run(
      { ...this.parameters.arrays, ...frozen, ...batch },
      Object.fromEntries(places),
    );
    return Number(results.loss!.data[0]);
  }

  async release(): Promise<void> {
    await Promise.all([this.executable.release(), this.optimizer.release()]);
  }
}

function sizeOfAll(signature: Signature): number {
  return Object.values(signature).reduce((total, { shape }) => total + sizeOf(shape as readonly number[]), 0);
}

function addInto(sum: Float32Array, more: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
}
