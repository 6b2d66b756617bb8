// Of whom predictions made elsewhere may be, and what besides tells them apart: a trial's student
// and ceiling, and the arms beside them.

import { didYouMean, InputError, shownValue } from "@w2s/base";
import { armNames, roleWords } from "../../measures/index.js";
import type { Whose } from "../student.js";

/** Whose predictions are meant. */
export type Role = Whose["role"];

/** Everybody whose predictions can be given; who a row is of that does not say comes first. */
export const roles: readonly Role[] = ["student", "ceiling", ...armNames];

/** Who may have a file of their own, named by the option of the same name. */
export const withOwnFile = ["ceiling", ...armNames] as const;

interface ApartBy {
  /** Whether another supervisor's are others. */
  readonly supervisor: boolean;
  /** Whether another seed's are others; else they may be said once for all seeds, or once each. */
  readonly seed: boolean;
}

/** What tells one's predictions apart, besides the task. */
export const apartBy: { readonly [R in Role]: ApartBy } = {
  student: { supervisor: true, seed: true },
  // The same model taught by ground truth is the same whoever else supervises.
  ceiling: { supervisor: false, seed: true },
  // Before any training nothing has come of a seed's halves.
  untouched: { supervisor: false, seed: false },
  uninformed: { supervisor: true, seed: true },
  selfTaught: { supervisor: false, seed: true },
};

/** Evidence's columns and English write an arm's name otherwise. */
const alsoCalled = new Map<string, Role>([
  ["self-taught", "selfTaught"],
  ["self_taught", "selfTaught"],
]);

/** The role that a field says. @throws InputError for what is none; `at` begins the message */
export function roleCalled(text: string, at: string): Role {
  const role = roles.find((one) => one === text) ?? alsoCalled.get(text);
  if (role !== undefined) return role;
  throw new InputError(
    `${at} must be ${either(roles)}, got ${shownValue(text)}${didYouMean(text, roles)}`,
  );
}

/** "student, ceiling or untouched". */
export function either(names: readonly string[]): string {
  const [last = "", ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(", ")} or ${last}`;
}

/** Of whom, in a sentence: "the student of weak", "the ceiling". */
export function whoseWords({ role, supervisor }: Pick<Whose, "role" | "supervisor">): string {
  return apartBy[role].supervisor ? `${roleWords[role]} of ${supervisor}` : roleWords[role];
}

/** How often one whom no supervisor tells apart is said, as a sentence's end. */
export function saidOnce(role: Role): string {
  const often = apartBy[role].seed ? "once a seed" : "once, or once a seed";
  return `${roleWords[role]} is said ${often}, whoever supervises`;
}
