// A model's config.json becomes one normalised form per family. A family or option that is not
// implemented is refused here, by name, before any weight is read.

import { check, didYouMean, InputError, readJson, shownValue } from "@w2s/base";
import { z } from "zod";
import { type BertConfig, bertConfig, bertSchema } from "./bert.js";
import { type DistilBertConfig, distilBertConfig, distilBertSchema } from "./distilbert.js";
import { type ElectraConfig, electraConfig, electraSchema } from "./electra.js";
import { type Gemma1Config, gemma1Config, gemma1Schema } from "./gemma1.js";
import { type Gemma2Config, gemma2Config, gemma2Schema } from "./gemma2.js";
import { type Gemma3Config, gemma3Config, gemma3Schema } from "./gemma3.js";
import { type GptNeoxConfig, gptNeoxConfig, gptNeoxSchema } from "./gpt-neox.js";
import { type Gpt2Config, gpt2Config, gpt2Schema } from "./gpt2.js";
import { LEFT_OUT_SIZES } from "./left-out.js";
import { type LlamaConfig, llamaConfig, llamaSchema } from "./llama.js";
import { type MistralConfig, mistralConfig, mistralSchema } from "./mistral.js";
import { type ModernBertConfig, modernBertConfig, modernBertSchema } from "./modernbert.js";
import { type Olmo2Config, olmo2Config, olmo2Schema } from "./olmo2.js";
import { type Olmo3Config, olmo3Config, olmo3Schema } from "./olmo3.js";
import { type OptConfig, optConfig, optSchema } from "./opt.js";
import { type Phi3Config, phi3Config, phi3Schema } from "./phi3.js";
import { type Qwen2Config, qwen2Config, qwen2Schema } from "./qwen2.js";
import { type Qwen3Config, qwen3Config, qwen3Schema } from "./qwen3.js";
import { type RobertaConfig, robertaConfig, robertaSchema } from "./roberta.js";
import { withOwnNames } from "./second-names.js";
import { type SmolLm3Config, smolLm3Config, smolLm3Schema } from "./smollm3.js";

/** What config.json says, in one normalised form a family; `modelType` tells them apart. */
export type ModelConfig =
  | BertConfig
  | RobertaConfig
  | DistilBertConfig
  | ElectraConfig
  | ModernBertConfig
  | Gpt2Config
  | GptNeoxConfig
  | OptConfig
  | LlamaConfig
  | MistralConfig
  | Qwen2Config
  | Qwen3Config
  | Gemma1Config
  | Gemma2Config
  | Gemma3Config
  | SmolLm3Config
  | Olmo2Config
  | Olmo3Config
  | Phi3Config;

const schema = z.discriminatedUnion("model_type", [
  bertSchema,
  robertaSchema,
  distilBertSchema,
  electraSchema,
  modernBertSchema,
  gpt2Schema,
  gptNeoxSchema,
  optSchema,
  llamaSchema,
  mistralSchema,
  qwen2Schema,
  qwen3Schema,
  gemma1Schema,
  gemma2Schema,
  gemma3Schema,
  smolLm3Schema,
  olmo2Schema,
  olmo3Schema,
  phi3Schema,
]);

/** Values of `model_type` that can be run. */
export const MODEL_TYPES = schema.options.flatMap((option) => [...option.shape.model_type.values]);

type ModelType = (typeof MODEL_TYPES)[number];

/** What a config of each family means where it leaves a size out: transformers' own defaults. */
const LEFT_OUT: Readonly<Record<ModelType, Readonly<Record<string, number>>>> = LEFT_OUT_SIZES;

const headSchema = z.looseObject({
  model_type: z.string().nullish(),
  architectures: z.array(z.unknown()).nullish(),
  quantization_config: z.looseObject({}).nullish(),
  text_config: z.looseObject({ model_type: z.string().optional() }).nullish(),
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
  const { type, said } = saidIn(value, label);
  const json = check(label, { ...LEFT_OUT[type], ...said }, schema);
  return normalised(label, json);
}

/** The sizes that a config leaves to transformers' defaults. @throws as `parseModelConfig` */
export function sizesLeftOut(value: unknown, label: string): string[] {
  const { type, said } = saidIn(value, label);
  return Object.keys(LEFT_OUT[type]).filter((name) => said[name] === undefined);
}

/** What a config says under its family's own names. @throws InputError as `parseModelConfig` */
function saidIn(value: unknown, label: string) {
  const head = check(label, value, headSchema);
  const { model_type: type } = head;
  if (typeof type !== "string") throw noModelType(label, head.architectures ?? []);
  if (!isModelType(type)) {
    if (head.text_config) throw notTextAlone(label, type, head.text_config.model_type);
    throw new InputError(
      `${label}: model_type ${shownValue(type)} is not supported; supported are ` +
        `${MODEL_TYPES.join(", ")}` +
        didYouMean(type, MODEL_TYPES),
    );
  }
  if (head.quantization_config) {
    const method = String(head.quantization_config.quant_method ?? "unknown");
    throw new InputError(
      `${label}: weights quantised with "${method}" are not supported; use float weights or a ` +
        "GGUF file",
    );
  }
  return { type, said: withoutNulls(withOwnNames(label, type, head), type) };
}

function normalised(label: string, json: z.output<typeof schema>): ModelConfig {
  switch (json.model_type) {
    case "bert":
      return bertConfig(label, json);
    case "roberta":
    case "xlm-roberta":
    case "camembert":
      return robertaConfig(label, json);
    case "distilbert":
      return distilBertConfig(label, json);
    case "electra":
      return electraConfig(label, json);
    case "modernbert":
      return modernBertConfig(label, json);
    case "gpt2":
      return gpt2Config(label, json);
    case "gpt_neox":
      return gptNeoxConfig(label, json);
    case "opt":
      return optConfig(label, json);
    case "llama":
      return llamaConfig(label, json);
    case "mistral":
      return mistralConfig(label, json);
    case "qwen2":
      return qwen2Config(label, json);
    case "qwen3":
      return qwen3Config(label, json);
    case "gemma":
      return gemma1Config(label, json);
    case "gemma2":
      return gemma2Config(label, json);
    case "gemma3_text":
      return gemma3Config(label, json);
    case "smollm3":
      return smolLm3Config(label, json);
    case "olmo2":
      return olmo2Config(label, json);
    case "olmo3":
      return olmo3Config(label, json);
    case "phi3":
      return phi3Config(label, json);
  }
}

function isModelType(type: string): type is ModelType {
  return MODEL_TYPES.some((known) => known === type);
}

/**
 * The fields that are said: null is as left out, where it means nothing of its own; of a truth
 * value transformers 4 takes it for false and 5 refuses it, as the form does here.
 */
function withoutNulls(json: Readonly<Record<string, unknown>>, type: ModelType) {
  const option = schema.options.find(({ shape }) => shape.model_type.values.has(type as never))!;
  const shape: Readonly<Record<string, z.ZodType>> = option.shape;
  return Object.fromEntries(
    Object.entries(json).filter(
      ([name, value]) =>
        value !== null || shape[name]?.safeParse(null).success !== false || isTruth(shape[name]!),
    ),
  );
}

const isTruth = (form: z.ZodType): boolean =>
  form.safeParse(true).success && !form.safeParse(1).success && !form.safeParse("a").success;

function noModelType(label: string, architectures: readonly unknown[]): InputError {
  const said = String(architectures[0] ?? "");
  const meant = MODEL_TYPES.filter((type) =>
    said.toLowerCase().startsWith(type.replace(/_text$|[_-]/g, "")),
  ).sort((a, b) => b.length - a.length)[0];
  const next =
    meant === undefined
      ? `add one of ${MODEL_TYPES.join(", ")}`
      : `for ${shownValue(said)} add "model_type": "${meant}"`;
  return new InputError(`${label}: "model_type" must be given; ${next}`);
}

function notTextAlone(label: string, type: string, textType: string | undefined): InputError {
  const alone = textType === undefined ? "" : ` (model_type "${textType}")`;
  return new InputError(
    `${label}: model_type "${type}" reads more than text, which is not supported; use its ` +
      `language model saved alone${alone}`,
  );
}
