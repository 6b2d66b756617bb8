// LoRA steps: tuned steps that train adapters beside frozen weights.

import { InternalError } from "@w2s/base";
import { answersKind } from "../finetune/answers/step.js";
import type { FinetuneRecipe } from "../finetune/recipe.js";
import { type TuningOf, tunedKind } from "../finetune/step.js";
import type { LoraRecipe } from "./recipe.js";
import { loraTuning } from "./tuning.js";

const tuningOf: TuningOf = (model, { recipe, seed }, stored) =>
  loraTuning(model, adapterRecipe(recipe), seed, stored);

export const loraStepKind = tunedKind("lora", 4, tuningOf);

/** LoRA steps whose students say answers. */
export const loraAnswersKind = answersKind("lora to answer", 1, tuningOf);

function adapterRecipe(recipe: FinetuneRecipe): LoraRecipe {
  if (isLora(recipe)) return recipe;
  throw new InternalError("lora: a recipe without adapters");
}

const isLora = (recipe: FinetuneRecipe): recipe is LoraRecipe =>
  "rank" in recipe && "alpha" in recipe && "targets" in recipe;
