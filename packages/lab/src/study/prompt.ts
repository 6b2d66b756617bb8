// A student by prompting: a language model chooses among label words, with or without labelled
// examples in its context.

import { InputError } from "@w2s/base";
import { type PromptOptions, type PromptRecipe, promptRecipe } from "../students/index.js";
import { type ModelFeatures, ModelHandle } from "./features.js";

/** A language model as it is, asked for the label. */
export interface PromptSpec {
  readonly kind: "prompt";
  readonly model: ModelFeatures;
  readonly recipe: PromptRecipe;
  /** What tables call it, for example "SmolLM2 5-shot". */
  readonly label: string;
}

/**
 * A language model that is asked for the label: zero-shot, or after `shots` labelled examples. As a
 * student it sees its supervisor's labels in the context; its ceiling, and a supervisor, see ground
 * truth. Nothing is trained, so methods make no difference to it.
 * @throws InputError for an unknown or wrong option
 */
export function prompt(model: ModelHandle, options: PromptOptions = {}): PromptSpec {
  if (!(model instanceof ModelHandle)) {
    throw new InputError("prompt: needs a model(...) without a layer; its own head answers");
  }
  const recipe = promptRecipe(options);
  const source = model.layer(-1);
  return { kind: "prompt", model: source, recipe, label: promptLabel({ model: source, recipe }) };
}

export function promptLabel({ model, recipe }: Pick<PromptSpec, "model" | "recipe">): string {
  return `${model.alias} ${recipe.shots === 0 ? "zero" : recipe.shots}-shot`;
}
