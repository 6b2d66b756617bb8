// A student by prompting: a language model chooses among label words, with or without labelled
// examples in its context.

import { InputError } from "@w2s/base";
import { type ModelFeatures, ModelHandle, shownSource } from "../../reading/index.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";
import { type PromptOptions, type PromptRecipe, promptRecipe } from "./recipe.js";

/** A language model as it is, asked for the label. */
export interface PromptSpec extends SpecBase {
  readonly kind: "prompt";
  readonly model: ModelFeatures;
  readonly recipe: PromptRecipe;
}

/**
 * A language model that is asked for the label: zero-shot, or after `shots` labelled examples. As a
 * student it sees its supervisor's labels in the context; its ceiling, and a supervisor, see ground
 * truth. Nothing is trained, so methods make no difference to it.
 * @throws InputError for what is no model, and an unknown or wrong option
 */
export function prompt(
  model: ModelHandle,
  options: PromptOptions & { readonly as?: string } = {},
): PromptSpec {
  if (!(model instanceof ModelHandle)) {
    throw new InputError(
      "prompt: needs a model(...) without a layer, whose own head answers, got " +
        shownSource(model),
    );
  }
  const { as, own } = namedApart("prompt", options);
  const spec = { kind: "prompt" as const, as, model: model.layer(-1), recipe: promptRecipe(own) };
  return labelled(spec, promptLabel);
}

export function promptLabel({ model, recipe }: Pick<PromptSpec, "model" | "recipe">): string {
  return `${model.alias} ${recipe.shots === 0 ? "zero" : recipe.shots}-shot`;
}
