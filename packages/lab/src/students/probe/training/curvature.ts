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
  transpose,
} from "@w2s/grad";
import { once } from "../../../once.js";
import { random } from "../../../random.js";
import type { ProbeData } from "./fit.js";
import { cholesky, combined, crossed, orthonormal, solved } from "./small-matrix.js";

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
  { features, train }: Pick<ProbeData, "features" | "train">,
  { withBias, penalty, runtime }: CurvatureOptions,
): Promise<((features: number) => InverseHessian) | undefined> {
  const d = features.shape[1]!;
  if (Math.min(train.length, d) < manyFeatures) return undefined;
  const { scales, sample } = scaledSample(features, sampleOf(train), withBias, 4 * penalty);
  const { vectors, turned } = await largestDirections(sample, runtime);
  // With the scales as D, X'X / n and the penalty are about D (rest I + U U') D.
  const within = crossed(vectors, turned, d + 1);
  let trace = 0;
  for (let a = 0; a < directions; a++) trace += within[a * (directions + 1)]!;
  const rest = Math.max((d + 1 - trace) / (d + 1 - directions), 1e-3);
  const u = combined(vectors, cholesky(within, directions), d + 1);
  const known = new Map<number, InverseHessian>();
  return (features) => {
    return once(known, features, () => inverseOf(u, scales, rest, features));
  };
}

/** Rows at equal distances. */
function sampleOf(train: Int32Array): Int32Array {
  const count = Math.min(train.length, sampled);
  return Int32Array.from(
    { length: count },
    (_, i) => train[Math.floor((i * train.length) / count)]!,
  );
}

/** Some rows, and ones for the bias, every column divided by its scale: its root mean square. */
function scaledSample(
  { data, shape }: NdArray<"float32">,
  rows: Int32Array,
  withBias: boolean,
  added: number,
) {
  const d = shape[1]!;
  const count = rows.length;
  const scales = new Float64Array(d + 1);
  for (const row of rows) addSquares(scales, data, row * d, d);
  for (let j = 0; j < d; j++) scales[j] = Math.sqrt(scales[j]! / count + added);
  scales[d] = 1;
  const scaled = new Float32Array(count * (d + 1));
  rows.forEach((row, i) => {
    const to = i * (d + 1);
    divideInto(scaled, to, data, row * d, scales, d);
    scaled[to + d] = Number(withBias);
  });
  return { scales, sample: ndarray(scaled, [count, d + 1]) };
}

function addSquares(into: Float64Array, x: Float32Array, from: number, d: number): void {
  for (let j = 0; j < d; j++) into[j]! += x[from + j]! * x[from + j]!;
}

function divideInto(
  into: Float32Array,
  to: number,
  x: Float32Array,
  from: number,
  by: Float64Array,
  d: number,
): void {
  for (let j = 0; j < d; j++) into[to + j] = x[from + j]! / by[j]!;
}

/** Orthonormal directions, and Z'Z / rows times each. */
async function largestDirections(sample: NdArray<"float32">, runtime: Runtime) {
  const [rows, length] = sample.shape as [number, number];
  const signature = {
    z: input("float32", ["rows", length]),
    v: input("float32", [directions, length]),
  };
  const program: Program = compile(signature, ({ z, v }) => ({
    turned: transpose(matmul(z, matmul(z, v, { transposeB: true }), { transposeA: true })),
  }));
  const executable = await runtime.load(program, { held: { z: sample }, givesHeld: true });
  let next = drawnDirections(length);
  try {
    for (let round = 0; ; round++) {
      const vectors = orthonormal(next, length);
      const v = ndarray(new Float32Array(vectors), [directions, length]);
      const { turned } = await executable.run({ v });
      next = new Float64Array(turned!.data as Float32Array);
      for (let i = 0; i < next.length; i++) next[i]! /= rows;
      if (round === rounds) return { vectors, turned: next };
    }
  } finally {
    await executable.release();
  }
}

function drawnDirections(length: number): Float64Array {
  const draw = random(0, "directions of curvature");
  const out = new Float64Array(directions * length);
  for (let i = 0; i < length; i++) {
    for (let a = 0; a < directions; a++) out[a * length + i] = draw.normal();
  }
  return out;
}

/** 4 D^-1 (rest I + U U')^-1 D^-1 of the first features and the bias, by Woodbury's identity. */
function inverseOf(
  u: Float64Array,
  scales: Float64Array,
  rest: number,
  features: number,
): InverseHessian {
  const length = features + 1;
  const own = firstAndLast(u, scales.length, features);
  const divisors = firstAndLast(scales, scales.length, features);
  const inner = crossed(own, own, length);
  for (let a = 0; a < directions; a++) inner[a * (directions + 1)]! += rest;
  const factor = cholesky(inner, directions);
  return (vector, into) => {
    for (let i = 0; i < length; i++) into[i] = vector[i]! / divisors[i]!;
    const along = new Float64Array(directions);
    for (let a = 0; a < directions; a += 4) along.set(fourDots(own, a, into), a);
    const taken = solved(factor, along);
    for (let a = 0; a < directions; a += 4) takeFour(own, a, taken, into);
    for (let i = 0; i < length; i++) into[i] = (4 * into[i]!) / (rest * divisors[i]!);
  };
}

/** What four neighbours have along a vector: four sums at a time keep a core busy, one does not. */
function fourDots(vectors: Float64Array, first: number, vector: Float64Array) {
  const { length } = vector;
  const a = first * length;
  const [b, c, d] = [a + length, a + 2 * length, a + 3 * length];
  let [inA, inB, inC, inD] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const value = vector[i]!;
    inA += vectors[a + i]! * value;
    inB += vectors[b + i]! * value;
    inC += vectors[c + i]! * value;
    inD += vectors[d + i]! * value;
  }
  return [inA, inB, inC, inD];
}

/** Takes so much of four neighbours out of a vector. */
function takeFour(vectors: Float64Array, first: number, shares: Float64Array, from: Float64Array) {
  const { length } = from;
  const a = first * length;
  const [b, c, d] = [a + length, a + 2 * length, a + 3 * length];
  const [ofA = 0, ofB = 0, ofC = 0, ofD = 0] = shares.subarray(first, first + 4);
  for (let i = 0; i < length; i++) {
    from[i] =
      from[i]! -
      vectors[a + i]! * ofA -
      vectors[b + i]! * ofB -
      vectors[c + i]! * ofC -
      vectors[d + i]! * ofD;
  }
}

/** The first entries of each vector, and its last. */
function firstAndLast(vectors: Float64Array, length: number, first: number): Float64Array {
  const out = new Float64Array((vectors.length / length) * (first + 1));
  for (let at = 0, to = 0; at < vectors.length; at += length, to += first + 1) {
    out.set(vectors.subarray(at, at + first), to);
    out[to + first] = vectors[at + length - 1]!;
  }
  return out;
}
