// A step length that satisfies the strong Wolfe conditions: bracketing, then zooming in by cubic
// interpolation. Source: Nocedal and Wright 2006, algorithms 3.5 and 3.6.

/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * Asks its driver to evaluate a point; is given the evaluation. Many such searches run in step over
 * one batch.
 */
export type Search<T> = Generator<Float64Array, T, Evaluation>;

interface Trial extends Evaluation {
  readonly step: number;
  readonly point: Float64Array;
  readonly slope: number;
}

const decrease = 1e-4;
const curvature = 0.9;
const maxTrials = 25;

/**
 * Searches along `direction` from `point`; gives the accepted trial, or undefined where rounding
 * leaves nothing to gain. A trial whose value is the start's up to rounding is judged by its slope
 * alone (the approximate Wolfe conditions of Hager and Zhang 2005), so the search ends cleanly next
 * to the optimum.
 */
export function* lineSearch(
  point: Float64Array,
  start: Evaluation,
  direction: Float64Array,
  firstStep: number,
): Search<Trial | undefined> {
  const slope0 = dot(start.gradient, direction);
  const noise = 1e-6 * Math.abs(start.value);
  const enough = (trial: Trial) =>
    trial.value <= start.value + decrease * trial.step * slope0 ||
    (trial.value <= start.value + noise && trial.slope <= (2 * decrease - 1) * slope0);
  const flat = (trial: Trial) => Math.abs(trial.slope) <= -curvature * slope0;
  const at = function* (step: number): Search<Trial> {
    const moved = new Float64Array(point.length);
    for (let i = 0; i < moved.length; i++) moved[i] = point[i]! + step * direction[i]!;
    const evaluation = yield moved;
    return { ...evaluation, step, point: moved, slope: dot(evaluation.gradient, direction) };
  };

  let low: Trial = { ...start, step: 0, point, slope: slope0 };
  let high: Trial | undefined;
  let step = firstStep;
  for (let i = 0; i < maxTrials; i++) {
    const trial = yield* at(step);
    if (!enough(trial) || (trial.value >= low.value + noise && low.step > 0)) high = trial;
    else if (flat(trial)) return trial;
    else if (high ? trial.slope * (high.step - low.step) >= 0 : trial.slope >= 0) {
      high = low;
      low = trial;
    } else low = trial;
    step = high ? interpolate(low, high) : 2 * trial.step;
    if (high && Math.abs(high.step - low.step) < 1e-12 * Math.max(1, high.step)) break;
  }
  return low.step > 0 ? low : undefined;
}

/**
 * The minimiser of the cubic through two values and slopes, kept inside the middle 80% of the
 * bracket.
 */
function interpolate(a: Trial, b: Trial): number {
  const width = b.step - a.step;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sign(width) * Math.sqrt(Math.max(root, 0));
  const share = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  return a.step + width * (Number.isFinite(share) ? Math.min(Math.max(share, 0.1), 0.9) : 0.5);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
