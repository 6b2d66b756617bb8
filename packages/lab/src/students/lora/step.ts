// LoRA steps: tuned steps that train adapters beside frozen weights.

import { InternalError } from "@w2s/base";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { tunedKind } from "../finetune/step.js";
import type { LoraRecipe } from "./recipe.js";
import { loraTuning } from "./tuning.js";

export const loraStepKind = tunedKind("lora", 4, (model, { recipe, seed }, stored) =>
  loraTuning(model, adapterRecipe(recipe), seed, stored),
);

function adapterRecipe(recipe: FinetuneRecipe): LoraRecipe {
  if (isLora(recipe)) return recipe;
  throw new InternalError("lora: a recipe without adapters");
}

const isLora = (recipe: FinetuneRecipe): recipe is LoraRecipe =>
  "rank" in recipe && "alpha" in recipe && "targets" in recipe;
