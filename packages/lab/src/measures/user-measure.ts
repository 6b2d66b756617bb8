// A measure of the user's own, given in a study file: computed for every role, with an interval.

import { InputError } from "@w2s/base";
import { checkPlainOptions } from "../plain-options.js";
import { roleMeasures } from "./all.js";
import { estimate } from "./estimate.js";
import type { Measure, MeasureInput } from "./measure.js";

/** A measure of the study's own, made by `measure`. */
export interface UserMeasure extends Measure {
  /** Everything that tells this measure from others of its name. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** The text of the user's function. */
  readonly source: string;
}

/**
 * A measure of the user's own: its value for every role, with a bootstrap interval, stands under
 * `measures` in results.json. It is called once a role, seed and resample, so keep it short.
 *
 * ```ts
 * const brier = measure("brier", {}, ({ probabilities, truth }) => ...);
 * ```
 * @param name letters, digits and "-"; not one of w2s' own measures
 * @param compute from probabilities [n, K], truth [n], groups [n] and the supervisor's
 * probabilities [n, K] to a number, or null where there is none
 * @throws InputError for a name or options that cannot be used; when computed, for what is no
 * number
 */
export function measure(
  name: string,
  options: UserMeasure["options"],
  compute: (input: MeasureInput) => number | null,
): UserMeasure {
  if (!/^[A-Za-z][\w-]*$/.test(name)) {
    throw new InputError(
      `measure: a name must be letters, digits, "-" or "_", begun by a letter, got "${name}"`,
    );
  }
  if (Object.hasOwn(roleMeasures, name)) {
    throw new InputError(`measure: "${name}" is a measure of w2s itself; take another name`);
  }
  checkPlainOptions(`measure "${name}"`, options);
  if (typeof compute !== "function") {
    throw new InputError(
      `measure "${name}": needs a function of { probabilities, truth, groups, supervisor }`,
    );
  }
  return Object.freeze({
    of: "role",
    name,
    header: name,
    column: name.replaceAll("-", "_"),
    doc: "a measure of the study's own",
    range: "as the study says",
    degenerate: "null where the study's function gives null",
    schema: estimate.nullable(),
    interval: true,
    options,
    source: compute.toString(),
    compute: (input: MeasureInput) => checked(name, compute(input)),
  } as const);
}

/** What names a measure's results in a store: its name, its options and its function's source. */
export function measureIdentity({ name, options, source }: UserMeasure) {
  return { name, options: { ...options }, source };
}

function checked(name: string, value: number | null): number | null {
  if (value === null || (typeof value === "number" && Number.isFinite(value))) return value;
  throw new InputError(
    `measure "${name}": must give a finite number, or null where there is none, got ${value}`,
  );
}
