import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ndarray, zerosArray } from "../array.js";
import { mul, sub } from "../ops/binary.js";
import { reshape, sum } from "../ops/broadcast.js";
import { mean } from "../ops/reduce.js";
import { constant } from "../ops/source.js";
import { square } from "../ops/unary.js";
import { input } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import { adam, adamW, type Optimizer, sgd } from "./optimizer.js";
import { cosineSchedule, linearSchedule, withWarmup } from "./schedule.js";
import { batchBounds, Trainer, type TrainingSpec } from "./training.js";

/** Made by reference/grad/optimizers.py. */
const reference: Readonly<Record<string, readonly (readonly number[])[]>> = JSON.parse(
  readFileSync(new URL("./fixtures/optimizers.json", import.meta.url), "utf8"),
);

const cases: readonly (readonly [name: string, optimizer: Optimizer, learningRate: number])[] = [
  ["sgd", sgd(), 0.05],
  ["sgd with momentum and decay", sgd({ momentum: 0.9, weightDecay: 0.1 }), 0.02],
  ["adam", adam(), 0.1],
  ["adam with decay", adam({ beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1 }), 0.1],
  ["adamW", adamW({ weightDecay: 0.05 }), 0.1],
  ["adam with an epsilon that matters", adam({ epsilon: 0.5, weightDecay: 0.1 }), 0.1],
  ["adamW with an epsilon that matters", adamW({ epsilon: 0.5, weightDecay: 0.1 }), 0.1],
];

const target = constant(ndarray(Float32Array.of(1, -2, 0.5), [3]));
const scale = constant(ndarray(Float32Array.of(1, 10, 0.1), [3]));

describe("optimizers", () => {
  for (const [name, optimizer, learningRate] of cases) {
    it(`${name} takes PyTorch's ten steps, under a schedule`, async () => {
      const spec = {
        parameters: { w: input("float32", [3]) },
        data: { unused: input("float32", ["rows"]) },
        loss: ({ parameters: { w }, batch: { unused } }: never) =>
          reshape(sub(sum(mul(scale, square(sub(w, target)))), mul(mean(unused), 0)), [1]),
        optimizer,
        learningRate,
        schedule: linearSchedule,
      };
      const trainer = await Trainer.load(nodeRuntime, spec, 20);
      let state = trainer.start({ w: zerosArray("float32", [3]) });
      const data = { unused: zerosArray("float32", [1]) };
      for (const expected of reference[name]!) {
        const order = Int32Array.of(0);
        state = (await trainer.run(state, data, {}, { order, starts: [0], ends: [1] })).state;
        state.parameters.w!.data.forEach((value, i) => {
          expect(Number(value)).toBeCloseTo(expected[i]!, 5);
        });
      }
      await trainer.release();
    });
  }

  it("takes PyTorch's steps through batches of 3, 3 and 1 rows", async () => {
    const x = [1, 0.5, -0.3, 2, 0.7, -1.1, 1.5, 0.2, -0.9, -0.4, 0.1, 1.3, 2.1, -0.6];
    const y = [1, -2, 0.3, 0.8, -1.5, 2.2, 0.4];
    const spec: TrainingSpec = {
      parameters: { w: input("float32", [2]) },
      data: { x: input("float32", ["rows", 2]), y: input("float32", ["rows"]) },
      loss: ({ parameters: { w }, batch: { x, y } }) =>
        reshape(mean(square(sub(sum(mul(x!, w!), 1), y!))), [1]),
      optimizer: adamW({ epsilon: 0.2, weightDecay: 0.1 }),
      learningRate: 0.05,
    };
    const trainer = await Trainer.load(nodeRuntime, spec, 6);
    const data = {
      x: ndarray(Float32Array.from(x), [7, 2]),
      y: ndarray(Float32Array.from(y), [7]),
    };
    const order = Int32Array.of(4, 0, 6, 2, 5, 1, 3);
    const { starts, ends } = batchBounds(7, 3);
    expect([starts, ends]).toEqual([
      [0, 3, 6],
      [3, 6, 7],
    ]);
    let state = trainer.start({ w: zerosArray("float32", [2]) });
    for (const [i, expected] of reference["batches of 3, 3 and 1"]!.entries()) {
      const at = { order, starts: [starts[i % 3]!], ends: [ends[i % 3]!] };
      state = (await trainer.run(state, data, {}, at)).state;
      state.parameters.w!.data.forEach((value, j) => {
        expect(Number(value)).toBeCloseTo(expected[j]!, 6);
      });
    }
    await trainer.release();
  });

  it("computes what is asked for of the parameters after a call's steps", async () => {
    const spec: TrainingSpec = {
      parameters: { w: input("float32", [1]) },
      data: { x: input("float32", ["rows"]) },
      constants: { factor: input("float32", [1]) },
      loss: ({ parameters: { w }, batch: { x } }) => mul(w!, mean(x!)),
      after: ({ parameters: { w }, constants: { factor } }) => ({ scaled: mul(w!, factor!) }),
      optimizer: sgd(),
      learningRate: 0.5,
    };
    const held = {
      x: ndarray(Float32Array.of(2, 4), [2]),
      factor: ndarray(Float32Array.of(10), [1]),
    };
    const trainer = await Trainer.load(nodeRuntime, spec, 2, { held });
    const start = trainer.start({ w: zerosArray("float32", [1]) });
    const chunk = { order: Int32Array.of(1, 0), ...batchBounds(2, 1) };
    const { state, after } = await trainer.run(start, {}, {}, chunk);
    // Half of the gradients 4 and 2 is taken away.
    expect([...state.parameters.w!.data]).toEqual([-3]);
    expect([...after.scaled!.data]).toEqual([-30]);
    await trainer.release();
  });

  it("refuses settings out of range", () => {
    expect(() => adam({ beta1: 1 })).toThrow("adam: beta1 must be in [0, 1), got 1");
    expect(() => sgd({ weightDecay: -1 })).toThrow(
      "sgd: weightDecay must be in [0, Infinity), got -1",
    );
    expect(() => withWarmup(1, linearSchedule)).toThrow("warm-up must be a share in [0, 1), got 1");
  });
});

describe("schedules", () => {
  it("rise in a line over the warm-up, then fall", () => {
    const schedule = withWarmup(0.2, cosineSchedule);
    // Half of the warm-up; its end; half of what remains: (1 + cos(pi / 2)) / 2.
    expect([0.1, 0.2, 0.6].map(schedule).map((x) => Number(x.toFixed(6)))).toEqual([0.5, 1, 0.5]);
  });
});
