// Which finetune steps train side by side: those of one small model, recipe and kind of task,
// whatever their texts, methods, labels and seeds.

import type { Method } from "../methods/index.js";
import type { FinetuneRecipe } from "../students/index.js";
import { isSmall, whyNotSideBySide } from "../students/index.js";
import type { Step } from "./step.js";

interface Training {
  readonly label: string;
  readonly model: { readonly parameters: number };
  readonly texts: readonly string[];
  readonly recipe: FinetuneRecipe;
  readonly method: Method;
  readonly train: Int32Array;
  readonly shape: "classify" | "compare";
  readonly options: number;
  readonly tuning?: unknown;
}

/** Characters of the training examples. */
export function charactersOf({ texts, train, shape, options }: Training): number {
  const each = shape === "compare" ? options : 1;
  const ofExample = (row: number) =>
    texts.slice(row * each, (row + 1) * each).reduce((sum, text) => sum + text.length, 0);
  return train.reduce((total, row) => total + ofExample(row), 0);
}

/**
 * Whether a step is small enough, on the CPU, with frozen weights (where it has any) that are the
 * model's own, and runs all blocks.
 */
function mayBeSideBySide({ payload, inputs, params }: Step<Training>): boolean {
  const { model, recipe, tuning } = payload;
  const sharesFrozen =
    inputs.generative === undefined || (recipe.blocks === undefined && tuning === undefined);
  const size = { parameters: model.parameters, tokens: charactersOf(payload) };
  const isOnCpu = params.device === undefined;
  return isOnCpu && inputs.prefix === undefined && sharesFrozen && isSmall(size, recipe);
}

const reasonOf = ({ payload: { recipe, method, options } }: Step<Training>) =>
  whyNotSideBySide(recipe, method, options);

/**
 * It depends on the step alone, not on what stands beside it, so that a step's result does not
 * either.
 */
export function trainsSideBySide(step: Step<Training>): boolean {
  return mayBeSideBySide(step) && reasonOf(step) === undefined;
}

/** Steps with equal keys train together. */
export function sideBySideKey(step: Step<Training>): string {
  if (!trainsSideBySide(step)) return step.name;
  const { seed: _seed, rows: _rows, method: _method, texts: _texts, ...shared } = step.params;
  return JSON.stringify([shared, step.payload.train.length]);
}

/**
 * What a listener is told: who trains, and why alone where a recipe keeps a small model's students
 * apart.
 */
export function describeTogether(steps: readonly Step<Training>[]): string {
  const [first] = steps as [Step<Training>];
  const { label } = first.payload;
  if (steps.length > 1) return `${label} and ${steps.length - 1} more, side by side`;
  const why = mayBeSideBySide(first) ? reasonOf(first) : undefined;
  if (why === "method") return `${label} (alone: for its method)`;
  return why === undefined ? label : `${label} (alone: its recipe has "${why}")`;
}
