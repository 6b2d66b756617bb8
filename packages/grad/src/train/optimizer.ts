// Optimizers. What depends only on the step (bias corrections, schedules) is computed in JavaScript
// in double precision and handed to the loop as one number a step, so the graph does no scalar
// arithmetic.

import { InputError } from "@w2s/base";
import { add, div, mul, sub } from "../ops/binary.js";
import { sqrt } from "../ops/unary.js";
import type { Tensor } from "../tensor.js";

/**
 * How an optimizer changes one parameter. All tensors have the parameter's shape or broadcast to
 * it.
 */
export interface Update {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly slots: readonly Tensor[];
  /** This step's numbers, in the order that `numbers` gives them. */
  readonly numbers: readonly Tensor[];
  /**
   * Multiplies the learning rate, for students trained side by side at different rates; undefined:
   * 1.
   */
  readonly rate: Tensor | undefined;
}

/**
 * A rule that makes the next parameters of gradients: what it keeps, and what it needs each step.
 */
export interface Optimizer {
  readonly name: string;
  /** Tensors kept for each parameter, zero at first. */
  readonly slots: readonly string[];
  /**
   * The numbers of step `step` (from 1) at a learning rate. With `decays` false, those of
   * parameters that are spared the decoupled weight decay (`adamW`); other optimizers treat all
   * alike. Default true.
   */
  numbers(step: number, learningRate: number, decays?: boolean): readonly number[];
  update(update: Update): { readonly parameter: Tensor; readonly slots: readonly Tensor[] };
}

const scaled = (x: Tensor, rate: Tensor | undefined): Tensor => (rate ? mul(x, rate) : x);

/** Settings of `sgd`; every option has a default. */
export interface SgdOptions {
  /** Fraction of the last update kept; in [0, 1), default 0. */
  readonly momentum?: number;
  /** L2 penalty added to the gradient; at least 0, default 0. */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent, momentum as in PyTorch: v = momentum * v + g, p = p - lr * v. */
export function sgd({ momentum = 0, weightDecay = 0 }: SgdOptions = {}): Optimizer {
  requireRange("sgd", "momentum", momentum, 0, 1);
  requireRange("sgd", "weightDecay", weightDecay, 0, Number.POSITIVE_INFINITY);
  return {
    name: `sgd(${momentum}, ${weightDecay})`,
    slots: momentum > 0 ? ["velocity"] : [],
    numbers: (_, learningRate) => [learningRate],
    update({ parameter, gradient, slots, numbers, rate }) {
      const g = weightDecay > 0 ? add(gradient, mul(parameter, weightDecay)) : gradient;
      const direction = slots[0] ? add(mul(slots[0], momentum), g) : g;
      const step = scaled(mul(direction, numbers[0]!), rate);
      return { parameter: sub(parameter, step), slots: slots[0] ? [direction] : [] };
    },
  };
}

/** Settings of `adam` and `adamW`; every option has a default. */
export interface AdamOptions {
  /** Decay of the mean of gradients; in [0, 1), default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients; in [0, 1), default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment; above 0, default 1e-8. */
  readonly epsilon?: number;
  /** At least 0, default 0: an L2 penalty for `adam`, decoupled decay for `adamW`. */
  readonly weightDecay?: number;
}

/**
 * Adam (arXiv 1412.6980). The moments are kept unnormalised, m' = m / (1 - beta1) and v' = v / (1 -
 * beta2), which saves two passes over memory a step and changes nothing else: with c = sqrt((1 -
 * beta2) / (1 - beta2^t)), lr * mhat / (sqrt(vhat) + eps) = [lr (1 - beta1) / (1 - beta1^t) / c] *
 * m' / (sqrt(v') + eps / c).
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamLike("adam", options, false);
}

/**
 * Adam with decoupled weight decay (arXiv 1711.05101): p = p - lr * weightDecay * p before the
 * step.
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adamLike("adamW", { weightDecay: 0.01, ...options }, true);
}

function adamLike(kind: string, options: AdamOptions, decoupled: boolean): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  requireRange(kind, "beta1", beta1, 0, 1);
  requireRange(kind, "beta2", beta2, 0, 1);
  requireRange(kind, "epsilon", epsilon, Number.MIN_VALUE, Number.POSITIVE_INFINITY);
  requireRange(kind, "weightDecay", weightDecay, 0, Number.POSITIVE_INFINITY);
  return {
    name: `${kind}(${beta1}, ${beta2}, ${epsilon}, ${weightDecay})`,
    slots: ["mean", "square"],
    numbers(step, learningRate, decays = true) {
      const c = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
      const size = (learningRate * (1 - beta1)) / (1 - beta1 ** step) / c;
      return [size, epsilon / c, decays || !decoupled ? learningRate * weightDecay : 0];
    },
    update({ parameter, gradient, slots, numbers: [size, eps, decay], rate }) {
      const g =
        weightDecay > 0 && !decoupled ? add(gradient, mul(parameter, weightDecay)) : gradient;
      const mean = add(mul(slots[0]!, beta1), g);
      const square = add(mul(slots[1]!, beta2), mul(g, g));
      const step = scaled(mul(div(mean, add(sqrt(square), eps!)), size!), rate);
      const kept =
        weightDecay > 0 && decoupled
          ? sub(parameter, scaled(mul(parameter, decay!), rate))
          : parameter;
      return { parameter: sub(kept, step), slots: [mean, square] };
    },
  };
}

function requireRange(
  optimizer: string,
  option: string,
  value: number,
  low: number,
  high: number,
): void {
  if (!(value >= low && value < high)) {
    throw new InputError(`${optimizer}: ${option} must be in [${low}, ${high}), got ${value}`);
  }
}
