// A tiny decoder of random weights that reads the words of words.ts: enough to finetune in a test.

import { ndarray } from "@w2s/grad";
import { architectureOf, parseModelConfig, saveModel } from "@w2s/models";
import { random } from "../src/random.js";
import { tokenizerFolder, vocabularySize } from "./words.js";

/** Writes the model's folder; the same seed gives the same weights. */
export async function writeTinyModel(
  folder: string,
  { width = 16, layers = 1, seed = 0 } = {},
): Promise<string> {
  const config = {
    model_type: "llama",
    architectures: ["LlamaForCausalLM"],
    vocab_size: vocabularySize,
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: 2,
    intermediate_size: 2 * width,
    max_position_embeddings: 64,
    tie_word_embeddings: true,
  };
  const { parameters, head } = architectureOf(parseModelConfig(config, "tiny"));
  const stream = random(seed, "tiny model");
  const weights = Object.fromEntries(
    Object.entries({ ...parameters(layers), ...head?.shapes }).map(([name, shape]) => {
      const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
      const draw = () => (name.includes("norm") ? 1 : 0.3 * stream.normal());
      return [name, ndarray(Float32Array.from({ length: size }, draw), shape.map(Number))];
    }),
  );
  await saveModel(folder, { config, weights, tokenizerFrom: tokenizerFolder });
  return folder;
}
