// Linear probes as logistic regression: the minimum of mean cross-entropy plus an L2 penalty, found
// by L-BFGS, many at a time. The objective is scikit-learn's: sum of losses + |w|^2 / (2 C), the
// intercept free. Scores and losses are computed in single precision and added up in double, so
// that line searches can tell apart what rounding would hide.

import { InputError } from "@w2s/base";
import {
  abs,
  add,
  cast,
  compile,
  type Evaluation,
  type Executable,
  exp,
  input,
  log,
  type Minimum,
  matmul,
  maximum,
  mean,
  minimizeTogether,
  mul,
  type NdArray,
  ndarray,
  neg,
  type Program,
  sigmoid,
  sub,
  sum,
  type Tensor,
  takeRows,
  zerosArray,
} from "@w2s/grad";
import { type LossMethod, methodHash, naive } from "../../../methods/losses.js";
import type { LogisticRecipe } from "../recipe.js";
import { curvatureOf } from "./curvature.js";
import type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./fit.js";

/**
 * Refuses what this solver does not minimise; call it when a study is planned. It asks what a
 * method computes, not what it is called.
 * @throws InputError for more than two options, and for a loss that is not the naive method's.
 */
export function checkLogistic(method: LossMethod, options: number, name: string): void {
  if (options !== 2) {
    throw new InputError(
      `probe: solver "lbfgs" takes two options, got ${options} for ${name}; use solver "adam"`,
    );
  }
  if (methodHash(method, options) === methodHash(naive(), options)) return;
  throw new InputError(
    `probe: solver "lbfgs" minimises plain cross-entropy, got method "${method.name}" for ` +
      `${name}, whose loss is another; use naive() or solver "adam"`,
  );
}

/**
 * Fits probes that share features and rows, in the order they came. A fit's `search` says whether
 * it came to the recipe's tolerance.
 * @throws InputError when the task has more than two options or a method is not the naive one.
 */
export async function fitLogisticProbes(
  students: readonly ProbeStudent[],
  data: ProbeData,
  recipe: LogisticRecipe,
  { runtime, threads = 2, signal, onEpoch }: FitOptions,
): Promise<ProbeFit[]> {
  for (const { method, name } of students) checkLogistic(method, data.options, name);
  const x = takeRows(data.features, data.train);
  const [rows, d] = x.shape as [number, number];
  const withBias = data.task === "classify";
  const penalty = 1 / (recipe.C * rows);
  const inverseFor = await curvatureOf(x, { withBias, penalty, runtime });
  const program = objectiveProgram(d, withBias);
  const executable = await runtime.load(program, { threads, held: { x }, givesHeld: true });
  const objective = new Objective(executable, [rows, d], students, penalty);
  const widths = students.map(({ features = d }) => features);
  let evaluations = 0;
  try {
    const minima = await minimizeTogether(
      widths.map((width) => new Float64Array(width + 1)),
      (points, open) => {
        signal?.throwIfAborted();
        onEpoch?.(++evaluations);
        return objective.evaluate(points, open);
      },
      recipe,
      inverseFor && widths.map(inverseFor),
    );
    return minima.map((minimum) => asFit(minimum, d));
  } finally {
    await executable.release();
  }
}

/**
 * Loss values `[students]` in double; gradients of the mean loss by weights `[d, students]` and
 * biases `[students]`.
 */
function objectiveProgram(d: number, withBias: boolean): Program {
  const signature = {
    x: input("float32", ["rows", d]),
    labels: input("float32", ["rows", "students"]),
    weight: input("float32", [d, "students"]),
    bias: input("float32", ["students"]),
  };
  return compile(signature, ({ x, labels, weight, bias }) => {
    const scores = withBias ? add(matmul(x, weight), bias) : matmul(x, weight);
    const z = cast(scores, "float64");
    const linear = sub(maximum(z, 0), mul(cast(labels, "float64"), z));
    const residual = sub(sigmoid(scores), labels);
    return {
      value: mean(add(linear, cast(bend(scores), "float64")), 0),
      weightGradient: matmul(x, residual, { transposeA: true }),
      biasGradient: withBias ? sum(residual, 0) : mul(sum(residual, 0), 0),
    };
  });
}

/** What softplus has above max(z, 0): log(1 + exp(-|z|)). */
function bend(z: Tensor): Tensor {
  return log(add(exp(neg(abs(z))), 1));
}

class Objective {
  private labels: NdArray;
  /** Problems that are open, in their order: a column each. */
  private columns: readonly number[];
  private places: ReturnType<Objective["newPlaces"]>;

  constructor(
    private readonly executable: Executable,
    /** Training rows, and features. */
    private readonly shape: readonly [number, number],
    private readonly students: readonly ProbeStudent[],
    private readonly penalty: number,
  ) {
    this.columns = students.map((_, i) => i);
    this.labels = this.labelColumns();
    this.places = this.newPlaces();
  }

  /** Points hold the weights of the features a student may use, then its bias. */
  async evaluate(points: readonly Float64Array[], open: readonly number[]): Promise<Evaluation[]> {
    if (open.length < this.columns.length) {
      this.columns = open;
      this.labels = this.labelColumns();
      this.places = this.newPlaces();
    }
    const columns = this.columns.length;
    const { weight, bias } = this.places.points;
    points.forEach((point, i) => {
      const used = point.length - 1;
      for (let j = 0; j < used; j++) weight.data[j * columns + i] = point[j]!;
      bias.data[i] = point[used]!;
    });
    const feeds = { labels: this.labels, weight, bias };
    const result = await this.executable.run(feeds, this.places.results);
    return points.map((point, i) => this.penalized(point, result, i, columns));
  }

  private penalized(
    point: Float64Array,
    result: Readonly<Record<string, NdArray>>,
    column: number,
    columns: number,
  ): Evaluation {
    const [rows] = this.shape;
    const used = point.length - 1;
    const gradient = new Float64Array(used + 1);
    const byWeight = result.weightGradient!.data as Float32Array;
    let squares = 0;
    for (let j = 0; j < used; j++) {
      gradient[j] = byWeight[j * columns + column]! / rows + this.penalty * point[j]!;
      squares += point[j]! * point[j]!;
    }
    gradient[used] = Number(result.biasGradient!.data[column]) / rows;
    return { value: Number(result.value!.data[column]) + 0.5 * this.penalty * squares, gradient };
  }

  /**
   * What an evaluation writes: the same arrays each time, as long as the same problems are open.
   */
  private newPlaces() {
    const [columns, d] = [this.columns.length, this.shape[1]];
    const single = (shape: readonly number[]) => zerosArray("float32", shape);
    return {
      points: { weight: single([d, columns]), bias: single([columns]) },
      results: { weightGradient: single([d, columns]), biasGradient: single([columns]) },
    };
  }

  private labelColumns(): NdArray {
    const [rows] = this.shape;
    const data = new Float32Array(rows * this.columns.length);
    this.columns.forEach((problem, c) => {
      const { train } = this.students[problem]!;
      for (let row = 0; row < rows; row++)
        data[row * this.columns.length + c] = train.data[row * 2 + 1]!;
    });
    return ndarray(data, [rows, this.columns.length]);
  }
}

function asFit(minimum: Minimum, d: number): ProbeFit {
  const { point, iterations, value, converged, gradientSize } = minimum;
  const used = point.length - 1;
  const weight = new Float32Array(d);
  for (let j = 0; j < used; j++) weight[j] = point[j]!;
  return {
    weight: ndarray(weight, [d, 1]),
    bias: ndarray(Float32Array.of(point[used]!), [1]),
    chosenEpoch: iterations,
    chosenStep: iterations,
    curve: { steps: [iterations], loss: [value], agreement: [], validationLoss: [], oracle: [] },
    search: { converged, iterations, gradient: gradientSize },
  };
}
