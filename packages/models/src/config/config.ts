// A model's config.json becomes one normalised form per family. A family or option that is not
// implemented is refused here, by name, before any weight is read.

import { check, didYouMean, InputError, readJson } from "@w2s/base";
import { z } from "zod";
import { type BertConfig, bertConfig, bertSchema } from "./bert.js";
import { type GptNeoxConfig, gptNeoxConfig, gptNeoxSchema } from "./gpt-neox.js";
import { type Gpt2Config, gpt2Config, gpt2Schema } from "./gpt2.js";
import { type LlamaConfig, llamaConfig, llamaSchema } from "./llama.js";
import { type MistralConfig, mistralConfig, mistralSchema } from "./mistral.js";
import { type Qwen2Config, qwen2Config, qwen2Schema } from "./qwen2.js";
import { type Qwen3Config, qwen3Config, qwen3Schema } from "./qwen3.js";

/** What config.json says, in one normalised form a family; `modelType` tells them apart. */
export type ModelConfig =
  | BertConfig
  | Gpt2Config
  | GptNeoxConfig
  | LlamaConfig
  | MistralConfig
  | Qwen2Config
  | Qwen3Config;

const schema = z.discriminatedUnion("model_type", [
  bertSchema,
  gpt2Schema,
  gptNeoxSchema,
  llamaSchema,
  mistralSchema,
  qwen2Schema,
  qwen3Schema,
]);

/** Values of `model_type` that can be run. */
export const MODEL_TYPES = schema.options.map((option) => option.shape.model_type.value);

const headSchema = z.looseObject({
  model_type: z.string(),
  quantization_config: z.looseObject({}).nullish(),
});

/**
 * Reads and normalises a config.json.
 * @throws InputError when the file is missing or malformed, or names a model, an option or a
 * quantisation that is not supported.
 */
export function readModelConfig(path: string): ModelConfig {
  return parseModelConfig(readJson(path, z.looseObject({})), path);
}

/** The same for a value already parsed; `label` names it in messages. */
export function parseModelConfig(value: unknown, label: string): ModelConfig {
  const head = check(label, value, headSchema);
  if (!MODEL_TYPES.some((type) => type === head.model_type)) {
    throw new InputError(
      `${label}: model_type "${head.model_type}" is not supported; supported are ` +
        `${MODEL_TYPES.join(", ")}` +
        didYouMean(head.model_type, MODEL_TYPES),
    );
  }
  if (head.quantization_config) {
    const method = String(head.quantization_config.quant_method ?? "unknown");
    throw new InputError(
      `${label}: weights quantised with "${method}" are not supported; use float weights or a ` +
        "GGUF file",
    );
  }
  const json = check(label, value, schema);
  switch (json.model_type) {
    case "bert":
      return bertConfig(label, json);
    case "gpt2":
      return gpt2Config(label, json);
    case "gpt_neox":
      return gptNeoxConfig(label, json);
    case "llama":
      return llamaConfig(label, json);
    case "mistral":
      return mistralConfig(label, json);
    case "qwen2":
      return qwen2Config(label, json);
    case "qwen3":
      return qwen3Config(label, json);
  }
}
