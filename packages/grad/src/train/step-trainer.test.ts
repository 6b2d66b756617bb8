import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type NdArray, ndarray } from "../array.js";
import { log, mul, sub } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { mean } from "../ops/reduce.js";
import { constant } from "../ops/source.js";
import { square } from "../ops/unary.js";
import { input } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import { adamW, sgd } from "./optimizer.js";
import { type StepSpec, StepTrainer } from "./step-trainer.js";

/** Made by reference/grad/optimizers.py. */
const reference: Readonly<Record<string, readonly (readonly number[])[]>> = JSON.parse(
  readFileSync(new URL("./fixtures/optimizers.json", import.meta.url), "utf8"),
);

const vector = input("float32", [3]);
const values = (...data: number[]): NdArray => ndarray(Float32Array.from(data), [data.length]);
const scale = constant(values(1, 10, 0.1));

/** sum(scale * (w - target)^2), with the target given to each step. */
const quadratic: StepSpec = {
  parameters: { w: vector },
  inputs: { target: vector },
  loss: ({ weights, inputs }) => sum(mul(scale, square(sub(weights.w!, inputs.target!)))),
  optimizer: adamW({ weightDecay: 0.05 }),
};
const target = { target: values(1, -2, 0.5) };
const start = { w: values(0, 0, 0) };

describe("StepTrainer", () => {
  it("takes PyTorch's steps, under a schedule", async () => {
    const trainer = await StepTrainer.load(nodeRuntime, quadratic, start);
    for (const [step, expected] of reference.adamW!.entries()) {
      await trainer.step([target], {}, 0.1 * (1 - step / 20));
      trainer.parameters.data.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 5);
      });
    }
    await trainer.release();
  });

  it("decays only the parameters that are to decay", async () => {
    const two = (decay: number): StepSpec => ({
      parameters: { spared: vector, w: vector },
      inputs: { target: vector },
      loss: ({ weights, inputs }) =>
        sum(square(sub(sub(weights.w!, weights.spared!), inputs.target!))),
      optimizer: adamW({ weightDecay: decay }),
      decays: (name) => name === "w",
    });
    const from = { w: values(1, 2, 3), spared: values(1, 2, 3) };
    const after = async (decay: number) => {
      const trainer = await StepTrainer.load(nodeRuntime, two(decay), from);
      await trainer.step([target], {}, 0.1);
      await trainer.release();
      return trainer.parameters.arrays;
    };
    const [decayed, plain] = [await after(0.5), await after(0)];
    expect(decayed.spared).toEqual(plain.spared);
    // One step takes lr * decay = 0.05 of each weight away.
    [1, 2, 3].forEach((w, i) => {
      expect(Number(plain.w!.data[i]) - Number(decayed.w!.data[i])).toBeCloseTo(0.05 * w, 6);
    });
  });

  it("averages micro-batches, and clips the average", async () => {
    const spec = { ...quadratic, optimizer: sgd(), clipNorm: 2 };
    const trainer = await StepTrainer.load(nodeRuntime, spec, start);
    // Gradients at 0 are -2 scale target: (-2, 0, 0) and (-4, 0, 0), on average (-3, 0, 0), clipped
    // to (-2, 0, 0).
    const batches = [{ target: values(1, 0, 0) }, { target: values(2, 0, 0) }];
    const report = await trainer.step(batches, {}, 0.1);
    expect(report.loss).toBeCloseTo((1 + 4) / 2, 5);
    expect(report.gradientNorm).toBeCloseTo(3, 5);
    expect(trainer.parameters.data[0]).toBeCloseTo(0.2, 6);
    await trainer.release();
  });

  it("leaves the parameters alone and names the step when the loss is not a number", async () => {
    const spec: StepSpec = {
      ...quadratic,
      loss: ({ weights, inputs }) => mean(log(sub(inputs.target!, weights.w!))),
    };
    const trainer = await StepTrainer.load(nodeRuntime, spec, start);
    await trainer.step([{ target: values(1, 1, 1) }], {}, 0.01);
    const before = [...trainer.parameters.data];
    await expect(trainer.step([{ target: values(-1, 1, 1) }], {}, 0.01)).rejects.toThrow(
      /training: step 2 has loss NaN and gradient norm/,
    );
    expect([...trainer.parameters.data]).toEqual(before);
    await trainer.release();
  });

  it("walks over more parameters than one piece holds", async () => {
    const n = 2 ** 18 + 5;
    const spec: StepSpec = {
      parameters: { w: input("float32", [n]) },
      inputs: { goal: input("float32", []) },
      loss: ({ weights, inputs }) => mul(sum(square(sub(weights.w!, inputs.goal!))), 0.5),
      optimizer: sgd(),
    };
    const trainer = await StepTrainer.load(nodeRuntime, spec, {
      w: ndarray(new Float32Array(n), [n]),
    });
    const { gradientNorm } = await trainer.step(
      [{ goal: ndarray(Float32Array.of(1), []) }],
      {},
      0.5,
    );
    expect(gradientNorm).toBeCloseTo(Math.sqrt(n), 1);
    expect(trainer.parameters.data.every((value) => value === 0.5)).toBe(true);
    await trainer.release();
  });

  it("refuses initial values that do not fit", async () => {
    await expect(StepTrainer.load(nodeRuntime, quadratic, { w: values(1, 2) })).rejects.toThrow(
      'parameter "w": must be [3], got [2]',
    );
  });
});
