// A student by LoRA: small adapters are trained beside the model's frozen weights.

import type { ModelFeatures, ModelHandle } from "../../reading/index.js";
import {
  beforeIn,
  type TunedOptions,
  type TunedSpec,
  tunedName,
  tunedParts,
} from "../finetune/spec.js";
import { labelled } from "../shared/recipe-options.js";
import { type LoraRecipe, type LoraStudentOptions, loraRecipe } from "./recipe.js";

/** Adapters on a model's linear layers, and a new head on its last layer. */
export interface LoraSpec extends TunedSpec {
  readonly kind: "lora";
  readonly recipe: LoraRecipe;
}

/**
 * A model adapted by LoRA (Hu et al. 2021), with a new linear head. Its recipe is that of
 * `finetune`, with the adapters' rank, alpha and targets. Of a `model(...).layer(k)` the first k
 * blocks are the model.
 * @throws InputError for what is no model, and an unknown or wrong option
 */
export function lora(
  model: ModelHandle | ModelFeatures,
  options: LoraStudentOptions & TunedOptions = {},
): LoraSpec {
  const { source, as, before, own } = tunedParts("lora", model, options);
  const spec = { kind: "lora" as const, as, model: source, recipe: loraRecipe(own), before };
  return labelled(spec, loraLabel);
}

export function loraLabel(spec: Pick<LoraSpec, "model" | "recipe" | "before">): string {
  const parts = [tunedName(spec.model), "LoRA", ...details(spec.recipe)];
  return `${parts.join(" ")}${beforeIn(spec)}`;
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
