// The forward passes against transformers' activations, layer by layer. Made by reference/models/.

import { readFileSync } from "node:fs";
import { compile, input, type NdArray, runOnce } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import { decoderFromGguf } from "../formats/gguf-decoder.js";
import type { TensorFile } from "../formats/tensor-file.js";
import { fixture, fixtureArrays, floats } from "../testing/fixtures.js";
import { openedGguf } from "../testing/gguf-writer.js";
import { weightInputs } from "./architecture.js";
import { architectureOf } from "./build.js";
import { tokenBatch } from "./padded-batch.js";
import { WeightStore } from "./weights.js";

/** All hidden states of a right-padded batch: `[layers + 1, rows, length, d]`, zero at padding. */
async function hiddenStates(
  configPath: string,
  weights: TensorFile,
  ids: NdArray,
  lengths: NdArray,
) {
  const config = readModelConfig(configPath);
  const architecture = architectureOf(config);
  const shapes = architecture.parameters(config.layers);
  const [rows, length] = ids.shape as [number, number];
  const signature = {
    ...weightInputs(shapes),
    ids: input("int32", ["batch", "seq"]),
    lengths: input("int32", ["batch"]),
  };
  const program = compile(signature, (tensors) => {
    const batch = tokenBatch(tensors.ids, tensors.lengths);
    const states = architecture.hiddenStates(
      batch,
      (name) => tensors[name as "ids"],
      config.layers,
    );
    return Object.fromEntries(states.map((state, layer) => [`layer${layer}`, state]));
  });
  const results = await runOnce(program, {
    ...new WeightStore(weights, architecture).load(shapes),
    ids,
    lengths,
  });
  const size = rows * length * config.hiddenSize;
  const all = new Float32Array((config.layers + 1) * size);
  for (let layer = 0; layer <= config.layers; layer++) {
    const state = results[`layer${layer}`]!.data as Float32Array;
    state.forEach((value, i) => {
      const token = Math.floor(i / config.hiddenSize);
      const padding = token % length >= Number(lengths.data[Math.floor(token / length)]);
      all[layer * size + i] = padding ? 0 : value;
    });
  }
  return all;
}

/** The largest error over the largest value. */
function relativeError(values: Float32Array, expected: Float32Array): number {
  expect(values.length).toBe(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return (
    values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0) / scale
  );
}

const cases = [
  ["tiny-bert-f16", ["", "tanh"]],
  ["tiny-llama-f32", ["", "linear", "llama3", "parameters"]],
  ["tiny-llama-bf16", [""]],
  ["tiny-llama-gguf", [""]],
] as const;

describe("hiddenStates", () => {
  for (const [folder, variants] of cases) {
    for (const variant of variants) {
      it(`${folder}${variant && ` (${variant})`} has transformers' activations`, async () => {
        const reference = fixtureArrays(folder, "reference.safetensors");
        const weights = folder.endsWith("gguf")
          ? decoderFromGguf(openedGguf(readFileSync(fixture(folder, "model.gguf")), folder), {
              modelType: "llama",
              layers: 2,
              hiddenSize: 32,
              heads: 4,
              kvHeads: 2,
              headSize: 8,
            })
          : fixtureArrays(folder, "model.safetensors");
        const values = await hiddenStates(
          fixture(folder, variant ? `config-${variant}.json` : "config.json"),
          weights,
          reference.read("ids"),
          reference.read("lengths"),
        );
        const expected = floats(reference, variant ? `hidden@${variant}` : "hidden");
        expect(relativeError(values, expected)).toBeLessThan(1e-5);
      });
    }
  }
});
