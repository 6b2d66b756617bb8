// A student by LoRA: small adapters are trained beside the model's frozen weights.

import { InputError } from "@w2s/base";
import { type LoraRecipe, type LoraStudentOptions, loraRecipe } from "../students/index.js";
import { type ModelFeatures, ModelHandle } from "./features.js";
import type { Told } from "./told.js";

/** Adapters on a model's linear layers, and a new head on its last layer. */
export interface LoraSpec {
  readonly kind: "lora";
  /** Its `layer` is the number of blocks that count as the model; -1: all. */
  readonly model: ModelFeatures;
  readonly recipe: LoraRecipe;
  /** The remark that tells it its supervisor's label; see `told`. */
  readonly told?: Told;
  /** What tables call it, for example "SmolLM2 LoRA". */
  readonly label: string;
}

/**
 * A model adapted by LoRA (Hu et al. 2021), with a new linear head. Its recipe is that of
 * `finetune`, with the adapters' rank, alpha and targets. Of a `model(...).layer(k)` the first k
 * blocks are the model.
 * @throws InputError for an unknown or wrong option
 */
export function lora(
  model: ModelHandle | ModelFeatures,
  options: LoraStudentOptions = {},
): LoraSpec {
  const source = model instanceof ModelHandle ? model.layer(-1) : model;
  if ((source as ModelFeatures | null)?.kind !== "model" || source.layer === 0) {
    throw new InputError(
      "lora: needs a model(...), or a model(...).layer(k) from 1 to adapt its first k blocks",
    );
  }
  const {
    labelWords,
    pooling = labelWords ? "last" : source.pooling,
    maxTokens = source.maxTokens,
  } = options;
  const recipe = loraRecipe({ ...options, pooling, ...(maxTokens !== undefined && { maxTokens }) });
  return { kind: "lora", model: source, recipe, label: loraLabel({ model: source, recipe }) };
}

export function loraLabel({ model, recipe }: Pick<LoraSpec, "model" | "recipe">): string {
  const name = model.layer === -1 ? model.alias : `${model.alias}:${model.layer}`;
  return `${[name, "LoRA", ...details(recipe)].join(" ")}${recipe.generative ? ", generative" : ""}`;
}

/** What tells adapters apart from the default ones. */
function details({ rank, targets, blocks }: LoraRecipe): string[] {
  return [
    ...(rank === 8 ? [] : [`rank ${rank}`]),
    ...(targets === "query-value"
      ? []
      : [typeof targets === "string" ? targets : targets.join("+")]),
    ...(blocks === undefined ? [] : [`last ${blocks}`]),
  ];
}
