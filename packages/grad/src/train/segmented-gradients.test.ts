import { describe, expect, it } from "vitest";
import { type NdArray, ndarray } from "../array.js";
import { add, mul, sub } from "../ops/binary.js";
import { matmul } from "../ops/matrix.js";
import { mean } from "../ops/reduce.js";
import { square, tanh } from "../ops/unary.js";
import { input, type Signature } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import type { Runtime } from "../runtime/runtime.js";
import type { Tensor, Tensors } from "../tensor.js";
import { adamW, sgd } from "./optimizer.js";
import type { Segment } from "./segment.js";
import { type SegmentedStepSpec, type StepSpec, StepTrainer } from "./step-trainer.js";

const width = 3;
const matrix = input("float32", [width, width]);
const rows = input("float32", ["n", width]);
const blocks = [0, 1, 2, 3];

const enter = (x: Tensor, { table }: Tensors) => matmul(x, table!);
const block = (x: Tensor, w: Tensor, b: Tensor) => add(tanh(add(matmul(x, w), b)), x);
const leave = (x: Tensor, { table }: Tensors, y: Tensor) =>
  mean(square(sub(matmul(x, table!, { transposeB: true }), y)));

/** The same model whole and cut: a table that both ends use, four blocks between. */
function specs(
  frozen: readonly string[] = [],
  optimizer = adamW(),
): { whole: StepSpec; cut: SegmentedStepSpec } {
  const ofBlock = (i: number): Signature => ({
    [`w${i}`]: matrix,
    [`b${i}`]: input("float32", [width]),
  });
  const all: Signature = Object.assign({ table: matrix }, ...blocks.map(ofBlock));
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => frozen.includes(name) === wanted));
  const shared = {
    parameters: part(false),
    frozen: part(true),
    inputs: { x: rows, y: rows },
    optimizer,
    clipNorm: 1,
  };
  const segments: Segment[] = [
    { weights: ["table"], run: (_, { weights, inputs }) => enter(inputs.x!, weights) },
    ...blocks.map((i) => ({
      weights: [`w${i}`, `b${i}`],
      run: (x: Tensor | undefined, { weights }: { weights: Tensors }) =>
        block(x!, weights[`w${i}`]!, weights[`b${i}`]!),
    })),
    { weights: ["table"], run: (x, { weights, inputs }) => leave(x!, weights, inputs.y!) },
  ];
  const loss: StepSpec["loss"] = ({ weights, inputs }) => {
    const inside = blocks.reduce(
      (x, i) => block(x, weights[`w${i}`]!, weights[`b${i}`]!),
      enter(inputs.x!, weights),
    );
    return leave(inside, weights, inputs.y!);
  };
  return { whole: { ...shared, loss }, cut: { ...shared, segments } };
}

const drawn = (shape: readonly number[], seed: number): NdArray =>
  ndarray(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
      Math.sin(1.3 * i + seed),
    ),
    shape,
  );
const batch = (n: number, seed: number) => ({
  x: drawn([n, width], seed),
  y: drawn([n, width], seed + 0.5),
});

function valuesOf({ parameters, frozen = {} }: StepSpec | SegmentedStepSpec) {
  const entries = Object.entries({ ...parameters, ...frozen }).sort();
  return Object.fromEntries(
    entries.map(([name, { shape }], i) => [name, drawn(shape as number[], i)]),
  );
}

/** Parameters and losses after some steps on batches of several sizes. */
async function path(spec: StepSpec | SegmentedStepSpec, runtime = nodeRuntime) {
  const values = valuesOf(spec);
  const trainer = await StepTrainer.load(runtime, spec, values);
  const losses: number[] = [];
  for (const batches of [[batch(4, 1)], [batch(2, 2), batch(5, 3), batch(3, 4)], [batch(7, 5)]]) {
    losses.push((await trainer.step(batches, values, 0.05)).loss);
  }
  await trainer.release();
  return [...losses, ...trainer.parameters.data];
}

function expectClose(one: readonly number[], other: readonly number[]) {
  expect(one.length).toBe(other.length);
  for (const [i, value] of one.entries()) expect(Math.abs(value - other[i]!)).toBeLessThan(2e-5);
}

describe("training by segments", () => {
  it.each([
    ["everything", []],
    ["all but a frozen beginning", ["w0", "b0"]],
    ["a table that begins and ends, around frozen blocks", ["w0", "b0", "w2", "b2"]],
    ["the last blocks alone", ["table", "w0", "b0", "w1", "b1"]],
  ])("takes the steps of the whole program, training %s", async (_, frozen) => {
    const { whole, cut } = specs(frozen);
    expectClose(await path(cut), await path(whole));
  });

  it("loads equal segments once, however many there are", async () => {
    let loaded = 0;
    const counting: Runtime = {
      ...nodeRuntime,
      name: "counting",
      load: (program, options) => {
        loaded += 1;
        return nodeRuntime.load(program, options);
      },
    };
    await path(specs([], sgd()).cut, counting);
    // Forth: the first segment and a block. Back: the last segment and a block, each also as one
    // that adds to what earlier micro-batches gave, and the first, which always adds, since the
    // last uses its table too. And the optimizer's two.
    expect(loaded).toBe(2 + 5 + 2);
  });

  it("refuses weights that no one gives, and a last segment that gives no loss", async () => {
    const { cut } = specs();
    const lost = { weights: ["lost"], run: () => mul(1, 1) };
    await expect(
      StepTrainer.load(nodeRuntime, { ...cut, segments: [lost] }, valuesOf(cut)),
    ).rejects.toThrow(
      'training: a segment uses "lost", which is neither among the parameters nor frozen',
    );
    await expect(
      StepTrainer.load(nodeRuntime, { ...cut, segments: cut.segments.slice(0, 2) }, valuesOf(cut)),
    ).rejects.toThrow("training: segment 2 must give the loss, a float scalar, got float32[n, 3]");
  });
});
