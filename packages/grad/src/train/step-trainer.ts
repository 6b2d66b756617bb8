// Training of large models, a step at a time: one program gives the loss and all gradients, written
// where the optimizer finds them. Parameters, gradients and optimizer state each exist once.

import { InputError } from "@w2s/base";
import { type Arrays, sizeOf } from "../array.js";
import type { Signature } from "../program.js";
import type { Runtime, RuntimeOptions } from "../runtime/runtime.js";
import { Arena } from "./arena.js";
import { ArenaOptimizer } from "./arena-optimizer.js";
import type { Optimizer } from "./optimizer.js";
import type { SegmentSpec } from "./segment.js";
import { SegmentedGradients } from "./segmented-gradients.js";
import {
  type GradientSpec,
  type LossSpec,
  type StepGradients,
  WholeGradients,
} from "./step-gradients.js";

/** What is trained, on what, and how. */
export interface Stepping extends GradientSpec {
  readonly optimizer: Optimizer;
  /** Which parameters have the optimizer's decoupled weight decay; default: all. */
  readonly decays?: (parameter: string) => boolean;
  /**
   * Gradients are scaled down to this Euclidean length where they are longer; above 0, default:
   * never.
   */
  readonly clipNorm?: number;
}

/** A model as one program, which keeps what the way back needs. */
export interface StepSpec extends Stepping, LossSpec {}

/**
 * A model cut into segments, which compute their insides once more on the way back: less memory, a
 * third more work.
 */
export interface SegmentedStepSpec extends Stepping, SegmentSpec {}

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

/** A loaded model with parameters and optimizer, trained a step at a time; release it when done. */
export class StepTrainer {
  private constructor(
    private readonly gradients: StepGradients,
    readonly optimizer: ArenaOptimizer,
    /** Decayed parameters first, each part in the order of the spec. */
    readonly parameters: Arena,
    private readonly gradientArena: Arena,
    private readonly clipNorm: number,
  ) {}

  /**
   * Compiles and loads; `initial` holds a value for every trained parameter and is copied;
   * `carried` is what the loss carries at first.
   */
  static async load(
    runtime: Runtime,
    spec: StepSpec | SegmentedStepSpec,
    initial: Arrays,
    options?: RuntimeOptions,
    carried: Arrays = {},
  ): Promise<StepTrainer> {
    const { clipNorm = Number.POSITIVE_INFINITY, decays = () => true } = spec;
    const entries = Object.entries(spec.parameters);
    const [decayed, spared] = [true, false].map((wanted) =>
      Object.fromEntries(entries.filter(([name]) => decays(name) === wanted)),
    ) as [Signature, Signature];
    const signature = { ...decayed, ...spared };
    const parameters = new Arena(signature);
    parameters.fill(initial);
    const gradients = await ("segments" in spec
      ? SegmentedGradients.load(runtime, spec, options)
      : WholeGradients.load(runtime, spec, options));
    gradients.carried = carried;
    const { length } = parameters.data;
    const border = sizeOfAll(decayed);
    const optimizer = await ArenaOptimizer.load(runtime, spec.optimizer, length, options, border);
    return new StepTrainer(gradients, optimizer, parameters, new Arena(signature), clipNorm);
  }

  /** What the loss carries from step to step; a training that goes on sets it. */
  get carried(): Arrays {
    return this.gradients.carried;
  }

  set carried(values: Arrays) {
    this.gradients.carried = values;
  }

  /**
   * Takes one step on micro-batches whose gradients are averaged (each counts alike).
   * @throws NotFiniteError when loss or gradient is not finite; the parameters are then as they
   * were before the step.
   */
  async step(
    batches: readonly Arrays[],
    frozen: Arrays,
    learningRate: number,
  ): Promise<StepReport> {
    if (batches.length === 0)
      throw new InputError("training: a step needs at least one batch, got none");
    const gradient = this.gradientArena;
    const before = this.carried;
    let loss = 0;
    for (const [i, batch] of batches.entries()) {
      const weights = { ...this.parameters.arrays, ...frozen };
      loss += await this.gradients.evaluate(weights, batch, gradient, i > 0);
    }
    const scale = 1 / batches.length;
    const norm = scale * (await this.optimizer.norm(gradient.data));
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      this.carried = before;
      throw new NotFiniteError(
        `training: step ${this.optimizer.steps + 1} has loss ${scale * loss} and gradient norm ` +
          `${norm}; try a smaller learning rate`,
      );
    }
    const clip = norm > this.clipNorm ? this.clipNorm / norm : 1;
    await this.optimizer.step(this.parameters.data, gradient.data, learningRate, scale * clip);
    return { loss: scale * loss, gradientNorm: norm };
  }

  async release(): Promise<void> {
    await Promise.all([this.gradients.release(), this.optimizer.release()]);
  }
}

function sizeOfAll(signature: Signature): number {
  return Object.values(signature).reduce(
    (total, { shape }) => total + sizeOf(shape as readonly number[]),
    0,
  );
}
