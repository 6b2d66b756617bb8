// Every method on probes and on finetuned students, step by step beside PyTorch's:
// reference/lab/losses.py.

import { readFileSync } from "node:fs";
import { type Arrays, batchBounds, ndarray, nodeRuntime, Trainer, zerosArray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { confidence, entropy, type LossMethod, losses } from "../methods/index.js";
import { finetuneRecipe } from "./finetune/recipe.js";
import { finetuneStudent } from "./finetune/training/fit.js";
import { type AdamRecipe, probeRecipe } from "./probe/recipe.js";
import type { Groups, ProbeData, ProbeStudent } from "./probe/training/fit.js";
import { headOptimizer, headRows } from "./probe/training/head.js";
import { startingState } from "./probe/training/losses.js";
import {
  groupByMethod,
  labelMatrix,
  priorVector,
  probeTraining,
} from "./probe/training/program.js";
import { tinyModel } from "./testing/tiny-student.js";

interface Trace {
  readonly steps: readonly number[];
  /** `[options, d]` and `[options]`. */
  readonly weight: readonly number[];
  readonly bias: readonly number[];
}
interface Examples {
  readonly n: number;
  readonly batch: number;
  readonly epochs: number;
  readonly labels: readonly number[];
}
interface Probes extends Examples {
  readonly d: number;
  readonly x: readonly number[];
  readonly losses: Readonly<Record<string, Trace>>;
  readonly decayed: readonly (Trace & { readonly epsilon: number })[];
}
interface Finetuned extends Examples {
  readonly ids: readonly (readonly number[])[];
  readonly losses: Readonly<Record<string, readonly number[]>>;
}
const url = new URL("../methods/fixtures/losses.json", import.meta.url);
const reference: {
  readonly probes: Readonly<Record<string, Probes>>;
  readonly finetuned: Readonly<Record<string, Finetuned>>;
} = JSON.parse(readFileSync(url, "utf8"));

const others: Readonly<Record<string, LossMethod>> = {
  "confidence data": confidence({ prior: "data" }),
  "confidence labels": confidence({ prior: "labels", alpha: 0.75 }),
  "entropy through": entropy({ stopped: false }),
};
const made: Readonly<Record<string, (options?: never) => LossMethod>> = losses;
const methodOf = (name: string) => others[name] ?? made[name]!();

/** The script's order, and what it draws. */
const orderOf = (epoch: number, n: number) =>
  Int32Array.from({ length: n }, (_, i) => (i * 7 + 13 * epoch) % n);
const drawsOf = (epoch: number, n: number) =>
  Float32Array.from({ length: n }, (_, i) => ((37 * i + 11 * epoch) % 64) / 64);
const rowsOf = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

interface Trained {
  readonly steps: number[];
  /** Of the head's logits, or of the log-odds with two options: `[d + 1][columns]`. */
  readonly weight: number[][];
}

/** Trains probes side by side by the script's order. */
async function trainProbes(
  options: number,
  given: readonly LossMethod[],
  settings: { readonly weightDecay?: number; readonly epsilon?: number } = {},
): Promise<Trained[]> {
  const { n, d, batch, epochs, x, labels } = reference.probes[options]!;
  const own = ndarray(Float32Array.from(labels), [n, options]);
  const students = given.map(
    (method): ProbeStudent => ({
      name: method.name,
      method,
      train: own,
      validation: own,
      features: undefined,
    }),
  );
  const groups: Groups = groupByMethod(students, options);
  const ordered = groups.flat();
  const head = { shape: "classify", options, features: d, students: given.length } as const;
  const { weightDecay = 0, epsilon } = settings;
  const recipe = probeRecipe({ batchSize: batch, epochs, learningRate: 0.02, weightDecay });
  const bounds = batchBounds(n, batch);
  const spec = {
    ...probeTraining(groups, head, recipe as AdamRecipe, n),
    ...headOptimizer(head, recipe as AdamRecipe, epsilon),
  };
  const trainer = await Trainer.load(nodeRuntime, spec, epochs * bounds.starts.length);
  const features = ndarray(Float32Array.from(x), [n, d]);
  const data: ProbeData = {
    shape: "classify",
    options,
    features,
    train: rowsOf(n),
    validation: rowsOf(n),
  };
  const columns = given.length * (options === 2 ? 1 : options);
  let state = trainer.start(
    { weight: zerosArray("float32", [headRows(head), columns]) },
    startingState(groups, head, n),
  );
  const steps: number[][] = given.map(() => []);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const inputs: Arrays = {
      x: features,
      labels: labelMatrix(ordered, data),
      index: ndarray(rowsOf(n), [n]),
      uniform: ndarray(drawsOf(epoch, n), [n]),
    };
    const constants = { prior: priorVector(ordered, options) };
    const order = orderOf(epoch, n);
    const result = await trainer.run(state, inputs, constants, { order, ...bounds });
    state = result.state;
    result.losses.data.forEach((loss, i) => {
      steps[i % given.length]!.push(Number(loss));
    });
  }
  await trainer.release();
  const width = columns / given.length;
  const at = (row: number, column: number) =>
    Number(state.parameters.weight!.data[row * columns + column]);
  return students.map((student) => {
    const s = ordered.indexOf(student);
    return {
      steps: steps[s]!,
      weight: Array.from({ length: d + 1 }, (_, row) =>
        Array.from({ length: width }, (_, c) => at(row, s * width + c)),
      ),
    };
  });
}

/** Steps and weights of a trained probe are PyTorch's; with two options its log-odds'. */
function expectTrace(options: number, { steps, weight }: Trained, expected: Trace): void {
  const { d } = reference.probes[options]!;
  expect(steps).toHaveLength(expected.steps.length);
  steps.forEach((loss, step) => {
    expect(Math.abs(loss - expected.steps[step]!), `step ${step + 1}`).toBeLessThan(2e-5);
  });
  const theirs = (row: number, k: number) =>
    row === d ? expected.bias[k]! : expected.weight[k * d + row]!;
  weight.forEach((columns, row) => {
    const wanted =
      options === 2 ? [theirs(row, 1) - theirs(row, 0)] : columns.map((_, k) => theirs(row, k));
    columns.forEach((value, c) => {
      expect(Math.abs(value - wanted[c]!), `weight ${row} ${c}`).toBeLessThan(2e-4);
    });
  });
}

describe.each([2, 3])("probes of %i options", (options) => {
  const { losses, decayed } = reference.probes[options]!;
  const names = Object.keys(losses);

  it.each(names)("take PyTorch's steps under %s", async (name) => {
    const [trained] = await trainProbes(options, [methodOf(name)]);
    expectTrace(options, trained!, losses[name]!);
  });

  it("take them all side by side", async () => {
    const trained = await trainProbes(options, names.map(methodOf));
    names.forEach((name, i) => {
      expectTrace(options, trained[i]!, losses[name]!);
    });
  });

  it("take them with weight decay, and with an epsilon that matters", async () => {
    for (const expected of decayed) {
      const settings = { weightDecay: 0.1, epsilon: expected.epsilon };
      const [trained] = await trainProbes(options, [methodOf("naive")], settings);
      expectTrace(options, trained!, expected);
    }
  });
});

describe.each([2, 3])("finetuned students of %i options", (options) => {
  const { n, batch, epochs, ids, labels, losses } = reference.finetuned[options]!;
  const own = ndarray(Float32Array.from(labels), [n, options]);

  it.each(Object.keys(losses))("take PyTorch's steps under %s", async (name) => {
    const few = rowsOf(1);
    const data = {
      model: tinyModel,
      shape: "classify",
      options,
      ids: ids.map((text) => Int32Array.from(text)),
      train: rowsOf(n),
      validation: few,
      predict: few,
    } as const;
    const student = {
      name,
      method: methodOf(name),
      train: own,
      validation: ndarray(own.data.slice(0, options), [1, options]),
    };
    const recipe = finetuneRecipe({
      batchSize: batch,
      epochs,
      learningRate: 2e-3,
      schedule: "constant",
      warmup: 0,
      evaluateEvery: 1,
    });
    const cut = (order: Int32Array) =>
      Array.from({ length: Math.ceil(n / batch) }, (_, i) =>
        order.slice(i * batch, (i + 1) * batch),
      );
    const { curve } = await finetuneStudent(student, data, recipe, {
      runtime: nodeRuntime,
      seed: 0,
      threads: 1,
      batches: (epoch) => cut(orderOf(epoch - 1, n)),
      draws: (epoch) => drawsOf(epoch - 1, n),
    });
    expect(curve.loss).toHaveLength(losses[name]!.length);
    curve.loss.forEach((loss, step) => {
      expect(Math.abs(loss - losses[name]![step]!), `step ${step + 1}`).toBeLessThan(1e-4);
    });
  });
});
