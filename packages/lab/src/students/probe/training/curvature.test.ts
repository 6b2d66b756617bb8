// Features as a network has them: a few directions that all share, and scales that fall off.

import { ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { naive } from "../../../methods/index.js";
import { random } from "../../../random.js";
import { type LogisticRecipe, probeRecipe } from "../recipe.js";
import { curvatureOf } from "./curvature.js";
import { fitLogisticProbes } from "./logistic.js";

const [n, d, shared] = [400, 120, 4];
const draw = random(5, "curvature test");
const loadings = Float64Array.from({ length: shared * d }, draw.normal);
const x = new Float32Array(n * d);
for (let row = 0; row < n; row++) {
  const common = Float64Array.from({ length: shared }, draw.normal);
  for (let j = 0; j < d; j++) {
    const sum = common.reduce((total, value, f) => total + 2 * value * loadings[f * d + j]!, 0);
    x[row * d + j] = (sum + draw.normal()) / (1 + j / 10);
  }
}
const features = ndarray(x, [n, d]);
const chance = Float32Array.from({ length: n }, (_, row) =>
  Number(x[row * d]! + draw.normal() > 0),
);
const labels = ndarray(
  chance.reduce<Float32Array>(
    (out, y, i) => {
      out.set([1 - y, y], 2 * i);
      return out;
    },
    new Float32Array(2 * n),
  ),
  [n, 2],
);
const rows = Int32Array.from({ length: n }, (_, i) => i);
const data = { options: 2, features, train: rows, validation: rows };

describe("curvatureOf", () => {
  it("is about the inverse of the matrix that all share, on the first features too", async () => {
    const inverseFor = await curvatureOf(data, {
      withBias: true,
      penalty: 1e-3,
      runtime: nodeRuntime,
    });
    for (const used of [d, 60]) {
      const inverse = inverseFor!(used);
      const vector = Float64Array.from({ length: used + 1 }, draw.normal);
      // (X'X / n + 4 penalty) / 4 of the vector, and back.
      const there = new Float64Array(used + 1);
      for (let row = 0; row < n; row++) {
        let score = vector[used]!;
        for (let j = 0; j < used; j++) score += x[row * d + j]! * vector[j]!;
        for (let j = 0; j < used; j++) there[j]! += (score * x[row * d + j]!) / (4 * n);
        there[used]! += score / (4 * n);
      }
      for (let j = 0; j < used; j++) there[j]! += 1e-3 * vector[j]!;
      const back = new Float64Array(used + 1);
      inverse(there, back);
      // Large directions come back; the rest, alike in all, within its spread.
      const norm = (of: Float64Array) => Math.hypot(...of);
      expect(norm(back.map((value, i) => value - vector[i]!)) / norm(vector)).toBeLessThan(1);
      const dot = back.reduce((sum, value, i) => sum + value * vector[i]!, 0);
      expect(dot / norm(back) / norm(vector)).toBeGreaterThan(0.7);
    }
  });

  it("is not asked for where features are few", async () => {
    const few = { features: ndarray(x.slice(0, 200 * 99), [200, 99]), train: rows.slice(0, 200) };
    const options = { withBias: true, penalty: 0.1, runtime: nodeRuntime };
    expect(await curvatureOf(few, options)).toBeUndefined();
  });

  it.each(["classify", "compare"] as const)(
    "shortens the search of probes that %s",
    async (shape) => {
      const student = { name: "s", method: naive(), train: labels, validation: labels };
      const students = [undefined, 110].map((features) => ({ ...student, features }));
      const recipe = probeRecipe({ solver: "lbfgs" }) as LogisticRecipe;
      const fits = await fitLogisticProbes(students, { ...data, shape }, recipe, {
        runtime: nodeRuntime,
        seed: 0,
      });
      for (const { search, bias } of fits) {
        expect(search!.converged).toBe(true);
        // 144 and 146 without.
        expect(search!.iterations).toBeLessThan(60);
        if (shape === "compare") expect(bias.data[0]).toBe(0);
      }
    },
  );
});
