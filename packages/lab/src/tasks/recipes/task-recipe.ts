// A task recipe: what a well-known data set's files mean, said once. A declaration; see
// docs/design/adding-a-task-recipe.md.

import type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "../options.js";
import type { Release } from "./release.js";

/** A task's options, less those that a release's parts give. */
type Own<O> = Omit<O, "name" | "test" | "validation" | "as">;

/**
 * How the set reduces to a task: a kind, its options, and what its binary form (`as: "binary"`)
 * says otherwise.
 */
export type Reduction =
  | Reduced<"table", Own<TableOptions>>
  | Reduced<"choices", Own<ChoicesOptions>>
  | Reduced<"pairs", Own<PairsOptions>>
  | Reduced<"answers", Own<AnswersOptions>>;

interface Reduced<K extends string, O> {
  readonly kind: K;
  readonly options: O;
  readonly binary?: Partial<O>;
}

/** A well-known data set as a task. */
export interface TaskRecipe {
  /** What users call it, and tables. */
  readonly name: string;
  /** What Burns et al. 2023 call it, where it is one of their 22 NLP sets. */
  readonly paper?: string;
  /** What is asked of an example, in a line. */
  readonly asks: string;
  /** The shapes in which its files are published; each gives the columns that `task` reads. */
  readonly releases: readonly Release[];
  readonly task: Reduction;
  /** What its scores are most often given in. */
  readonly metric: "accuracy" | "auroc";
  /** Who made it, and where it is published. */
  readonly source: string;
  /** Its terms, as its source states them. */
  readonly licence: string;
}
