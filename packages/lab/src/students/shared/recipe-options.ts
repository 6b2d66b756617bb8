// What students' options have in common besides their recipes: a name of the user's own.

import { InputError, shownValue } from "@w2s/base";
import type { CourseRecipe } from "../course/course.js";
import type { SpecBase } from "../student.js";

/** Options without the user's name, and that name. @throws InputError for what are no options */
export function namedApart<T extends { readonly as?: string | undefined }>(
  kind: string,
  options: T,
) {
  refuseNoOptions(kind, options);
  const { as, ...own } = options;
  return { as, own };
}

/** @throws InputError for options that are no object */
export function refuseNoOptions(kind: string, options: unknown): void {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return;
  throw new InputError(`${kind}: options must be an object, got ${shownValue(options)}`);
}

/** What tables call a student: its own name or its kind's, and that it is told. */
export function labelled<S extends Omit<SpecBase, "label">>(
  spec: S,
  labelOf: (spec: S) => string,
): S & { readonly label: string } {
  const told = spec.told === undefined ? "" : `, ${spec.told.as}`;
  // Selection by ground truth is never shown without its name.
  const oracle = "selection" in spec.recipe && spec.recipe.selection === "oracle";
  return { ...spec, label: `${spec.as ?? labelOf(spec)}${told}${oracle ? ", oracle" : ""}` };
}

/**
 * How a kind's students change one option: their recipe is read anew, and they are named anew.
 * @param kept what of a recipe stays beside an option that changes; default: all
 */
export function optionChange<S extends SpecBase, O>(
  recipeOf: (options: O) => S["recipe"],
  labelOf: (spec: S) => string,
  kept: (key: string, recipe: S["recipe"]) => object = (_, recipe) => recipe,
): (spec: S, key: string, value: unknown) => S {
  return (spec, key, value) => {
    // What is wrong with the value, the recipe's own check says.
    const options = { ...kept(key, spec.recipe), [key]: value } as O;
    return labelled({ ...spec, recipe: recipeOf(options) }, labelOf);
  };
}

type Evaluations = Pick<
  CourseRecipe,
  "evaluateEvery" | "evaluationsPerEpoch" | "patience" | "selection"
>;

/**
 * @throws InputError where a recipe says twice how often it is evaluated, and where it waits for
 * better evaluations and takes the last one
 */
export function checkEvaluations(recipe: Evaluations, kind: string): void {
  if (recipe.evaluateEvery !== undefined && recipe.evaluationsPerEpoch !== undefined)
    throw new InputError(`${kind}: give "evaluationsPerEpoch" or "evaluateEvery", not both`);
  if (recipe.patience === undefined || recipe.selection !== "last") return;
  throw new InputError(
    `${kind}: "patience" needs selection "agreement", "loss" or "oracle", got "last"`,
  );
}
