// adapter_config.json of the peft library: which adapters can be merged into their base, and with
// what scale. What is not LoRA, or is one of its variants that compute something else, is refused
// by name. Fields and defaults are those of peft 0.21 (tuners/lora/config.py).

import { InputError, readJson, shownValue } from "@w2s/base";
import { z } from "zod";

const pattern = z.record(z.string(), z.number().positive()).nullish();

const schema = z.looseObject({
  peft_type: z.string(),
  base_model_name_or_path: z.string().nullish(),
  revision: z.string().nullish(),
  r: z.int().positive().default(8),
  lora_alpha: z.number().positive().default(8),
  use_rslora: z.boolean().nullish(),
  rank_pattern: pattern,
  alpha_pattern: pattern,
  modules_to_save: z.array(z.string()).nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
});

/** A LoRA adapter that can be merged. */
export interface AdapterConfig {
  /** What the base is loaded by: a hub name or a folder. */
  readonly base: string;
  /** A branch, tag or commit of the base; null where none is said. */
  readonly revision: string | null;
  /** Modules that were trained whole, by the ends of their names. */
  readonly savedWhole: readonly string[];
  /** Rank of the layer that transformers' module tree has under a name. */
  rank(module: string): number;
  /** What that layer's `B A` is multiplied with. */
  scale(module: string): number;
}

/** Fields that make another computation of LoRA, where they are set. */
const VARIANTS: Readonly<Record<string, string>> = {
  use_dora: "DoRA",
  use_qalora: "QALoRA",
  use_bdlora: "BD-LoRA",
  lora_bias: "LoRA with a bias of its own",
  alora_invocation_tokens: "aLoRA, which acts behind some tokens alone",
  trainable_token_indices: "rows of embeddings trained alone",
  target_parameters: "LoRA on parameters that are no linear layers'",
  layer_replication: "layers used several times",
  arrow_config: "a router of adapters",
  kasa_config: "KaSA",
  velora_config: "VeLoRA",
  monteclora_config: "MonteCLoRA",
};

/** First values of adapters that take from the base what they begin with: it is another base. */
const OTHER_BASE = /^(pissa|corda|olora|loftq|lora_ga|mica)/i;

/**
 * Reads an adapter_config.json.
 * @throws InputError for an adapter that is not LoRA, a variant of it that is not merged here, or
 * one that names no base
 */
export function readAdapterConfig(path: string): AdapterConfig {
  const json = readJson(path, schema);
  const type = json.peft_type.toUpperCase();
  if (type !== "LORA") throw notMerged(path, `"peft_type" ${shownValue(json.peft_type)}`, type);
  for (const [field, what] of Object.entries(VARIANTS)) {
    if (isSet(json[field])) throw notMerged(path, `"${field}" (${what})`, type);
  }
  if (OTHER_BASE.test(String(json.init_lora_weights))) {
    throw new InputError(
      `${path}: "init_lora_weights" is ${shownValue(json.init_lora_weights)}, which changes the ` +
        "base before training; save it as plain LoRA with save_pretrained(..., " +
        "path_initial_model_for_weight_conversion=...), or merge it and name that folder",
    );
  }
  if (!json.base_model_name_or_path) {
    throw new InputError(
      `${path}: "base_model_name_or_path" must be given: the model that the adapter was trained on`,
    );
  }
  const ranks = byPattern(path, "rank_pattern", json.rank_pattern, json.r);
  const alphas = byPattern(path, "alpha_pattern", json.alpha_pattern, json.lora_alpha);
  return {
    base: json.base_model_name_or_path,
    revision: json.revision ?? null,
    savedWhole: json.modules_to_save ?? [],
    rank: ranks,
    scale: (module) =>
      alphas(module) / (json.use_rslora ? Math.sqrt(ranks(module)) : ranks(module)),
  };
}

const isSet = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  !(typeof value === "object" && Object.keys(value).length === 0);

/** Types of peft that leave no weights to merge into. */
const PROMPTS = /PROMPT|P_TUNING|PREFIX/;

function notMerged(path: string, what: string, type: string): InputError {
  const next = PROMPTS.test(type)
    ? "it adds tokens to texts and leaves the weights, so there is nothing to merge"
    : "merge it with AutoPeftModel.from_pretrained(...).merge_and_unload().save_pretrained(...) " +
      "and name that folder";
  return new InputError(`${path}: ${what} is not read, plain LoRA is; ${next}`);
}

/**
 * The value of the first pattern that a module's name, or its end behind a point, is; else `usual`.
 * @throws InputError for a pattern that is no regular expression here
 */
function byPattern(
  path: string,
  field: string,
  values: Readonly<Record<string, number>> | null | undefined,
  usual: number,
): (module: string) => number {
  const rules = Object.entries(values ?? {}).map(([key, value]) => {
    try {
      return [new RegExp(`^(?:.*\\.)?(?:${key})$`, "u"), value] as const;
    } catch {
      throw new InputError(
        `${path}: "${field}": ${shownValue(key)} must be a module's name or a regular expression`,
      );
    }
  });
  return (module) => rules.find(([rule]) => rule.test(module))?.[1] ?? usual;
}
