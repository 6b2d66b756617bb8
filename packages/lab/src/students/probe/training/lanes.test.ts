import { InputError } from "@w2s/base";
import { ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../../labels/index.js";
import { confidence, naive } from "../../../methods/index.js";
import { random } from "../../../random.js";
import { type AdamRecipe, probeRecipe } from "../recipe.js";
import { fitAdamProbes } from "./adam.js";
import type { FitOptions, ProbeStudent } from "./fit.js";
import { fitOnThreads, lanesOf, runtimeBeside } from "./lanes.js";

const draw = random(3, "lanes test");
const [examples, d] = [120, 16];
const rows = Int32Array.from({ length: examples }, (_, i) => i);
const data = {
  shape: "classify",
  options: 2,
  features: ndarray(Float32Array.from({ length: examples * d }, draw.normal), [examples, d]),
  train: rows.slice(0, 100),
  validation: rows.slice(100, 112),
  watch: rows.slice(112),
} as const;
const students = Array.from({ length: 5 }, (_, s): ProbeStudent => {
  const labels = Int32Array.from({ length: examples }, () => draw.integer(2));
  return {
    name: `student ${s}`,
    method: s < 2 ? confidence() : naive(),
    train: oneHotLabels(labels, data.train, 2),
    validation: oneHotLabels(labels, data.validation, 2),
    features: s === 4 ? 7 : undefined,
  };
});
const lanes = [students.slice(0, 3), students.slice(3)];
const recipe = probeRecipe({ epochs: 6, batchSize: 32, learningRate: 0.05 }) as AdamRecipe;
const options = { runtime: nodeRuntime, seed: 1 };
const fit = (some: readonly ProbeStudent[], own: FitOptions) =>
  fitAdamProbes(some, data, recipe, own);

describe("fitOnThreads", () => {
  it("gives every lane what it is given alone, byte for byte", async () => {
    const alone = [];
    for (const lane of lanes) alone.push(...(await fit(lane, options)));
    expect(await fitOnThreads(lanes, fit, options)).toEqual(alone);
  });

  it("tells of an epoch once", async () => {
    const told: number[] = [];
    await fitOnThreads(lanes, fit, { ...options, onEpoch: (done) => told.push(done) });
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("ends with the reason of the lane that failed, and when it is told to", async () => {
    const failing = (some: readonly ProbeStudent[], own: FitOptions) =>
      some === lanes[1] ? Promise.reject(new InputError("no such student")) : fit(some, own);
    await expect(fitOnThreads(lanes, failing, options)).rejects.toThrow("no such student");
    const stop = new AbortController();
    const onEpoch = (done: number) => done === 2 && stop.abort(new Error("enough"));
    const stopped = { ...options, signal: stop.signal, onEpoch };
    await expect(fitOnThreads(lanes, fit, stopped)).rejects.toThrow("enough");
  });
});

describe("lanesOf", () => {
  const sized = (count: number, [n, width]: readonly [number, number]) => ({
    students: Array.from({ length: count }, () => students[0]!),
    features: ndarray(new Float32Array(n * width), [n, width]),
    train: new Int32Array(n),
  });
  const counts = (
    { students, ...data }: ReturnType<typeof sized>,
    own: Partial<FitOptions> = {},
    epochs = 200,
  ) => lanesOf(students, data, { epochs }, { ...options, ...own }).map(({ length }) => length);

  it("halves many students on the CPU, in their order", () => {
    expect(counts(sized(64, [10_000, 384]))).toEqual([32, 32]);
    const many = sized(101, [10_000, 384]);
    expect(counts(many)).toEqual([51, 50]);
    const halves = lanesOf(many.students, many, { epochs: 200 }, options);
    expect(halves.flat()).toEqual(many.students);
  });

  it("keeps together what a thread would not make faster, or what must stay on one", () => {
    expect(counts(sized(40, [10_000, 384]))).toEqual([40]);
    expect(counts(sized(64, [10_000, 384]), {}, 20)).toEqual([64]);
    expect(counts(sized(64, [10_000, 768]))).toEqual([64]);
    expect(counts(sized(64, [10_000, 384]), { threads: 1 })).toEqual([64]);
    const onGpu = { runtime: { ...nodeRuntime, device: "cuda" } as FitOptions["runtime"] };
    expect(counts(sized(64, [10_000, 384]), onGpu)).toEqual([64]);
  });
});

describe("runtimeBeside", () => {
  it("is a thread of its own for what takes long, but for large features of probes by Adam", () => {
    const thread = { ...nodeRuntime, name: "apart" };
    const context = { runtime: nodeRuntime, apart: () => thread };
    const long = probeRecipe({ epochs: 500, batchSize: 32 });
    const regression = probeRecipe({ solver: "lbfgs" });
    const large = { ...data, features: ndarray(new Float32Array(2 ** 24 + 1), [2 ** 24 + 1, 1]) };
    expect(runtimeBeside(data, recipe, context)).toBe(nodeRuntime);
    expect(runtimeBeside(data, long, context)).toBe(thread);
    expect(runtimeBeside(large, long, context)).toBe(nodeRuntime);
    expect(runtimeBeside(large, regression, context)).toBe(thread);
    expect(runtimeBeside(data, regression, { runtime: nodeRuntime })).toBe(nodeRuntime);
  });
});
