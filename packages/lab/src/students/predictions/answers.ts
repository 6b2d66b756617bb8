// What a row of a file says of its example, as probabilities of the task's options.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import type { TaskFacts } from "../../reading/index.js";
import { answerFields, type Predicted } from "./read.js";
import type { PredictionsRecipe } from "./spec.js";

/** Rounded decimals may miss 1 by so much. */
const tolerance = 1e-3;

/**
 * K probabilities that sum to 1.
 * @throws InputError with the row's place for what is not finite, out of [0, 1] or no option, and
 * for probabilities that do not sum to 1 within .001
 */
export function answerOf(row: Predicted, recipe: PredictionsRecipe, task: TaskFacts): number[] {
  const fields = answerFields(recipe);
  const [field] = fields as [string, ...string[]];
  if (recipe.label !== undefined) return oneHot(row, field, task);
  if (recipe.probability !== undefined) {
    if (task.options !== 2) {
      throw new InputError(
        `predictions: "probability" is of two options, and ${task.name} has ${task.options}; ` +
          "give " +
          '"probabilities"',
      );
    }
    const second = share(row.values[field], field, row.place);
    return [1 - second, second];
  }
  const values = fields.length > 1 ? fields.map((name) => row.values[name]) : listOf(row, field);
  if (values.length !== task.options) {
    throw new InputError(
      `${row.place}: "${field}" must be ${task.options} probabilities, got ${values.length}`,
    );
  }
  const names = fields.length > 1 ? fields : values.map((_, i) => `${field}[${i}]`);
  return summingToOne(
    values.map((value, i) => share(value, names[i]!, row.place)),
    field,
    row.place,
  );
}

function oneHot({ values, place }: Predicted, field: string, task: TaskFacts): number[] {
  const { options, optionNames } = task;
  const said = values[field];
  const named = optionNames.indexOf(String(said));
  const text = typeof said === "string" || typeof said === "number" ? String(said).trim() : "";
  const option = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : -1;
  if (option < 0 || option >= options) {
    throw new InputError(
      `${place}: "${field}" must be 0 to ${options - 1} or one of ${optionNames.join(", ")}, got ` +
        `${shownValue(said)}${didYouMean(text, optionNames)}`,
    );
  }
  return Array.from({ length: options }, (_, k) => (k === option ? 1 : 0));
}

/** A list, or the text of one, as CSV has it. */
function listOf({ values, place }: Predicted, field: string): readonly unknown[] {
  const value = values[field];
  if (Array.isArray(value)) return value;
  const text = typeof value === "string" ? value.trim() : "";
  if (text.startsWith("[") && text.endsWith("]")) return text.slice(1, -1).split(",");
  throw new InputError(
    `${place}: "${field}" must be a list of probabilities, got ${shownValue(value)}`,
  );
}

function share(value: unknown, field: string, place: string): number {
  const text = typeof value === "string" ? value.trim() : "";
  const number = typeof value === "number" ? value : text === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= 0 && number <= 1 + tolerance) return number;
  throw new InputError(`${place}: "${field}" must be in [0, 1], got ${shownValue(value)}`);
}

function summingToOne(shares: readonly number[], field: string, place: string): number[] {
  const sum = shares.reduce((total, each) => total + each, 0);
  if (Math.abs(sum - 1) <= tolerance) return shares.map((each) => each / sum);
  throw new InputError(`${place}: "${field}" must sum to 1, got ${Number(sum.toPrecision(4))}`);
}
