// Which finetune steps train side by side: those of one small model, recipe and kind of task,
// whatever their texts, methods, labels and seeds.

import { identityOf, inputNames } from "../../../engine/index.js";
import type { Room, TaskFacts } from "../../../reading/index.js";
import type { JsonObject } from "../../../store/index.js";
import type { TunedStep, TunedValue } from "../tuned-step.js";
import { isSmall, whyNotSideBySide } from "./eligible.js";

/** Characters of some examples' texts: an upper bound of their tokens. */
export function charactersIn(
  { texts, task }: Pick<Room, "texts"> & { readonly task: Pick<TaskFacts, "shape" | "options"> },
  rows: Int32Array,
): number {
  const each = task.shape === "compare" ? task.options : 1;
  let total = 0;
  for (const row of rows) {
    for (let i = row * each; i < (row + 1) * each; i++) total += texts.list[i]!.length;
  }
  return total;
}

/** Characters of a step's training examples. */
export const charactersOf = ({ texts, rows, shape, options }: TunedValue): number =>
  charactersIn({ texts, task: { shape, options } }, rows.train);

/**
 * Whether a step is small enough, on the CPU, with frozen weights (where it has any) that are the
 * model's own, and runs all blocks.
 */
function mayBeSideBySide({ value, inputs, params }: TunedStep): boolean {
  const { model, recipe } = value;
  const freezes = recipe.blocks !== undefined || value.adapts;
  const isOwn = inputs.generative === undefined && inputs.begun === undefined;
  const sharesFrozen = isOwn || !freezes;
  const size = { parameters: model.model.parameters, tokens: charactersOf(value) };
  const isOnCpu = params.device === undefined;
  return isOnCpu && inputs.prefix === undefined && sharesFrozen && isSmall(size, recipe);
}

const reasonOf = ({ value: { recipe, method, options } }: TunedStep) =>
  whyNotSideBySide(recipe, method.method, options);

/**
 * It depends on the step alone, not on what stands beside it, so that a step's result does not
 * either.
 */
export function trainsSideBySide(step: TunedStep): boolean {
  return mayBeSideBySide(step) && reasonOf(step) === undefined;
}

/** Steps with equal keys train together. */
export function sideBySideKey(step: TunedStep): string {
  if (!trainsSideBySide(step) || step.value.filtered) return step.name;
  const {
    seed: _seed,
    rows: _rows,
    method: _method,
    texts: _texts,
    watch: _watch,
    ...shared
  } = trainedBy(step);
  return JSON.stringify([shared, step.value.rows.train.length]);
}

/**
 * What names a step's training: all but what selects an evaluation, unless patience ends it by
 * that.
 */
export function trainingOf(step: TunedStep): string {
  const { oracle: _, ...inputs } = step.inputs;
  return JSON.stringify([trainedBy(step), inputNames(inputs)]);
}

function trainedBy({ params, value: { recipe } }: TunedStep): JsonObject {
  const { selection: _, ...training } = recipe;
  return recipe.patience === undefined ? { ...params, recipe: identityOf(training) } : params;
}

/**
 * What a listener is told: who trains, and why alone where a recipe keeps a small model's students
 * apart.
 */
export function describeTogether(steps: readonly TunedStep[]): string {
  const [first] = steps;
  const { label } = first!;
  if (steps.length > 1) return `${label} and ${steps.length - 1} more, side by side`;
  const why = mayBeSideBySide(first!) ? reasonOf(first!) : undefined;
  if (why === "method") return `${label} (alone: for its method)`;
  return why === undefined ? label : `${label} (alone: its recipe has "${why}")`;
}
