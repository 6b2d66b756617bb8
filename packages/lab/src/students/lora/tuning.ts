// LoRA as a tuning: the model's own weights are frozen, and what is trained are its adapters.

import { InputError } from "@w2s/base";
import {
  initialLora,
  type Lora,
  lora,
  loraParameters,
  mergeLora,
  weightInputs,
  withLora,
} from "@w2s/models";
import { random } from "../../random.js";
import type { TunedModel, Tuning } from "../finetune/program/tuning.js";
import type { LoraRecipe } from "./recipe.js";

/**
 * The adapters that a recipe puts on a model. @throws InputError for a target that the model does
 * not have.
 */
export function adaptersOf(
  { architecture, name }: Pick<TunedModel, "architecture" | "name">,
  { rank, alpha, targets, blocks }: Pick<LoraRecipe, "rank" | "alpha" | "targets" | "blocks">,
): Lora {
  if (blocks !== undefined && blocks > architecture.layers) {
    throw new InputError(
      `lora: "blocks" must be at most ${architecture.layers} for ${name}, got ${blocks}`,
    );
  }
  return lora(architecture, { rank, alpha, targets, ...(blocks === undefined ? {} : { blocks }) });
}

/**
 * Trains adapters alone; `seed` decides their first values. With `stored`, the activations below
 * the adapted blocks are given, and the blocks there are not run.
 */
export function loraTuning(
  model: TunedModel,
  recipe: LoraRecipe,
  seed: number,
  stored = false,
): Tuning {
  const { architecture, layers } = model;
  const adapters = adaptersOf(model, recipe);
  const from = stored && recipe.blocks !== undefined ? layers - recipe.blocks : undefined;
  const shapes = architecture.parameters(layers, from);
  return {
    trained: weightInputs(loraParameters(adapters)),
    frozen: weightInputs(shapes),
    from,
    initial: () => initialLora(adapters, random(seed, "lora").uniform),
    frozenValues: () => model.weights(shapes),
    changed(values) {
      const names = adapters.layers.map((layer) => `${layer.name}.weight`);
      const adapted = Object.fromEntries(
        names.map((name) => [name, architecture.parameters(layers)[name]!]),
      );
      return mergeLora(model.weights(adapted), values, adapters);
    },
    weights: (tensors) => withLora((name) => tensors[name]!, adapters),
  };
}
