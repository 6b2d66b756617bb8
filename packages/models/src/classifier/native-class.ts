// Which class of transformers computes what a classifier does.

import type { CheckedClassifier, Classifier } from "./classifier.js";

const nativePrefix: Readonly<Record<string, string>> = {
  gemma: "Gemma",
  gemma2: "Gemma2",
  gemma3_text: "Gemma3Text",
  gpt2: "GPT2",
  gpt_neox: "GPTNeoX",
  llama: "Llama",
  mistral: "Mistral",
  olmo2: "Olmo2",
  olmo3: "Olmo3",
  opt: "OPT",
  phi3: "Phi3",
  qwen2: "Qwen2",
  qwen3: "Qwen3",
  smollm3: "SmolLM3",
};

/**
 * The class of transformers that computes what the classifier does, or null: the decoders' have one
 * matrix without a bias on the last token after the final norm, and OPT's reads a narrower
 * projection where it has one; encoders' have a pooler or a head of their own, which models here do
 * not have.
 */
export function nativeClass(
  { pooling, head }: Classifier,
  { config, isNormalized }: CheckedClassifier,
): string | null {
  const prefix = nativePrefix[config.modelType];
  if (prefix === undefined || pooling !== "last" || head.bias || !isNormalized) return null;
  if (config.modelType === "opt" && config.embeddingSize !== config.hiddenSize) return null;
  return `${prefix}ForSequenceClassification`;
}
