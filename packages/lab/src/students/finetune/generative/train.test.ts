// The loss and its gradients against PyTorch's (reference/models/tiny_families.py), and what
// training does.

import { fileURLToPath } from "node:url";
import { gradientProgram, nodeRuntime, runOnce } from "@w2s/grad";
import { architectureOf, openSafetensors, readModelConfig } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { random } from "../../../random.js";
import { tinyModel } from "../../testing/tiny-student.js";
import { speakingTuning } from "../program/speaking-tuning.js";
import { blockTuning, type TunedModel } from "../program/tuning.js";
import { generativeBatch, generativeInputs, generativeLoss } from "./program.js";
import { trainGenerative } from "./train.js";

function family(name: string) {
  const folder = fileURLToPath(
    new URL(`../../../../../models/src/fixtures/families/${name}/`, import.meta.url),
  );
  const config = readModelConfig(`${folder}config.json`);
  const architecture = architectureOf(config);
  const file = openSafetensors(`${folder}model.safetensors`);
  const stored = (key: string) =>
    architecture.storedNames(key).find((one) => file.tensors.has(one))!;
  const model: TunedModel = {
    name,
    config,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes) =>
      Object.fromEntries(Object.keys(shapes).map((key) => [key, file.read(stored(key))])),
  };
  return { model, reference: openSafetensors(`${folder}reference.safetensors`) };
}

describe.each(["gpt2", "gpt-neox", "llama", "qwen3-tied"])("generativeLoss of %s", (name) => {
  it("is PyTorch's mean cross-entropy of the next token, with its gradients", async () => {
    const { model, reference } = family(name);
    const ids = reference.read("ids");
    const slots = ids.shape[1]!;
    const texts = [...reference.read("lengths").data].map((length, row) =>
      Int32Array.from({ length: Number(length) }, (_, t) => Number(ids.data[row * slots + t])),
    );
    const read = texts.filter(({ length }) => length > 1);
    const predictions = read.reduce((sum, { length }) => sum + length - 1, 0);
    const { trained, frozen } = speakingTuning(model, blockTuning(model));
    expect(frozen).toEqual({});
    const program = gradientProgram({
      parameters: trained,
      inputs: generativeInputs(),
      loss: ({ weights, inputs }) => generativeLoss(model, (name) => weights[name]!, inputs),
    });
    const shapes = Object.fromEntries(
      Object.entries(trained).map(([key, { shape }]) => [key, shape]),
    );
    const results = await runOnce(program, {
      ...model.weights(shapes),
      ...generativeBatch(read, 1 / predictions),
    });
    expect(Number(results.loss!.data[0])).toBeCloseTo(Number(reference.read("loss").data[0]), 5);
    for (const key of Object.keys(trained)) {
      const wanted = reference.read(`grad:${key}`).data as Float32Array;
      const scale = Math.max(1e-2, ...wanted.map(Math.abs));
      const ours = results[`gradient ${key}`]!.data as Float32Array;
      const error = ours.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)),
        0,
      );
      expect(error / scale, key).toBeLessThan(1e-4);
    }
  });
});

/** Texts that go round: after token t comes t + 1. */
function rounds(count: number): Int32Array[] {
  const draw = random(3, "generative test");
  return Array.from({ length: count }, () => {
    const first = draw.integer(30);
    return Int32Array.from({ length: 2 + draw.integer(10) }, (_, i) => (first + i) % 30);
  });
}

const recipe = { epochs: 4, batchSize: 16, learningRate: 1e-2 };
const run = { name: "a model", runtime: nodeRuntime, seed: 1, threads: 1 };

describe("trainGenerative", () => {
  it("learns texts, and takes the same path under the same seed", async () => {
    const { model } = family("llama");
    const fit = await trainGenerative(model, rounds(200), recipe, run);
    expect(fit.loss).toHaveLength(4);
    expect(fit.loss[0]!).toBeGreaterThan(2);
    expect(fit.loss[3]!).toBeLessThan(0.5 * fit.loss[0]!);
    expect(await trainGenerative(model, rounds(200), recipe, run)).toEqual(fit);
  });

  it("works through a batch in parts to the same end, whatever their sizes", async () => {
    const { model } = family("llama");
    const whole = await trainGenerative(model, rounds(100), { ...recipe, epochs: 2 }, run);
    const cut = await trainGenerative(
      model,
      rounds(100),
      { ...recipe, epochs: 2 },
      { ...run, mostLogits: 32 * 25 },
    );
    cut.loss.forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(whole.loss[epoch]!, 4);
    });
  });

  it("trains the last blocks alone when asked, and leaves out texts of one token", async () => {
    const { model } = family("gpt2");
    const texts = [...rounds(40), Int32Array.of(3)];
    const { weights, loss } = await trainGenerative(
      model,
      texts,
      { ...recipe, epochs: 2 },
      { ...run, blocks: 1 },
    );
    expect(
      Object.keys(weights).every((key) => key.startsWith("h.1.") || key.startsWith("ln_f")),
    ).toBe(true);
    expect(loss[1]!).toBeLessThan(loss[0]!);
  });

  it("refuses encoders, and texts in which nothing is predicted", async () => {
    await expect(trainGenerative(tinyModel, rounds(4), recipe, run)).rejects.toThrow(
      "tiny: an encoder has no language-model head",
    );
    await expect(
      trainGenerative(family("gpt2").model, [Int32Array.of(1)], recipe, run),
    ).rejects.toThrow(
      "a model: generative finetuning needs texts of at least two tokens, got none",
    );
  });

  it("names the model when a loss is not a number", async () => {
    const { model } = family("gpt2");
    await expect(
      trainGenerative(model, rounds(64), { ...recipe, learningRate: 1e30 }, run),
    ).rejects.toThrow(/^a model: training: step \d+ has loss/);
  });
});
