// Which rows of test a training is watched on, and what is kept of them: the option that was said,
// at every evaluation, so that accuracy and agreement through training can be drawn. No selection
// sees any of it.

import { type NdArray, ndarray } from "@w2s/grad";
import type { RunContext, Step } from "../../engine/index.js";
import { mostProbable, Rows } from "../../labels/index.js";
import { once } from "../../once.js";
import type { Watched } from "../student.js";
import { type CourseRecipe, type OnEvaluation, stepsBetween } from "./course.js";

/** Values that one fit may keep in memory: evaluations x rows x options. */
const mostValues = 2 ** 18;

const known = new WeakMap<Int32Array, Map<number, Rows>>();

/** As many of the rows as one fit may watch, evenly spaced, at least one; made once. */
export function watchedRows(rows: Int32Array, evaluations: number, options: number): Rows {
  const most = Math.max(1, Math.floor(mostValues / (Math.max(1, evaluations) * options)));
  const count = Math.min(rows.length, most);
  const bySize = once(known, rows, () => new Map<number, Rows>());
  return once(
    bySize,
    count,
    () =>
      new Rows(
        Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!),
      ),
  );
}

/** How often a training is evaluated, early stopping apart. */
export function evaluationsIn(recipe: Omit<CourseRecipe, "selection">, examples: number): number {
  const perEpoch = Math.ceil(examples / recipe.batchSize);
  return Math.ceil((recipe.epochs * perEpoch) / stepsBetween(recipe, perEpoch));
}

/** What was said of the rows, from probabilities `[evaluations, rows, options]`. */
export function watchedOf(
  { list }: Rows,
  probabilities: NdArray<"float32"> | undefined,
): Watched | undefined {
  if (probabilities === undefined) return undefined;
  const [evaluations, rows, options] = probabilities.shape as [number, number, number];
  const said = Uint8Array.from({ length: evaluations * rows }, (_, i) =>
    mostProbable(probabilities.data, i, options),
  );
  return { rows: list, said };
}

interface WatchedValue {
  readonly options: number;
  readonly watch?: Rows | undefined;
}

/** Tells the run's listener of a step's evaluations; nothing where nobody listens. */
export function listening(
  { name, value: { watch, options } }: Pick<Step<unknown, WatchedValue>, "name" | "value">,
  { evaluated }: Pick<RunContext, "evaluated">,
): { readonly onEvaluation?: OnEvaluation } {
  if (evaluated === undefined) return {};
  return {
    onEvaluation({ state, total }, seen) {
      const probabilities = watch && seen && ndarray(seen, [1, watch.list.length, options]);
      evaluated({
        fit: name,
        step: state.steps.at(-1)!,
        steps: total,
        loss: state.loss.at(-1)!,
        agreement: state.agreement.at(-1) ?? null,
        watched: (watch && watchedOf(watch, probabilities)) ?? null,
      });
    },
  };
}
