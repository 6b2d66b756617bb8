// How regressions on one matrix curve, whatever their labels: the Hessian of each is X'WX / n and
// its penalty, with W at most 1/4. Activations of a network share a few large directions, which
// plain L-BFGS takes dozens of steps to learn. Here they are found once, from a sample of rows, by
// subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4); the rest is taken as alike
// in all directions. A regression on the first k features has the first k rows of it.

import {
  compile,
  type InverseHessian,
  input,
  matmul,
  type NdArray,
  ndarray,
  type Program,
  type Runtime,
  takeRows,
} from "@w2s/grad";
import { random } from "../../../random.js";
import { cholesky, crossed, multiplied, orthonormal, solved } from "./small-matrix.js";

const directions = 24;
const sampled = 2000;
const rounds = 2;

/** With fewer features a search is short, and not worth a look at the matrix. */
const manyFeatures = 100;

export interface CurvatureOptions {
  /** Whether there is a bias, a feature that is 1 everywhere; else its place stays 0. */
  readonly withBias: boolean;
  /** What is added to the Hessian's diagonal. */
  readonly penalty: number;
  readonly runtime: Runtime;
}

/**
 * About the inverse Hessian of regressions on the first so many features `[features + 1]`, the bias
 * last; undefined where a search does well without.
 */
export async function curvatureOf(
  x: NdArray<"float32">,
  { withBias, penalty, runtime }: CurvatureOptions,
): Promise<((features: number) => InverseHessian) | undefined> {
  const [rows, d] = x.shape as [number, number];
  if (Math.min(rows, d) < manyFeatures) return undefined;
  const count = Math.min(rows, sampled);
  const chosen = Int32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  const { scales, sample } = scaledSample(takeRows(x, chosen), withBias, 4 * penalty);
  const { vectors, turned } = await largestDirections(sample, runtime);
  // With the scales as D, X'X / n and the penalty are about D (rest I + U U') D.
  const within = crossed(vectors, turned, directions);
  let trace = 0;
  for (let a = 0; a < directions; a++) trace += within[a * (directions + 1)]!;
  const rest = Math.max((d + 1 - trace) / (d + 1 - directions), 1e-3);
  const u = multiplied(vectors, cholesky(within, directions), directions);
  const known = new Map<number, InverseHessian>();
  return (features) => {
    const inverse = known.get(features) ?? inverseOf(u, scales, rest, features);
    known.set(features, inverse);
    return inverse;
  };
}

/** The rows, and ones for the bias, every column divided by its scale: its root mean square. */
function scaledSample({ data, shape }: NdArray<"float32">, withBias: boolean, added: number) {
  const [rows, d] = shape as [number, number];
  const scales = new Float64Array(d + 1);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let j = 0; j < d; j++, i++) scales[j]! += data[i]! * data[i]!;
  }
  for (let j = 0; j < d; j++) scales[j] = Math.sqrt(scales[j]! / rows + added);
  scales[d] = 1;
  const scaled = new Float32Array(rows * (d + 1));
  for (let row = 0, i = 0, at = 0; row < rows; row++) {
    for (let j = 0; j < d; j++) scaled[at++] = data[i++]! / scales[j]!;
    scaled[at++] = Number(withBias);
  }
  return { scales, sample: ndarray(scaled, [rows, d + 1]) };
}

/** Orthonormal V `[d, directions]`, and Z'Z V / rows. */
async function largestDirections(sample: NdArray<"float32">, runtime: Runtime) {
  const [rows, d] = sample.shape as [number, number];
  const signature = { z: input("float32", ["rows", d]), v: input("float32", [d, directions]) };
  const program: Program = compile(signature, ({ z, v }) => ({
    turned: matmul(z, matmul(z, v), { transposeA: true }),
  }));
  const executable = await runtime.load(program, { held: { z: sample }, givesHeld: true });
  const draw = random(0, "directions of curvature");
  try {
    let next = Float64Array.from({ length: d * directions }, draw.normal);
    for (let round = 0; ; round++) {
      const vectors = orthonormal(next, directions);
      const v = ndarray(Float32Array.from(vectors), [d, directions]);
      const { turned } = await executable.run({ v });
      next = Float64Array.from(turned!.data as Float32Array, (value) => value / rows);
      if (round === rounds) return { vectors, turned: next };
    }
  } finally {
    await executable.release();
  }
}

/** 4 D^-1 (rest I + U U')^-1 D^-1 of the first features and the bias, by Woodbury's identity. */
function inverseOf(
  u: Float64Array,
  scales: Float64Array,
  rest: number,
  features: number,
): InverseHessian {
  const own = withLast(u, features, directions);
  const divisors = withLast(scales, features, 1);
  const inner = crossed(own, own, directions);
  for (let a = 0; a < directions; a++) inner[a * (directions + 1)]! += rest;
  const factor = cholesky(inner, directions);
  return (vector) => {
    const along = new Float64Array(directions);
    const scaled = vector.slice();
    for (let i = 0, at = 0; i < scaled.length; i++) {
      const value = scaled[i]! / divisors[i]!;
      scaled[i] = value;
      for (let a = 0; a < directions; a++, at++) along[a]! += own[at]! * value;
    }
    const taken = solved(factor, along);
    for (let i = 0, at = 0; i < scaled.length; i++) {
      let left = scaled[i]!;
      for (let a = 0; a < directions; a++, at++) left -= own[at]! * taken[a]!;
      scaled[i] = (4 * left) / (rest * divisors[i]!);
    }
    return scaled;
  };
}

/** The first rows of a matrix, and its last. */
function withLast(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = matrix.slice(0, (rows + 1) * columns);
  out.set(matrix.subarray(-columns), rows * columns);
  return out;
}
