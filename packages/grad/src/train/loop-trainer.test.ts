import { describe, expect, it } from "vitest";
import { type Arrays, ndarray } from "../array.js";
import { mul, sub } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { matmul } from "../ops/matrix.js";
import { square } from "../ops/unary.js";
import { input } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import { sideBySide } from "../side-by-side/side-by-side.js";
import type { Tensor } from "../tensor.js";
import { type LoopSpec, LoopTrainer } from "./loop-trainer.js";
import { adamW } from "./optimizer.js";
import { StepTrainer } from "./step-trainer.js";

const parameters = { matrix: input("float32", [2, 3]), bias: input("float32", [2]) };
const inputs = { x: input("float32", [4, 3]), y: input("float32", [4, 2]) };
const recipe = {
  optimizer: adamW({ weightDecay: 0.1 }),
  decays: (name: string) => name === "matrix",
  clipNorm: 30,
};
const rates = [0.1, 0.05, 0.02, 0.01, 0.005];
const members = 3;

/** Squared errors of a linear model. */
function lossOf(
  weights: { readonly [name: string]: Tensor },
  given: { readonly [name: string]: Tensor },
) {
  const error = sub(matmul(given.x!, weights.matrix!, { transposeB: true }), given.y!);
  return sum(square(sub(error, mul(weights.bias!, -1))));
}

const spec: LoopSpec = {
  members,
  parameters,
  inputs: { x: input("float32", [members, 4, 3]), y: input("float32", [members, 4, 2]) },
  loss: ({ weights, inputs }) =>
    sideBySide(members, { ...weights, ...inputs }, (one) => ({ loss: lossOf(one, one) })).loss,
  ...recipe,
};

const drawn = (size: number, shape: readonly number[], at: number) =>
  ndarray(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1.3 * i + at)),
    shape,
  );
const startOf = (m: number): Arrays => ({
  matrix: drawn(6, [2, 3], m),
  bias: drawn(2, [2], 5 * m),
});
/** Members' errors differ in size, so that not all of them are clipped. */
const dataOf = (m: number, step: number): Arrays => {
  const y = drawn(8, [4, 2], 7 * m - step);
  return {
    x: drawn(12, [4, 3], m + step),
    y: ndarray(
      y.data.map((v) => v * 3 * m),
      [4, 2],
    ),
  };
};

function stackedData(): Arrays {
  const all = (name: string) =>
    Float32Array.from(
      rates.flatMap((_, step) =>
        Array.from({ length: members }, (_, m) => [
          ...(dataOf(m, step)[name]!.data as Float32Array),
        ]).flat(),
      ),
    );
  const { length } = rates;
  return {
    x: ndarray(all("x"), [length, members, 4, 3]),
    y: ndarray(all("y"), [length, members, 4, 2]),
  };
}

async function alone(m: number) {
  const trainer = await StepTrainer.load(
    nodeRuntime,
    { parameters, inputs, loss: ({ weights, inputs }) => lossOf(weights, inputs), ...recipe },
    startOf(m),
  );
  const reports = [];
  for (const [step, rate] of rates.entries())
    reports.push(await trainer.step([dataOf(m, step)], {}, rate));
  await trainer.release();
  return { parameters: trainer.parameters.arrays, reports };
}

describe("LoopTrainer", () => {
  it("takes every member where StepTrainer takes it alone, in one call or several", async () => {
    const trainer = await LoopTrainer.load(nodeRuntime, spec);
    const start = trainer.start(Array.from({ length: members }, (_, m) => startOf(m)));
    const { state, losses, norms } = await trainer.run(start, {}, stackedData(), rates);
    expect(state.steps).toBe(rates.length);
    const clipped: boolean[] = [];
    for (let m = 0; m < members; m++) {
      const expected = await alone(m);
      expected.reports.forEach(({ loss, gradientNorm }, step) => {
        expect(losses.data[step * members + m]! / loss).toBeCloseTo(1, 4);
        expect(norms.data[step * members + m]! / gradientNorm).toBeCloseTo(1, 4);
        clipped.push(gradientNorm > recipe.clipNorm);
      });
      for (const [name, { data, shape }] of Object.entries(trainer.parametersOf(state, m))) {
        expect(shape).toEqual(parameters[name as "bias"].shape);
        data.forEach((value, i) => {
          expect(Number(value)).toBeCloseTo(Number(expected.parameters[name]!.data[i]), 5);
        });
      }
    }
    expect(new Set(clipped).size).toBe(2);

    const part = (from: number, to: number) =>
      Object.fromEntries(
        Object.entries(stackedData()).map(([name, { data, shape }]) => {
          const size = data.length / rates.length;
          const rows = (data as Float32Array).slice(from * size, to * size);
          return [name, ndarray(rows, [to - from, ...shape.slice(1)])];
        }),
      );
    const again = trainer.start(Array.from({ length: members }, (_, m) => startOf(m)));
    const half = await trainer.run(again, {}, part(0, 2), rates.slice(0, 2));
    const rest = await trainer.run(half.state, {}, part(2, 5), rates.slice(2));
    expect(trainer.parametersOf(rest.state, 1)).toEqual(trainer.parametersOf(state, 1));
    await trainer.release();
  });

  it("refuses what it cannot train", async () => {
    await expect(LoopTrainer.load(nodeRuntime, { ...spec, members: 0 })).rejects.toThrow(
      "training: members must be a whole number of at least 1, got 0",
    );
    const trainer = await LoopTrainer.load(nodeRuntime, spec);
    const { bias } = startOf(0);
    expect(() => trainer.start([startOf(0), startOf(1), { bias: bias! }])).toThrow(
      'parameter "matrix": must be [2, 3], got nothing',
    );
    const state = trainer.start([0, 1, 2].map(startOf));
    await expect(trainer.run(state, {}, stackedData(), [])).rejects.toThrow(
      "at least one step, got none",
    );
    await trainer.release();
  });
});
