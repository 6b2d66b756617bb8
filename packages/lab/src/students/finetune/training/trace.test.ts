// 100 steps beside PyTorch's: reference/lab/finetune_trace.py.

import { readFileSync } from "node:fs";
import { ndarray, nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { confidence, naive } from "../../../methods/index.js";
import { tinyModel } from "../../testing/tiny-student.js";
import { type FinetuneOptions, finetuneRecipe } from "../recipe.js";
import { finetuneStudent } from "./fit.js";

interface Trace {
  readonly recipe: FinetuneOptions;
  readonly ids: readonly (readonly number[])[];
  /** Probability of option 1. */
  readonly p: readonly number[];
  readonly naive: readonly number[];
  readonly confidence: readonly number[];
}
const url = new URL("./fixtures/finetune-trace.json", import.meta.url);
const trace = JSON.parse(readFileSync(url, "utf8")) as Trace;
const n = trace.ids.length;
const rows = Int32Array.from({ length: n }, (_, i) => i);
const labels = ndarray(Float32Array.from(trace.p.flatMap((p) => [1 - p, p])), [n, 2]);

/** The script's order. */
const batches = (epoch: number) =>
  Array.from({ length: n / 16 }, (_, step) =>
    Int32Array.from({ length: 16 }, (_, i) => ((16 * step + i) * 7 + 13 * (epoch - 1)) % n),
  );

describe("finetuneStudent", () => {
  it.each([
    ["naive", naive(), {}],
    ["confidence", confidence({ alpha: 0.75 }), {}],
    ["naive", naive(), { recompute: true }],
  ] as const)("follows PyTorch for 100 steps under the %s loss", async (name, method, more) => {
    const few = rows.slice(0, 1);
    const data = {
      model: tinyModel,
      shape: "classify",
      options: 2,
      ids: trace.ids.map((ids) => Int32Array.from(ids)),
      train: rows,
      validation: few,
      predict: few,
    } as const;
    const student = {
      name,
      method,
      train: labels,
      validation: ndarray(labels.data.slice(0, 2), [1, 2]),
    };
    const recipe = finetuneRecipe({ ...trace.recipe, ...more, evaluateEvery: 1 });
    const { curve } = await finetuneStudent(student, data, recipe, {
      runtime: nodeRuntime,
      seed: 0,
      threads: 1,
      batches,
    });
    expect(curve.loss).toHaveLength(100);
    curve.loss.forEach((loss, step) => {
      expect(Math.abs(loss - trace[name][step]!), `step ${step + 1}`).toBeLessThan(1e-3);
    });
    // It is learnt, so that the end says as much as the beginning.
    expect(curve.loss.at(-1)).toBeLessThan(0.8 * curve.loss[0]!);
  });
});
