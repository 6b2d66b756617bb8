import { readFileSync } from "node:fs";
import { ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { confidence, naive } from "../methods/index.js";
import { fitLogisticProbes } from "./logistic-probes.js";
import type { ProbeData, ProbeStudent } from "./probe-fit.js";
import { type LogisticRecipe, probeRecipe } from "./recipe.js";

/** Made by reference/lab/logistic.py. */
const reference: {
  readonly n: number;
  readonly d: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly fits: readonly { k: number; name: string; coef: readonly number[]; intercept: number }[];
} = JSON.parse(readFileSync(new URL("./fixtures/logistic.json", import.meta.url), "utf8"));

const { n, d } = reference;
const rows = Int32Array.from({ length: n }, (_, i) => i);
const data: ProbeData = {
  task: "classify",
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

  it("refuses a method whose loss is not cross-entropy", async () => {
    const confident = { ...student(3), method: confidence() };
    await expect(fitLogisticProbes([confident], data, recipe, options)).rejects.toThrow(
      'solver "lbfgs" minimises plain cross-entropy, got method "confidence"',
    );
  });
});
