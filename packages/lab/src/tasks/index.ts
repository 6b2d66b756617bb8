// Tasks: examples with ground truth, described in a line, read and checked at the door, split by
// whole groups.

export { type AnswerForm, answerKey } from "./answer-form.js";
export {
  type Apart,
  type ApartOptions,
  apartOf,
  type ExampleClaim,
  type ExamplePart,
  holds,
  type TakeApart,
  trueIn,
} from "./apart.js";
export { answers, choices, pairs, resplit, rows, table, withOptions } from "./describe.js";
export { knownFormat } from "./formats/file.js";
export { listInText } from "./formats/list-text.js";
export { taskFromJson } from "./from-json.js";
export { heldShare, holdOut } from "./hold-out.js";
export type { TaskKind } from "./kind.js";
export { isTaskKind, taskCalls, taskKind, taskKinds } from "./kinds.js";
export type { LoadOptions } from "./load.js";
export { loadTask } from "./load.js";
export type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "./options.js";
export { placeOf } from "./place.js";
export { paperTasks, taskRecipes } from "./recipes/all.js";
export type { RecipeOptions } from "./recipes/recipe.js";
export { recipe } from "./recipes/recipe.js";
export type { Release } from "./recipes/release.js";
export type { TaskRecipe } from "./recipes/task-recipe.js";
export type { SampledRows } from "./sample-rows.js";
export { sampleRows } from "./sample-rows.js";
export {
  isSought,
  type RowsContext,
  type RowsResult,
  type RowsSource,
  type Source,
} from "./source.js";
export type { Splits } from "./split.js";
export { splitTask } from "./split.js";
export { splitWarnings } from "./split-warnings.js";
export type {
  ChoiceShape,
  Dropped,
  Example,
  Shape,
  Splitting,
  Task,
  TaskExamples,
} from "./task.js";
