// For tests: the folder of a tiny random decoder that reads the world's words.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { architectureOf, parseModelConfig, saveModel } from "@w2s/models";
import { random } from "../random.js";
import { vocabulary, worldTokenizer } from "../world/index.js";

const config = {
  model_type: "llama",
  vocab_size: vocabulary.length,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  hidden_act: "silu",
  rms_norm_eps: 1e-5,
  max_position_embeddings: 64,
  tie_word_embeddings: true,
  rope_theta: 10000,
};

/** Writes the model below `folder` and gives its path. Weights are drawn from `seed`. */
export async function writeTinyDecoder(folder: string, seed = 1): Promise<string> {
  const files = join(folder, "tokenizer");
  await mkdir(files, { recursive: true });
  const { tokenizer, config: tokenizerConfig } = worldTokenizer();
  await writeFile(join(files, "tokenizer.json"), tokenizer);
  await writeFile(join(files, "tokenizer_config.json"), tokenizerConfig);
  const architecture = architectureOf(parseModelConfig(config, "test"));
  const draw = random(seed, "tiny decoder");
  const weights = Object.entries(architecture.parameters(2)).map(([name, shape]) => {
    const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
    const values = Float32Array.from({ length: size }, () =>
      shape.length === 1 ? 1 : 0.3 * draw.normal(),
    );
    return [name, ndarray(values, shape as number[])] as const;
  });
  const path = join(folder, "tiny");
  await saveModel(path, { config, weights: Object.fromEntries(weights), tokenizerFrom: files });
  return path;
}
