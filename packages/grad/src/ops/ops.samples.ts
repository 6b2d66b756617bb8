// One entry an op (the type makes it total): the cases that ops.test.ts checks against PyTorch's
// values and against finite differences. Inputs and expected values: fixtures/ops.json, made by
// reference/grad/ops.py.

import type { Tensor } from "../tensor.js";
import { applyOne } from "../tensor.js";
import { attention } from "./attention.js";
import { add, div, log, maximum, minimum, mul, neg, pow, sub } from "./binary.js";
import { broadcastTo, reshape, sum } from "./broadcast.js";
import { and, equal, greater, greaterEqual, less, lessEqual, not, or } from "./compare.js";
import {
  gather,
  gatherElements,
  gatherND,
  oneHot,
  scatterAdd,
  scatterAddND,
  scatterElementsAddOp,
} from "./gather.js";
import { concat, pad, slice, split, transpose } from "./layout.js";
import { logisticLoss, logSoftmaxAt } from "./loss.js";
import { matmul } from "./matrix.js";
import { layerNorm, logSoftmax, rmsNorm, softmax } from "./normalize.js";
import { kthLargest, quantile, topK } from "./order.js";
import { argMax, argMin, cumSum, logSumExp, max, mean, min } from "./reduce.js";
import { rotary } from "./rotary.js";
import { collectRows, spreadRows } from "./rows.js";
import type { OpName } from "./table.js";
import * as unary from "./unary.js";
import { where } from "./where.js";

export interface Sample {
  readonly build: (...inputs: Tensor[]) => Tensor;
  /** Symbolic names for some of the first input's axes. */
  readonly dims?: Readonly<Record<number, string>>;
  /** The runtime computes this op in single precision only. */
  readonly single?: true;
  /** The precision of the output where it is not the inputs'. */
  readonly gives?: "float64";
  /** Inputs that no gradient flows to. */
  readonly fixed?: readonly number[];
  /** Why finite differences do not apply. */
  readonly noGradient?: string;
}

type Build = Sample["build"];
const cases = (build: Build, ...names: string[]): Record<string, Sample> =>
  Object.fromEntries(names.map((name) => [name, { build }]));
const elementwise = (build: Build): Record<string, Sample> => cases(build, "matrix");
const single = (build: Build): Record<string, Sample> => ({ matrix: { build, single: true } });
const binary = (build: Build): Record<string, Sample> => ({
  "same shape": { build },
  broadcast: { build, dims: { 0: "n" } },
});
const constantValued = (build: Build, name: string): Record<string, Sample> => ({
  [name]: { build, noGradient: "piecewise constant" },
});

/** Ops that other tests exercise, and where. */
export const testedElsewhere = {
  input: "program.test.ts",
  constant: "program.test.ts",
  dimSize: "mean/symbolic axis below",
  sliceRows: "loop.test.ts",
  loop: "loop.test.ts",
} as const satisfies { readonly [K in OpName]?: string };

type Sampled = Exclude<OpName, keyof typeof testedElsewhere>;

export const samples: { readonly [K in Sampled]: Readonly<Record<string, Sample>> } = {
  add: binary(add),
  sub: binary(sub),
  mul: binary(mul),
  maximum: binary(maximum),
  minimum: binary(minimum),
  div: cases(div, "broadcast"),
  pow: cases(pow, "tensors"),
  neg: elementwise(neg),
  exp: elementwise(unary.exp),
  log: elementwise(log),
  sqrt: elementwise(unary.sqrt),
  abs: elementwise(unary.abs),
  sin: elementwise(unary.sin),
  cos: elementwise(unary.cos),
  tanh: elementwise(unary.tanh),
  sigmoid: elementwise(unary.sigmoid),
  softplus: elementwise(unary.softplus),
  relu: elementwise(unary.relu),
  erf: single(unary.erf),
  gelu: single(unary.gelu),
  silu: elementwise(unary.silu),
  sign: constantValued(unary.sign, "matrix"),
  floor: constantValued(unary.floor, "matrix"),
  stopGradient: { matrix: { build: unary.stopGradient, noGradient: "stops it by definition" } },
  cast: constantValued((x) => unary.cast(x, "int64"), "to int64"),
  equal: constantValued(equal, "ints"),
  less: constantValued(less, "ints"),
  lessEqual: constantValued(lessEqual, "ints"),
  greater: constantValued(greater, "ints"),
  greaterEqual: constantValued(greaterEqual, "ints"),
  and: constantValued(and, "table"),
  or: constantValued(or, "table"),
  not: constantValued(not, "table"),
  where: cases(where, "broadcast"),
  matmul: {
    matrices: { build: (a, b) => matmul(a, b), dims: { 0: "rows" } },
    "a transposed": { build: (a, b) => matmul(a, b, { transposeA: true }) },
    "b transposed": { build: (a, b) => matmul(a, b, { transposeB: true }), dims: { 0: "rows" } },
    scaled: {
      build: (a, b) => matmul(a, b, { transposeB: true, scale: 0.3 }),
      dims: { 0: "rows" },
    },
    "batches scaled": { build: (a, b) => matmul(a, b, { scale: -2 }) },
    "rows scaled after": { build: (a, b, c) => mul(matmul(a, b), c) },
    "both transposed": { build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }) },
    "batch by matrix": { build: (a, b) => matmul(a, b), dims: { 0: "batch", 1: "seq" } },
    "batch by matrix transposed": {
      build: (a, b) => matmul(a, b, { transposeB: true }),
      dims: { 0: "batch", 1: "seq" },
    },
    "batch by batch": { build: (a, b) => matmul(a, b) },
    "batches both transposed": {
      build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    },
  },
  reshape: {
    fold: { build: (x) => reshape(x, [-1, 4]), dims: { 0: "batch" } },
  },
  transpose: { cycle: { build: (x) => transpose(x, [2, 0, 1]), dims: { 1: "seq" } } },
  broadcastTo: cases((x) => broadcastTo(x, [4, 3]), "rows"),
  concat: cases((a, b) => concat([a, b], 1), "middle axis"),
  slice: { middle: { build: (x) => slice(x, 1, 1, 4), dims: { 0: "n" } } },
  pad: cases((x) => pad(x, 1, 1, 2), "one axis"),
  split: {
    "second part": { build: (x) => split(x, [1, 3], 1)[1]! },
    "both parts": {
      build: (x) => {
        const [first, second] = split(x, [2, 2], 0);
        return mul(first!, second!);
      },
    },
  },
  sum: {
    all: { build: (x) => sum(x), dims: { 0: "n" } },
    "two axes kept": { build: (x) => sum(x, [0, 2], true) },
    "one axis": { build: (x) => sum(x, 1), dims: { 1: "n" } },
  },
  max: cases((x) => max(x, 1), "one axis"),
  min: cases((x) => min(x, 0), "one axis"),
  argMax: constantValued((x) => argMax(x, 1), "last axis"),
  argMin: constantValued((x) => argMin(x, 0), "first axis"),
  cumSum: {
    forward: { build: (x) => cumSum(x, 1) },
    reverse: { build: (x) => cumSum(x, 0, true) },
  },
  gather: {
    rows: { build: (x, i) => gather(x, i), dims: { 0: "n" } },
    "table of rows": { build: (x, i) => gather(x, i) },
    columns: { build: (x, i) => gather(x, i, 1) },
  },
  scatterAdd: cases(scatterAdd, "repeated rows"),
  gatherND: cases(gatherND, "pairs"),
  scatterAddND: cases(scatterAddND, "repeated pairs"),
  gatherElements: cases((x, i) => gatherElements(x, i, 0), "first axis"),
  scatterElementsAdd: cases(
    (x, i, u) => applyOne(scatterElementsAddOp, [x, i, u], { axis: 0 }),
    "first axis",
  ),
  spreadRows: {
    "two parts": {
      build: (x, origins, ...places) => {
        const [first, second] = spreadRows(x, origins, places);
        return mul(first!, second!);
      },
    },
  },
  collectRows: {
    "of rows spread with places to fill": {
      build: (x, origins, ...places) =>
        collectRows(spreadRows(x, origins, places).map(unary.square), origins, places),
    },
    "two parts": {
      build: (first, second, origins, ...places) => collectRows([first, second], origins, places),
    },
  },
  logisticLoss: cases(logisticLoss, "broadcast"),
  logSoftmaxAt: cases(logSoftmaxAt, "rows"),
  softmax: {
    "last axis": { build: (x) => softmax(x), dims: { 0: "n" } },
    "first axis": { build: (x) => softmax(x, 0) },
  },
  logSoftmax: cases((x) => logSoftmax(x), "last axis"),
  layerNorm: { rows: { build: (x, s, b) => layerNorm(x, s, b, 1e-5), single: true } },
  rmsNorm: { rows: { build: (x, s) => rmsNorm(x, s, 1e-6), single: true } },
  rotary: {
    "whole heads": { build: (x, c, s) => rotary(x, c, s, 2), single: true, fixed: [1, 2] },
    "part of each head": { build: (x, c, s) => rotary(x, c, s, 2), single: true, fixed: [1, 2] },
  },
  attention: {
    "one head each": {
      build: (q, k, v) => attention(q, k, v, { scale: 0.7 }),
      dims: { 2: "places" },
    },
    "grouped queries, a bias": {
      build: (q, k, v, bias) => attention(q, k, v, { scale: 0.5, bias }),
    },
  },
  topK: {
    largest: { build: (x) => topK(x, 2).values },
    "smallest first axis": { build: (x) => topK(x, 3, 0, false).values, dims: { 0: "n" } },
  },
  kthLargest: {
    "of columns": {
      build: (x, k) => kthLargest(x, k, 0),
      dims: { 0: "n" },
      noGradient: "refused",
    },
    "its own k a row": { build: (x, k) => kthLargest(x, k, 1), dims: { 1: "n" } },
  },
};

/** Functions made of several ops. */
export const composites: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  mean: { "symbolic axis": { build: (x) => mean(x, 0), dims: { 0: "n" } } },
  logSumExp: cases((x) => logSumExp(x, -1), "last axis"),
  quantile: {
    "median of columns": { build: (x) => quantile(x, 0.5, 0), dims: { 0: "n" } },
    "per column": { build: (x, q) => quantile(x, q, 0), dims: { 0: "n" }, fixed: [1] },
  },
  oneHot: {
    classes: {
      build: (i) => oneHot(i, 4, "float64"),
      gives: "float64",
      noGradient: "piecewise constant",
    },
  },
  logSigmoid: elementwise(unary.logSigmoid),
};
