// How a recipe's steps move parameters: AdamW, what decays, and how long a gradient may be.

import { adamW, type Signature } from "@w2s/grad";
import type { FinetuneRecipe } from "../recipe.js";

/** The parts of a step that a recipe decides, whatever its loss. */
export function optimizing(
  recipe: Pick<FinetuneRecipe, "weightDecay" | "decay" | "clipNorm">,
  parameters: Signature,
) {
  return {
    optimizer: adamW({ weightDecay: recipe.weightDecay }),
    decays: (name: string) => recipe.decay === "all" || parameters[name]!.shape.length > 1,
    clipNorm: recipe.clipNorm,
  };
}
