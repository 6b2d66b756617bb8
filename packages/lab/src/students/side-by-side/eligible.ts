// Which students train side by side: those of small models, whose recipe the loop can follow, and whose training is short enough to be
// begun anew after an interruption.

import type { FinetuneRecipe } from "../finetune/recipe.js";

/** Parameters up to which the loop is faster than steps that cross into JavaScript. */
const mostParameters = 4e6;

/** Operations of one student's training: about a minute of one core. */
const mostOperations = 3e12;

export interface TrainingSize {
  readonly parameters: number;
  /** Tokens (or characters, which are more) of all training examples. */
  readonly tokens: number;
}

/** Whether a training is small: 6 operations a parameter and token, forward and backward. */
export function isSmall(
  { parameters, tokens }: TrainingSize,
  { epochs }: Pick<FinetuneRecipe, "epochs">,
): boolean {
  return parameters <= mostParameters && 6 * parameters * tokens * epochs <= mostOperations;
}

/** What in a recipe the loop does not do, by the option's name; undefined where it does all of it. */
export function whyNotSideBySide(recipe: FinetuneRecipe): string | undefined {
  if (recipe.accumulate > 1) return "accumulate";
  if (recipe.ema !== undefined) return "ema";
  if (recipe.dropout > 0) return "dropout";
  if (recipe.recompute) return "recompute";
  if (recipe.groupByLength) return "groupByLength";
  return undefined;
}

/** How many students of a group keep a step's activations in reach of one core's cache, at least 1. */
export function studentsAGroup({ width }: { readonly width: number }): number {
  return Math.max(1, Math.min(8, Math.floor(256 / width)));
}
