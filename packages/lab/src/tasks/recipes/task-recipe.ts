// A task recipe: what a well-known data set's files mean, said once. A declaration; see
// docs/design/adding-a-task-recipe.md.

import type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "../options.js";

/** A file of the set's folder, or what a function makes of the folder's files. */
export type RecipeSource = string | ((folder: string) => Iterable<object>);

/** The sources of the examples, and of those that are fixed to test or validation. */
export interface RecipeParts {
  readonly source: RecipeSource;
  readonly test?: RecipeSource;
  readonly validation?: RecipeSource;
}

/** A task's options, less those that a recipe's parts give. */
type Own<O> = Omit<O, "name" | "test" | "validation">;

/** How the set reduces to a task: a kind, and its options. */
export type Reduction =
  | { readonly kind: "table"; readonly options: Own<TableOptions> }
  | { readonly kind: "choices"; readonly options: Own<ChoicesOptions> }
  | { readonly kind: "pairs"; readonly options: Own<PairsOptions> }
  | { readonly kind: "answers"; readonly options: Own<AnswersOptions> };

/** A well-known data set as a task. */
export interface TaskRecipe {
  /** What users call it, and tables. */
  readonly name: string;
  /** What is asked of an example, in a line. */
  readonly asks: string;
  /** The files of its folder that are read, as their publisher names them. */
  readonly files: readonly string[];
  readonly parts: RecipeParts;
  readonly task: Reduction;
  /** What its scores are most often given in. */
  readonly metric: "accuracy" | "auroc";
  /** Who made it, and where it is published. */
  readonly source: string;
  /** Its terms, as its source states them. */
  readonly licence: string;
}
