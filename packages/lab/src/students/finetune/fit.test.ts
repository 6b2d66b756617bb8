import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { mul, nodeRuntime } from "@w2s/grad";
import { architectureOf, openSafetensors, readModelConfig } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { oneHotLabels } from "../../labels.js";
import { confidence, type Method, method, naive } from "../../methods/index.js";
import { random } from "../../random.js";
import { epochBatches } from "./batches.js";
import { type FinetuneData, finetuneStudent } from "./fit.js";
import { type FinetuneOptions, finetuneRecipe } from "./recipe.js";

/** The tiny random encoder that the models package tests with: 3 layers, d = 16, 50 words. */
const folder = fileURLToPath(new URL("../../../../models/src/fixtures/tiny-bert-f16/", import.meta.url));
const config = readModelConfig(`${folder}config.json`);
const file = openSafetensors(`${folder}model.safetensors`);
const model: FinetuneData["model"] = {
  name: "tiny",
  architecture: architectureOf(config),
  layers: config.layers,
  width: config.hiddenSize,
  weights: (shapes) => Object.fromEntries(Object.keys(shapes).map((name) => [name, file.read(name)])),
};

/** Texts of 3 to 9 words; the class is whether word 7 is among them. */
function problem(task: "classify" | "compare" = "classify") {
  const draw = random(2, "finetune test");
  const text = (has: boolean) => {
    const words = Int32Array.from({ length: 3 + draw.integer(7) }, () => 8 + draw.integer(40));
    if (has) words[draw.integer(words.length)] = 7;
    return words;
  };
  const truth = Int32Array.from({ length: 240 }, () => draw.integer(2));
  const ids = Array.from(truth).flatMap((label) =>
    task === "classify" ? [text(label === 1)] : [text(label === 0), text(label === 1)],
  );
  const rows = Int32Array.from({ length: 240 }, (_, i) => i);
  const [train, validation, predict] = [rows.slice(0, 160), rows.slice(160, 200), rows.slice(200)];
  return { truth, data: { model, task, options: 2, ids, train, validation, predict } satisfies FinetuneData };
}

async function fit(
  { truth, data }: ReturnType<typeof problem>,
  options: FinetuneOptions = {},
  loss: Method = naive(),
  keepWeights = false,
) {
  const student = {
    name: "a student",
    method: loss,
    train: oneHotLabels(truth, data.train, 2),
    validation: oneHotLabels(truth, data.validation, 2),
  };
  const recipe = finetuneRecipe({ epochs: 10, batchSize: 16, learningRate: 5e-3, ...options });
  return finetuneStudent(student, data, recipe, { runtime: nodeRuntime, seed: 1, threads: 1, keepWeights });
}

const accuracyOf = (probabilities: { data: Float32Array }, { truth, data }: ReturnType<typeof problem>) =>
  data.predict.filter((row, i) => probabilities.data[2 * i + 1]! > 0.5 === (truth[row] === 1)).length /
  data.predict.length;

describe("finetuneStudent", () => {
  it("learns what a text holds, with every weight trained, by the same losses as probes", async () => {
    const made = problem();
    for (const loss of [naive(), confidence({ alpha: 0.5 })]) {
      const { probabilities, curve, chosenEpoch } = await fit(made, {}, loss);
      expect(accuracyOf(probabilities, made)).toBeGreaterThan(0.85);
      expect(curve.loss.length).toBe(10);
      expect(chosenEpoch).toBe(curve.agreement.indexOf(Math.max(...curve.agreement)) + 1);
    }
  });

  it("learns from comparisons", async () => {
    const made = problem("compare");
    expect(accuracyOf((await fit(made)).probabilities, made)).toBeGreaterThan(0.85);
  });

  it("trains the last blocks alone when asked", async () => {
    const made = problem();
    const { curve } = await fit(made, { blocks: 1, epochs: 3 });
    expect(curve.loss[2]).toBeLessThan(curve.loss[0]!);
  });

  it("starts at the loss of a coin: the head is zero", async () => {
    const { curve } = await fit(problem(), { epochs: 1, learningRate: 1e-9 });
    expect(curve.loss[0]).toBeCloseTo(Math.LN2, 4);
  });

  it("gives the weights of the kept epoch when asked, and trains alike", async () => {
    const made = problem();
    const [without, kept] = [await fit(made, { epochs: 3 }), await fit(made, { epochs: 3 }, naive(), true)];
    const { weights, ...rest } = kept;
    expect(without).toEqual(rest);
    expect(weights!["student.weight"]!.shape).toEqual([1, 16]);
    expect(weights!["encoder.layer.2.output.dense.weight"]!.data).not.toEqual(
      file.read("encoder.layer.2.output.dense.weight").data,
    );
    const last = await fit(made, { epochs: 3, selection: "last" }, naive(), true);
    const chosenLast = kept.chosenEpoch === 3;
    expect(isDeepStrictEqual(last.weights, weights)).toBe(chosenLast);
  });

  it("takes the same path under the same seed", async () => {
    const made = problem();
    const [one, other] = [await fit(made, { epochs: 2 }), await fit(made, { epochs: 2 })];
    expect(other).toEqual(one);
  });

  it("names student and step when a loss is not a number", async () => {
    const broken = method("broken", {}, ({ logits, labels, progress }) =>
      naive().loss({ logits, labels: mul(labels, Number.NaN), progress }),
    );
    await expect(fit(problem(), {}, broken)).rejects.toThrow(/a student: training: step 1 has loss NaN/);
  });
});

describe("epochBatches", () => {
  it("has every row once, in batches of nearly equal length, anew each epoch", () => {
    const rows = Int32Array.from({ length: 500 }, (_, i) => i);
    const lengthOf = (row: number) => 5 + (row % 60);
    const stream = random(0, "batches test");
    const [first, second] = [
      epochBatches(rows, lengthOf, 32, stream),
      epochBatches(rows, lengthOf, 32, stream),
    ];
    expect(first.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...rows]);
    expect(second).not.toEqual(first);
    const padded = first.reduce(
      (sum, batch) => sum + batch.length * Math.max(...[...batch].map(lengthOf)),
      0,
    );
    const real = [...rows].reduce((sum, row) => sum + lengthOf(row), 0);
    expect(padded / real).toBeLessThan(1.12);
  });
});
