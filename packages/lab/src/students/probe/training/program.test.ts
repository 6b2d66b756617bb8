import { readFileSync } from "node:fs";
import { batchBounds, ndarray, nodeRuntime, Trainer, zerosArray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { confidence, type LossMethod, naive } from "../../../methods/index.js";
import { type AdamRecipe, probeRecipe } from "../recipe.js";
import type { ProbeStudent } from "./fit.js";
import { labelMatrix, probeTraining } from "./program.js";

interface Trace {
  readonly losses: readonly number[];
  readonly weight: readonly number[];
  readonly bias: number;
}

/** Made by reference/lab/probe_trace.py. */
const reference: {
  readonly n: number;
  readonly d: number;
  readonly batch: number;
  readonly epochs: number;
  readonly x: readonly number[];
  readonly p: readonly number[];
  readonly naive: Trace;
  readonly confidence: Trace;
} = JSON.parse(readFileSync(new URL("./fixtures/probe-trace.json", import.meta.url), "utf8"));

const { n, d, batch, epochs } = reference;
const recipe = probeRecipe({ batchSize: batch, epochs }) as AdamRecipe;

function student(method: LossMethod): ProbeStudent {
  const labels = ndarray(Float32Array.from(reference.p.flatMap((p) => [1 - p, p])), [n, 2]);
  return { name: method.name, method, train: labels, validation: labels, features: undefined };
}

async function trace(students: readonly ProbeStudent[]) {
  const head = { shape: "classify", options: 2, features: d, students: students.length } as const;
  const bounds = batchBounds(n, batch);
  const spec = probeTraining(
    students.map((one) => [one]),
    head,
    recipe,
  );
  const trainer = await Trainer.load(nodeRuntime, spec, epochs * bounds.starts.length);
  const features = ndarray(Float32Array.from(reference.x), [n, d]);
  const train = Int32Array.from({ length: n }, (_, i) => i);
  const inputs = {
    x: features,
    labels: labelMatrix(students, {
      shape: "classify",
      options: 2,
      features,
      train,
      validation: train,
    }),
  };
  let state = trainer.start({
    weight: zerosArray("float32", [d + 1, students.length]),
  });
  const losses: number[][] = students.map(() => []);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = Int32Array.from({ length: n }, (_, i) => (i * 7 + 13 * epoch) % n);
    const result = await trainer.run(state, inputs, {}, { order, ...bounds });
    state = result.state;
    result.losses.data.forEach((loss, i) => {
      losses[i % students.length]!.push(Number(loss));
    });
  }
  await trainer.release();
  return { losses, parameters: state.parameters };
}

describe("probeTraining", () => {
  it("follows PyTorch's two-way head for 200 steps, both losses side by side", async () => {
    const { losses, parameters } = await trace([
      student(naive()),
      student(confidence({ alpha: 0.75 })),
    ]);
    [reference.naive, reference.confidence].forEach((expected, s) => {
      expect(losses[s]!.length).toBe(200);
      losses[s]!.forEach((loss, step) => {
        expect(Math.abs(loss - expected.losses[step]!)).toBeLessThan(1e-5);
      });
      // The weights of the log-odds are twice those of the head's second row.
      expected.weight.forEach((weight, j) => {
        expect(Math.abs(Number(parameters.weight!.data[j * 2 + s]) / 2 - weight)).toBeLessThan(
          1e-5,
        );
      });
      expect(Math.abs(Number(parameters.weight!.data[d * 2 + s]) / 2 - expected.bias)).toBeLessThan(
        1e-5,
      );
    });
  });
});
