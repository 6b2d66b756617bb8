// Probabilities as people, files and user's functions give them: checked, and scaled to sum to 1.

import { InputError, shownValue } from "@w2s/base";

/** How far from 1 a row may sum: rounding of what a file or a program writes. */
const tolerance = 1e-3;
/** How far below 0 a number may be: what subtracting from 1 leaves. */
const belowZero = 1e-6;

/**
 * K probabilities, divided by their sum.
 * @param own what was given: a list of numbers
 * @param subject begins the message: "people.csv:3: \"p\""
 * @param next ends it: what to do; default: nothing
 * @throws InputError for another number of them, for what is none, and for a sum that is not 1
 * within .001
 */
export function distribution(own: unknown, options: number, subject: string, next = ""): number[] {
  const list: readonly unknown[] = Array.isArray(own) ? own : [];
  const numbers = list.filter(isProbability).map((p) => Math.max(0, p));
  const sum = numbers.reduce((total, p) => total + p, 0);
  if (list.length === options && numbers.length === options && Math.abs(sum - 1) <= tolerance) {
    return numbers.map((p) => p / sum);
  }
  const shown = Array.isArray(own)
    ? `[${list.slice(0, 8).map(shownValue).join(", ")}]`
    : shownValue(own);
  const total = numbers.length === options ? `, which sum to ${Number(sum.toPrecision(6))}` : "";
  throw new InputError(
    `${subject} must be ${options} probabilities that sum to 1, got ${shown}${total}` +
      (next || forScores(list)),
  );
}

/** What to do about other numbers than probabilities, as the end of a message; "" for others. */
export function forScores(values: readonly unknown[]): string {
  if (values.some((value) => typeof value === "string" && /^\s*\d*,\d+\s*$/.test(value)))
    return "; write decimals with a point";
  if (values.some((value) => typeof value === "string" && /^\s*\d[\d.]*\s*%\s*$/.test(value)))
    return "; write percentages as numbers from 0 to 1";
  // What a pipeline of transformers gives, the most probable first.
  if (values.some((value) => typeof value === "object" && value !== null))
    return "; write their numbers, in the order of the options";
  const numbers = values.filter((value) => Number.isFinite(value)) as readonly number[];
  if (numbers.length < values.length || !numbers.some((one) => !isProbability(one))) return "";
  const sum = numbers.reduce((total, value) => total + value, 0);
  const least = Math.min(...numbers);
  if (numbers.length === 1) {
    return least > 0 && sum <= 100
      ? "; divide percentages by 100, of scores give the sigmoid"
      : "; scores are no probabilities: give their sigmoid";
  }
  return least >= 0 && Math.abs(sum - 100) <= 1
    ? "; divide percentages by 100"
    : "; scores are no probabilities: give their softmax";
}

/** A number in [0, 1], or beyond it by no more than rounding. */
export const isProbability = (p: unknown): p is number =>
  typeof p === "number" && p >= -belowZero && p <= 1 + tolerance;
