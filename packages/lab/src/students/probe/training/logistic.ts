// Linear probes as logistic regression: the minimum of mean cross-entropy plus an L2 penalty, found
// by L-BFGS, many at a time. The objective is scikit-learn's: sum of losses + |w|^2 / (2 C), the
// intercept free. Scores and losses are computed in single precision and added up in double, so
// that line searches can tell apart what rounding would hide. Rows are held in parts that a cache
// holds, since each is multiplied twice at every evaluation.

import { InputError } from "@w2s/base";
import {
  type Arrays,
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
  minimizeTogether,
  mul,
  type NdArray,
  ndarray,
  neg,
  type Program,
  type Signature,
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
  const rows = data.train.length;
  const d = data.features.shape[1]!;
  const withBias = data.shape === "classify";
  const penalty = 1 / (recipe.C * rows);
  const inverseFor = await curvatureOf(data, { withBias, penalty, runtime });
  const parts = partsOf(rows, d);
  const executable = await runtime.load(objectiveProgram(parts, d, withBias), {
    threads,
    held: Object.fromEntries(
      parts.map(({ name, from, to }) => [
        `x${name}`,
        takeRows(data.features, data.train.subarray(from, to)),
      ]),
    ),
    givesHeld: true,
  });
  const objective = new Objective(executable, parts, d, students, penalty);
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

/** Training rows that are multiplied together. */
interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Numbers that a cache holds. */
const cached = 2 ** 20;

/** More nodes than those of so many parts take longer to load than they spare. */
const mostParts = 16;

function partsOf(rows: number, d: number): Part[] {
  const count = Math.min(Math.max(Math.ceil((rows * d) / cached), 1), mostParts);
  const start = (part: number) => Math.round((part * rows) / count);
  return Array.from({ length: count }, (_, i) => ({
    name: String(i),
    from: start(i),
    to: start(i + 1),
  }));
}

/** One part has the last digits that it always had; several are multiplied the faster way. */
const isByColumns = (parts: readonly Part[]) => parts.length === 1;

/**
 * Sums over rows: losses `[students]` in double, and their gradients by weights `[students, d]`, or
 * turned, by columns, and biases `[students]`.
 */
function objectiveProgram(parts: readonly Part[], d: number, withBias: boolean): Program {
  const signature: Signature = {
    ...Object.fromEntries(
      parts.flatMap(({ name }) => [
        [`x${name}`, input("float32", [`rows${name}`, d])],
        [`labels${name}`, input("float32", [`rows${name}`, "students"])],
      ]),
    ),
    weight: input("float32", [d, "students"]),
    bias: input("float32", ["students"]),
  };
  return compile(signature, (inputs) => {
    const byColumns = isByColumns(parts);
    let before: Sums | undefined;
    for (const { name } of parts) {
      // No part is begun before both products with the one before are done.
      const wait = before && mul(sum(before.weightGradient, 1), 0);
      const bias = wait ? add(inputs.bias!, wait) : inputs.bias!;
      const own = partSums(
        inputs[`x${name}`]!,
        inputs[`labels${name}`]!,
        inputs.weight!,
        bias,
        byColumns,
      );
      before = before
        ? {
            value: add(before.value, own.value),
            weightGradient: add(before.weightGradient, own.weightGradient),
            biasGradient: add(before.biasGradient, own.biasGradient),
          }
        : own;
    }
    const { biasGradient, ...sums } = before!;
    return { ...sums, biasGradient: withBias ? biasGradient : mul(biasGradient, 0) };
  });
}

interface Sums {
  readonly value: Tensor;
  readonly weightGradient: Tensor;
  readonly biasGradient: Tensor;
}

function partSums(
  x: Tensor,
  labels: Tensor,
  weight: Tensor,
  bias: Tensor,
  byColumns: boolean,
): Sums {
  const scores = add(matmul(x, weight), bias);
  const z = cast(scores, "float64");
  const linear = sub(maximum(z, 0), mul(cast(labels, "float64"), z));
  const residual = sub(sigmoid(scores), labels);
  return {
    value: sum(add(linear, cast(bend(scores), "float64")), 0),
    weightGradient: byColumns
      ? matmul(x, residual, { transposeA: true })
      : matmul(residual, x, { transposeA: true }),
    biasGradient: sum(residual, 0),
  };
}

/** What softplus has above max(z, 0): log(1 + exp(-|z|)). */
function bend(z: Tensor): Tensor {
  return log(add(exp(neg(abs(z))), 1));
}

class Objective {
  /** Problems that have a column, in their order: those that are open, and some that were. */
  private columns: readonly number[] = [];
  private readonly rows: number;
  private places: ReturnType<Objective["newPlaces"]>;

  constructor(
    private readonly executable: Executable,
    private readonly parts: readonly Part[],
    /** Features. */
    private readonly d: number,
    private readonly students: readonly ProbeStudent[],
    private readonly penalty: number,
  ) {
    this.rows = parts.at(-1)!.to;
    this.places = this.newPlaces();
  }

  /** Points hold the weights of the features a student may use, then its bias. */
  async evaluate(points: readonly Float64Array[], open: readonly number[]): Promise<Evaluation[]> {
    if (this.columns.length === 0 || costOf(open.length) < costOf(this.columns.length)) {
      this.columns = open;
      this.places = this.newPlaces();
      await this.executable.hold(this.labelColumns());
    }
    const columns = this.columns.length;
    const { weight, bias } = this.places.points;
    const columnOf = open.map((problem) => this.columns.indexOf(problem));
    points.forEach((point, i) => {
      const used = point.length - 1;
      const column = columnOf[i]!;
      for (let j = 0; j < used; j++) weight.data[j * columns + column] = point[j]!;
      bias.data[column] = point[used]!;
    });
    const result = await this.executable.run({ weight, bias }, this.places.results);
    return points.map((point, i) => this.penalized(point, result, columnOf[i]!));
  }

  private penalized(
    point: Float64Array,
    result: Readonly<Record<string, NdArray>>,
    column: number,
  ): Evaluation {
    const { rows, d } = this;
    const used = point.length - 1;
    const gradient = new Float64Array(used + 1);
    const byWeight = result.weightGradient!.data as Float32Array;
    const [start, step] = isByColumns(this.parts) ? [column, this.columns.length] : [column * d, 1];
    let squares = 0;
    for (let j = 0; j < used; j++) {
      gradient[j] = byWeight[start + j * step]! / rows + this.penalty * point[j]!;
      squares += point[j]! * point[j]!;
    }
    gradient[used] = Number(result.biasGradient!.data[column]) / rows;
    const loss = Number(result.value!.data[column]) / rows;
    return { value: loss + 0.5 * this.penalty * squares, gradient };
  }

  /** What an evaluation writes: the same arrays each time, as long as the columns are the same. */
  private newPlaces() {
    const [columns, d] = [this.columns.length, this.d];
    const byWeight = isByColumns(this.parts) ? [d, columns] : [columns, d];
    const single = (shape: readonly number[]) => zerosArray("float32", shape);
    return {
      points: { weight: single([d, columns]), bias: single([columns]) },
      results: { weightGradient: single(byWeight), biasGradient: single([columns]) },
    };
  }

  /** Of each part, a column a problem. */
  private labelColumns(): Arrays {
    const count = this.columns.length;
    const sources = this.columns.map((problem) => this.students[problem]!.train.data);
    const labelsOf = ({ from, to }: Part) => {
      const data = new Float32Array((to - from) * count);
      for (let row = from, at = 0; row < to; row++) {
        for (const labels of sources) data[at++] = labels[row * 2 + 1]!;
      }
      return ndarray(data, [to - from, count]);
    };
    return Object.fromEntries(this.parts.map((part) => [`labels${part.name}`, labelsOf(part)]));
  }
}

/** What so many columns cost: a product takes them by sixteen, and one alone in another way. */
const costOf = (columns: number) => (columns === 1 ? 0 : Math.ceil(columns / 16));

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
