// How strongly a rule asks for an error in an example, where the example itself decides: its
// length, or a fact that is known of it.

import { InputError } from "@w2s/base";
import type { Example } from "../tasks/index.js";

export type KeyRule = "random" | "longest" | "shortest" | "hardest" | "easiest";

/** Of a room, what rules look at. */
export interface Ruled {
  readonly task: { readonly name: string };
  readonly examples: readonly Example[];
}

/**
 * By example: how strongly the rule asks for an error; the highest are wrong first.
 * @param difficulty the fact that "hardest" and "easiest" go by: a number, or a text that says one
 * @throws InputError for an example without the fact, or with another text in its place, and where
 * all examples are equally long or difficult
 */
export function errorKeys(where: KeyRule, difficulty: string, room: Ruled): number[] {
  if (where === "random") return room.examples.map(() => 0);
  const sign = where === "longest" || where === "hardest" ? 1 : -1;
  const isLength = where === "longest" || where === "shortest";
  const values = room.examples.map((example) =>
    isLength ? lengthOf(example) : factOf(example, difficulty, `"${where}"`, room),
  );
  const what = isLength ? "texts of different lengths" : `examples of different "${difficulty}"`;
  checkApart(values, `errors: "${where}" needs ${what}`, room);
  return values.map((value) => sign * value);
}

/**
 * Where all examples are equal a rule would draw by chance, under another name.
 * @throws InputError where no two values differ
 */
export function checkApart(values: readonly number[], what: string, { task }: Ruled): void {
  if (values.some((value) => value !== values[0])) return;
  throw new InputError(
    `${what}, all ${values.length} of ${task.name} have ${values[0]}; ` +
      'take another rule, such as errors({ where: "random" })',
  );
}

/**
 * A fact as a number. Facts of CSV and TSV files are texts: "3.5" is 3.5.
 * @param what what needs it, for the message
 * @throws InputError where there is none, or one that says no number
 */
export function factOf(
  { id, facts }: Example,
  name: string,
  what: string,
  { task }: Ruled,
  kind = "errors",
): number {
  const value = facts?.[name];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  const next =
    value === undefined
      ? `keep it with the task's option facts: ["${name}"]`
      : "write numbers in that field, or name another";
  throw new InputError(
    `${kind}: ${what} needs a number "${name}" for each example of ${task.name}, ${id} has ` +
      `${JSON.stringify(value) ?? "none"}; ${next}`,
  );
}

/** Characters of an example's texts. */
function lengthOf({ inputs }: Example): number {
  return inputs.reduce((sum, text) => sum + characters(text), 0);
}

/** Characters, not the halves of some that JavaScript counts. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
