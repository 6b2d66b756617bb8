// Equal bytes, run after run, of every kind of op at a size that its kernel shares among two
// threads, forwards and backwards. docs/design/determinism.md says what was read in the kernels.

import { describe, expect, it } from "vitest";
import { type NdArray, ndarray } from "./array.js";
import { gradients } from "./gradient.js";
import { attention } from "./ops/attention.js";
import { add, div, log, maximum, mul, neg, pow, sub } from "./ops/binary.js";
import { broadcastTo, reshape, sum } from "./ops/broadcast.js";
import { greater } from "./ops/compare.js";
import { gather, gatherElements, gatherND } from "./ops/gather.js";
import { concat, pad, slice, transpose } from "./ops/layout.js";
import { loop } from "./ops/loop.js";
import { logisticLoss, logSoftmaxAt } from "./ops/loss.js";
import { matmul } from "./ops/matrix.js";
import { layerNorm, logSoftmax, rmsNorm, softmax } from "./ops/normalize.js";
import { sort, topK } from "./ops/order.js";
import { argMax, cumSum, logSumExp, max, mean, min } from "./ops/reduce.js";
import { rotary } from "./ops/rotary.js";
import { collectRows, spreadRows } from "./ops/rows.js";
import { constant } from "./ops/source.js";
import * as unary from "./ops/unary.js";
import { where } from "./ops/where.js";
import { compile, input, type Program } from "./program.js";
import { nodeRuntime } from "./runtime/node.js";
import type { Tensor } from "./tensor.js";

const [rows, width] = [1536, 96];
const runs = 50;

/** Numbers in (-2, 2), the same every time, without order. */
const values = (shape: readonly number[], phase: number): NdArray =>
  ndarray(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => 2 * Math.sin(12.9898 * i + phase + 0.001 * i * i),
    ),
    shape,
  );
const numbers = (count: number, below: number): NdArray =>
  ndarray(
    Int32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 1 : (i * i * 7 + i) % below)),
    [count],
  );

const feeds = {
  x: values([rows, width], 0.3),
  w: values([width, width], 1.1),
  v: values([width], 2.2),
  ids: numbers(rows, rows),
  few: numbers(rows, width),
};
const heads = (x: Tensor) => reshape(x, [6, 4, rows / 24, width]);
const order = constant(
  ndarray(
    Int32Array.from({ length: rows }, (_, i) => (i * 5) % rows),
    [rows],
  ),
);
const back = constant(
  ndarray(
    Int32Array.from({ length: rows }, (_, row) => {
      for (let i = 0; i < rows; i++) if ((i * 5) % rows === row) return i;
      return -1;
    }),
    [rows],
  ),
);
const angles = constant(values([rows, width / 8], 0.7));

type Inputs = { readonly [K in keyof typeof feeds]: Tensor };
const programs: Readonly<Record<string, (inputs: Inputs) => Tensor>> = {
  "element by element": ({ x }) =>
    add(
      add(unary.exp(x), mul(unary.gelu(x), unary.silu(x))),
      add(unary.tanh(x), add(unary.sin(unary.erf(x)), unary.softplus(unary.sigmoid(x)))),
    ),
  "powers, logarithms and choices": ({ x }) =>
    where(greater(x, 0), log(pow(add(unary.abs(x), 1), 1.5)), unary.sqrt(unary.abs(sub(x, 1)))),
  "broadcast and summed back": ({ x, v }) => maximum(div(mul(x, v), 3), v),
  "products with a matrix": ({ x, w }) => matmul(matmul(x, w), w, { transposeB: true }),
  "products of batches": ({ x }) => matmul(heads(x), heads(x), { transposeB: true, scale: 0.1 }),
  "tall products": ({ x }) => matmul(x, x, { transposeA: true }),
  "sums of rows": ({ x }) => sum(x, 1),
  "sums of columns": ({ x }) => mean(unary.square(x), 0),
  "sums of everything": ({ x }) => sum(x),
  "sums of a middle axis": ({ x }) => sum(heads(x), 2),
  "sums of outer axes": ({ x }) => sum(heads(x), [0, 2]),
  extremes: ({ x }) => add(max(x, 0), min(x, 0)),
  "logarithms of sums": ({ x }) => logSumExp(x, 1),
  "running sums": ({ x }) => cumSum(x, 0),
  "softmax of rows": ({ x }) => softmax(x),
  "softmax of columns": ({ x }) => logSoftmax(x, 0),
  "layer norm": ({ x, v }) => layerNorm(x, v, v),
  "root mean square norm": ({ x, v }) => rmsNorm(x, v),
  attention: ({ x }) => attention(heads(x), heads(x), heads(x), { scale: 0.2 }),
  "rotary positions": ({ x }) => rotary(reshape(x, [1, rows, width]), angles, unary.sin(angles), 4),
  "rows by index": ({ x, ids }) => gather(x, ids),
  "columns by index": ({ x, few }) => gather(x, slice(few, 0, 0, 256), 1),
  "values by index": ({ x, ids }) =>
    gatherElements(x, unary.cast(broadcastTo(reshape(ids, [rows, 1]), [rows, width]), "int64"), 0),
  "rows by index vectors": ({ x, ids, few }) => {
    const column = (i: Tensor) => reshape(unary.cast(i, "int64"), [rows, 1]);
    return gatherND(x, concat([column(ids), column(few)], 1));
  },
  "rows spread and collected": ({ x }) => {
    const [part] = spreadRows(x, back, [order]);
    return collectRows([unary.square(part!)], back, [order]);
  },
  "parts, turned and padded": ({ x }) => pad(slice(transpose(x), 0, 3, 60), 1, 1, 2),
  "sorted and largest": ({ x }) => add(slice(sort(x, 0), 0, 0, 8), topK(x, 8, 0).values),
  "places of the largest": ({ x }) => mul(unary.cast(argMax(x, 1), "float32"), sum(x, 1)),
  "log-probabilities of classes": ({ x, few }) => logSoftmaxAt(x, few),
  "logistic losses": ({ x }) => logisticLoss(x, unary.sigmoid(neg(x))),
  "descent in a loop": ({ x, w }) => {
    const step = (state: Tensor) => {
      const score = matmul(x, state);
      const [by] = gradients(mean(unary.square(sub(unary.tanh(score), x))), [state]);
      return sub(state, mul(by!, 0.1));
    };
    const { states } = loop(2, [w], (_, [state]) => ({ states: [step(state!)] }));
    return add(unary.stopGradient(states[0]!), mul(w, 0));
  },
};

/** y, and how a weighted sum of it changes with each float input. */
function programOf(build: (inputs: Inputs) => Tensor): Program {
  const signature = {
    x: input("float32", [rows, width]),
    w: input("float32", [width, width]),
    v: input("float32", [width]),
    ids: input("int32", [rows]),
    few: input("int32", [rows]),
  };
  return compile(signature, (inputs) => {
    const y = build(inputs);
    const [x, w, v] = gradients(mean(unary.square(y)), [inputs.x, inputs.w, inputs.v]);
    return { y, byX: x!, byW: w!, byV: v! };
  });
}

const bytesOf = (results: Readonly<Record<string, NdArray>>): Buffer =>
  Buffer.concat(
    Object.values(results).map(({ data }) =>
      Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    ),
  );

async function runAgain(program: Program, threads: number, count: number) {
  const executable = await nodeRuntime.load(program, { threads });
  const first = structuredClone(await executable.run(feeds));
  let others = 0;
  for (let run = 1; run < count; run++) {
    if (!bytesOf(await executable.run(feeds)).equals(bytesOf(first))) others += 1;
  }
  await executable.release();
  return { first, others };
}

/** The largest difference, in shares of the largest value. */
function differenceOf(a: NdArray, b: NdArray): number {
  const scale = (a.data as Float32Array).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-30);
  return (a.data as Float32Array).reduce(
    (most, v, i) => Math.max(most, Math.abs(v - Number(b.data[i])) / scale),
    0,
  );
}

describe("programs on two threads", () => {
  for (const [name, build] of Object.entries(programs)) {
    it(`give equal bytes in ${runs} runs, and one thread's values: ${name}`, async () => {
      const program = programOf(build);
      const { first, others } = await runAgain(program, 2, runs);
      expect(others).toBe(0);
      const alone = (await runAgain(program, 1, 1)).first;
      for (const output of Object.keys(first)) {
        expect(differenceOf(alone[output]!, first[output]!)).toBeLessThan(1e-5);
      }
    });
  }
});
