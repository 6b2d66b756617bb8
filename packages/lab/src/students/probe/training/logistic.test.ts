import { readFileSync } from "node:fs";
import { ndarray, nodeRuntime, sub } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { confidence, method, naive } from "../../../methods/index.js";
import { type LogisticRecipe, probeRecipe } from "../recipe.js";
import type { ProbeData, ProbeStudent } from "./fit.js";
import { checkLogistic, fitLogisticProbes } from "./logistic.js";

/** Made by reference/lab/logistic.py. */
const reference: {
  readonly n: number;
  readonly d: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly fits: readonly {
    readonly k: number;
    readonly name: string;
    readonly coef: readonly number[];
    readonly intercept: number;
    readonly iterations: number;
  }[];
} = JSON.parse(readFileSync(new URL("./fixtures/logistic.json", import.meta.url), "utf8"));

const { n, d } = reference;
const rows = Int32Array.from({ length: n }, (_, i) => i);
const data: ProbeData = {
  shape: "classify",
  options: 2,
  features: ndarray(Float32Array.from(reference.x), [n, d]),
  train: rows,
  validation: rows,
};
const labels = ndarray(Float32Array.from(reference.y.flatMap((y) => [1 - y, y])), [n, 2]);
const student = (features: number): ProbeStudent => ({
  name: `first ${features}`,
  method: naive(),
  train: labels,
  validation: labels,
  features,
});
const recipe = probeRecipe({ solver: "lbfgs" }) as LogisticRecipe;
const options = { runtime: nodeRuntime, seed: 0 };

/** |a - b| / |b|, as vectors. */
function relativeError(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((x, i) => x - b[i]!)) / Math.hypot(...b);
}

describe("fitLogisticProbes", () => {
  it("has scikit-learn's coefficients, with all features and with the first three", async () => {
    const counts = [...new Set(reference.fits.map(({ k }) => k))];
    const fits = await fitLogisticProbes(counts.map(student), data, recipe, options);
    for (const { k, name, coef, intercept } of reference.fits) {
      const { weight, bias } = fits[counts.indexOf(k)]!;
      const ours = [...weight.data.slice(0, k), bias.data[0]!];
      const error = relativeError(ours, [...coef, intercept]);
      expect(error, `${k} features, ${name}`).toBeLessThan(name === "optimum" ? 1e-4 : 1e-3);
      expect(weight.data.slice(k).every((value) => value === 0)).toBe(true);
    }
  });

  it("stops where scikit-learn's defaults do, when asked", async () => {
    const early = probeRecipe({ solver: "lbfgs", stopping: "scikit-learn" }) as LogisticRecipe;
    const defaults = reference.fits.filter(({ name }) => name === "default");
    const students = defaults.map(({ k }) => student(k));
    const fits = await fitLogisticProbes(students, data, early, options);
    defaults.forEach(({ coef, intercept, iterations }, i) => {
      const { weight, bias, search } = fits[i]!;
      const ours = [...weight.data.slice(0, coef.length), bias.data[0]!];
      expect(search!.iterations).toBe(iterations);
      expect(relativeError(ours, [...coef, intercept])).toBeLessThan(1e-5);
    });
  });

  it("ends at the same optimum with rows in parts, while problems close one by one", async () => {
    // All rows so often that a cache does not hold them at once, and a C of so much less.
    const times = Math.ceil((2 * 2 ** 20) / (n * d)) + 1;
    const many = Array.from({ length: times }, () => labels.data).flatMap((part) => [...part]);
    const counts = [3, 4, d];
    const repeated = counts.map((features) => ({
      ...student(features),
      train: ndarray(Float32Array.from(many), [times * n, 2]),
    }));
    const train = Int32Array.from({ length: times * n }, (_, i) => i % n);
    const less = { ...recipe, C: recipe.C / times };
    const once = await fitLogisticProbes(counts.map(student), data, recipe, options);
    const fits = await fitLogisticProbes(repeated, { ...data, train }, less, options);
    fits.forEach(({ weight, bias, search }, i) => {
      expect(search!.converged).toBe(true);
      const expected = [...once[i]!.weight.data, ...once[i]!.bias.data];
      expect(relativeError([...weight.data, ...bias.data], expected)).toBeLessThan(1e-4);
    });
  });

  it("says how the search ended: steps, the gradient left, whether within tolerance", async () => {
    const [done] = await fitLogisticProbes([student(d)], data, recipe, options);
    expect(done!.search!.converged).toBe(true);
    expect(done!.search!.gradient).toBeLessThan(1e-6);
    expect(done!.chosenStep).toBe(done!.search!.iterations);
    const few = { ...recipe, maxIterations: 2 };
    const [stopped] = await fitLogisticProbes([student(d)], data, few, options);
    expect(stopped!.search).toMatchObject({ converged: false, iterations: 2 });
    expect(stopped!.search!.gradient).toBeGreaterThan(1e-6);
  });

  it("refuses a method whose loss is not cross-entropy", async () => {
    const confident = { ...student(3), method: confidence() };
    await expect(fitLogisticProbes([confident], data, recipe, options)).rejects.toThrow(
      'solver "lbfgs" minimises plain cross-entropy, got method "confidence" for first 3',
    );
  });
});

describe("checkLogistic", () => {
  it("asks what a method computes, not what it is called", () => {
    const inverted = method("naive", {}, ({ labels, ...context }) =>
      naive().loss({ ...context, labels: sub(1, labels) }),
    );
    expect(() => checkLogistic(inverted, 2, "a student")).toThrow(
      'got method "naive" for a student, whose loss is another; use naive() or solver "adam"',
    );
    expect(() => checkLogistic(method("mine", {}, naive().loss), 2, "a student")).not.toThrow();
    expect(() => checkLogistic(naive(), 3, "a student")).toThrow(
      'solver "lbfgs" takes two options, got 3 for a student; use solver "adam"',
    );
  });
});
