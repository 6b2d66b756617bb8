// L-BFGS for many small smooth problems at once: each runs its own search and line search, and all
// the points they want evaluated next go to the caller together, as one batch. Source: Nocedal and
// Wright 2006, algorithm 7.5.

import { dot, type Evaluation, lineSearch, type Search } from "./line-search.js";

/** When a search ends and what it remembers; every option has a default. */
export interface LbfgsOptions {
  /** Stop when no entry of the gradient is larger; above 0, default 1e-6. */
  readonly tolerance?: number;
  /** At least 1, default 1000. */
  readonly maxIterations?: number;
  /** Past steps that shape the next direction; at least 1, default 10. */
  readonly memory?: number;
}

/** Where a search ended. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** The largest absolute entry of the gradient there. */
  readonly gradientSize: number;
  readonly iterations: number;
  /**
   * Whether the gradient came below the tolerance; false after the last iteration or where rounding
   * stopped the search.
   */
  readonly converged: boolean;
}

/** Evaluates a batch: `points[i]` belongs to problem `problems[i]`. */
export type EvaluateBatch = (
  points: readonly Float64Array[],
  problems: readonly number[],
) => Promise<readonly Evaluation[]>;

/**
 * Multiplies a vector by about the inverse of a function's second derivatives, and writes that into
 * another.
 */
export type InverseHessian = (vector: Float64Array, into: Float64Array) => void;

/**
 * Minimises one function a start; problems that are done drop out of the batches. `inverses`, one a
 * start, are what is known of the functions beforehand; default: nothing.
 */
export async function minimizeTogether(
  starts: readonly Float64Array[],
  evaluate: EvaluateBatch,
  options: LbfgsOptions = {},
  inverses: readonly InverseHessian[] = [],
): Promise<Minimum[]> {
  const searches = starts.map((start, i) => lbfgs(start, options, inverses[i]));
  const minima: Minimum[] = new Array(starts.length);
  let waiting = searches.map((search, problem) => ({
    problem,
    search,
    wanted: search.next().value as Float64Array,
  }));
  while (waiting.length > 0) {
    const evaluations = await evaluate(
      waiting.map(({ wanted }) => wanted),
      waiting.map(({ problem }) => problem),
    );
    waiting = waiting.flatMap(({ problem, search }, i) => {
      const next = search.next(evaluations[i]!);
      if (!next.done) return [{ problem, search, wanted: next.value }];
      minima[problem] = next.value;
      return [];
    });
  }
  return minima;
}

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

function* lbfgs(
  start: Float64Array,
  options: LbfgsOptions,
  inverse?: InverseHessian,
): Search<Minimum> {
  const { tolerance = 1e-6, maxIterations = 1000, memory = 10 } = options;
  let point = start;
  let here = yield point;
  const corrections: Correction[] = [];
  const directions = new Directions(start.length, inverse);
  for (let iteration = 0; ; iteration++) {
    const gradientSize = largest(here.gradient);
    const result = { point, value: here.value, gradientSize, iterations: iteration };
    if (gradientSize <= tolerance) return { ...result, converged: true };
    if (iteration === maxIterations) return { ...result, converged: false };
    const direction = directions.next(here.gradient, corrections);
    const isScaled = inverse !== undefined || corrections.length > 0;
    const firstStep = isScaled ? 1 : 1 / Math.sqrt(dot(here.gradient, here.gradient));
    const next = yield* lineSearch(point, here, direction, firstStep);
    if (!next) {
      if (corrections.length === 0) return { ...result, converged: false };
      corrections.length = 0; // Once more from steepest descent before giving up.
      continue;
    }
    remember(
      corrections,
      difference(next.point, point),
      difference(next.gradient, here.gradient),
      memory,
    );
    point = next.point;
    here = next;
  }
}

const identity: InverseHessian = (vector, into) => into.set(vector);

/** -H g by the two-loop recursion. */
class Directions {
  private readonly left: Float64Array;
  private readonly direction: Float64Array;

  constructor(
    size: number,
    private readonly inverse = identity,
  ) {
    this.left = new Float64Array(size);
    this.direction = new Float64Array(size);
  }

  /** In the same array each time. */
  next(gradient: Float64Array, corrections: readonly Correction[]): Float64Array {
    const { left, direction, inverse } = this;
    const weights = new Float64Array(corrections.length);
    for (let i = 0; i < left.length; i++) left[i] = -gradient[i]!;
    for (let c = corrections.length - 1; c >= 0; c--) {
      const { step, change, curvature } = corrections[c]!;
      weights[c] = dot(step, left) / curvature;
      addScaled(left, -weights[c]!, change);
    }
    const last = corrections.at(-1);
    let scale = 1;
    if (last) {
      inverse(last.change, direction);
      scale = last.curvature / dot(last.change, direction);
    }
    inverse(left, direction);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
    corrections.forEach(({ step, change, curvature }, c) => {
      addScaled(direction, weights[c]! - dot(change, direction) / curvature, step);
    });
    return direction;
  }
}

function remember(
  corrections: Correction[],
  step: Float64Array,
  change: Float64Array,
  memory: number,
): void {
  const curvature = dot(step, change);
  if (!(curvature > 1e-300)) return;
  corrections.push({ step, change, curvature });
  if (corrections.length > memory) corrections.shift();
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i]! - b[i]!;
  return out;
}

function addScaled(into: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * x[i]!;
}

function largest(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]!));
  return most;
}
