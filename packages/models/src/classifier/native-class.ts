// Which class of transformers computes what a classifier does.

import type { CheckedClassifier, Classifier } from "./classifier.js";

const nativePrefix: Readonly<Record<string, string>> = {
  gpt2: "GPT2",
  gpt_neox: "GPTNeoX",
  llama: "Llama",
  mistral: "Mistral",
  qwen2: "Qwen2",
  qwen3: "Qwen3",
};

/**
 * The class of transformers that computes what the classifier does, or null: the decoders' have one
 * matrix without a bias on the last token after the final norm; BERT's has a pooler of its own,
 * which models here do not have.
 */
export function nativeClass(
  { pooling, head }: Classifier,
  { config, isNormalized }: CheckedClassifier,
): string | null {
  const prefix = nativePrefix[config.modelType];
  if (prefix === undefined || pooling !== "last" || head.bias || !isNormalized) return null;
  return `${prefix}ForSequenceClassification`;
}
