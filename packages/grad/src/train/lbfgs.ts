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

/** What multiplies a vector by about the inverse of a function's second derivatives. */
export type InverseHessian = (vector: Float64Array) => Float64Array;

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
  for (let iteration = 0; ; iteration++) {
    const gradientSize = largest(here.gradient);
    const result = { point, value: here.value, gradientSize, iterations: iteration };
    if (gradientSize <= tolerance) return { ...result, converged: true };
    if (iteration === maxIterations) return { ...result, converged: false };
    const direction = newDirection(here.gradient, corrections, inverse);
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

const identity: InverseHessian = (vector) => vector;

/** -H g by the two-loop recursion. */
function newDirection(
  gradient: Float64Array,
  corrections: readonly Correction[],
  inverse = identity,
): Float64Array {
  const left = gradient.map((g) => -g);
  const weights = corrections.toReversed().map(({ step, change, curvature }) => {
    const weight = dot(step, left) / curvature;
    addScaled(left, -weight, change);
    return weight;
  });
  const q = inverse(left);
  const last = corrections.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.change, inverse(last.change));
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  corrections.forEach(({ step, change, curvature }, i) => {
    const weight = weights[corrections.length - 1 - i]! - dot(change, q) / curvature;
    addScaled(q, weight, step);
  });
  return q;
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
  return a.map((x, i) => x - b[i]!);
}

function addScaled(into: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * x[i]!;
}

function largest(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]!));
  return most;
}
