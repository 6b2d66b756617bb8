// For tests: the folder of a tiny random decoder that reads the words of words.ts.

import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { architectureOf, parseModelConfig, saveModel } from "@w2s/models";
import { random } from "../src/random.js";
import { tokenizerFolder, vocabularySize } from "./words.js";

const configOf = (layers: number) => ({
  model_type: "llama",
  vocab_size: vocabularySize,
  hidden_size: 16,
  num_hidden_layers: layers,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  hidden_act: "silu",
  rms_norm_eps: 1e-5,
  max_position_embeddings: 64,
  tie_word_embeddings: true,
  rope_theta: 10000,
});

/** Writes the model below `folder` and gives its path. Weights are drawn from `seed`. */
export async function writeTinyDecoder(folder: string, seed = 1, layers = 2): Promise<string> {
  const config = configOf(layers);
  const architecture = architectureOf(parseModelConfig(config, "test"));
  const draw = random(seed, "tiny decoder");
  const weights = Object.entries(architecture.parameters(layers)).map(([name, shape]) => {
    const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
    const values = Float32Array.from({ length: size }, () =>
      shape.length === 1 ? 1 : 0.3 * draw.normal(),
    );
    return [name, ndarray(values, shape as number[])] as const;
  });
  const path = join(folder, "tiny");
  await saveModel(path, {
    config,
    weights: Object.fromEntries(weights),
    tokenizerFrom: tokenizerFolder,
  });
  return path;
}
