// Training of large models, a step at a time: one program gives the loss and all gradients, written where the optimizer finds
// them. Parameters, gradients and optimizer state each exist once.

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

export class StepTrainer {
  private constructor(
    private readonly spec: StepSpec,
    private readonly executable: Executable,
    readonly optimizer: ArenaOptimizer,
    readonly parameters: Arena,
    private readonly gradientArena: Arena,
  ) {}

  /** Compiles and loads; `initial` holds a value for every trained parameter and is copied. */
  static async load(
    runtime: Runtime,
    spec: StepSpec,
    initial: Arrays,
    options?: RuntimeOptions,
  ): Promise<StepTrainer> {
    const parameters = new Arena(spec.parameters);
    parameters.fill(initial);
    const executable = await runtime.load(gradientProgram(spec), options);
    const optimizer = await ArenaOptimizer.load(runtime, spec.optimizer, parameters.data.length, options);
    return new StepTrainer(spec, executable, optimizer, parameters, new Arena(spec.parameters));
  }

  /**
   * Takes one step on micro-batches whose gradients are averaged (each counts alike).
   * @throws Error when loss or gradient is not finite; the parameters are then as they were before the step.
   */
  async step(batches: readonly Arrays[], frozen: Arrays, learningRate: number): Promise<StepReport> {
    if (batches.length === 0) throw new InputError("training: a step needs at least one batch, got none");
    const gradient = this.gradientArena;
    const extra = batches.length > 1 ? new Arena(this.spec.parameters) : undefined;
    let loss = 0;
    for (const [i, batch] of batches.entries()) {
      const place = i === 0 ? gradient : extra!;
      loss += await this.evaluate(batch, frozen, place);
      if (i > 0) addInto(gradient.data, place.data);
    }
    const scale = 1 / batches.length;
    const norm = scale * (await this.optimizer.norm(gradient.data));
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw new Error(
        `training: step ${this.optimizer.steps + 1} has loss ${scale * loss} and gradient norm ${norm}; try a smaller learning rate`,
      );
    }
    const { clipNorm = Number.POSITIVE_INFINITY } = this.spec;
    const clip = norm > clipNorm ? clipNorm / norm : 1;
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

function addInto(sum: Float32Array, more: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
}
