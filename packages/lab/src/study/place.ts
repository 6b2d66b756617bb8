// Where in a study a setting is changed: "students.0.epochs", "supervisors.epochs", "task.limit".
// Places count from 0, as in messages about a study.

import { InputError } from "@w2s/base";
import { studentsOf } from "../plan/index.js";
import { studentKind } from "../students/index.js";
import type { Study } from "./study.js";

/** Parts of a study that have several of a kind, each with settings. */
export const parts = ["task", "supervisors", "students"] as const;

/** One of them. */
export type PartOfStudy = (typeof parts)[number];

/** Whose setting is meant, and which. */
export interface Place {
  readonly part: PartOfStudy;
  /** Which of the part, from 0; undefined: all that have the setting. */
  readonly at: number | undefined;
  /** The setting's name; a task's may have a field's behind it, `["splits", "test"]`. */
  readonly path: readonly [string, ...string[]];
}

/** Whether a part's name is an option of a student, too: predictions may have a "task". */
const isOfRecipes = (study: Study, name: string): boolean =>
  studentsOf(study).some((spec) => Object.hasOwn(studentKind(spec).schema.shape, name));

/**
 * The place that a key of `--set` names; undefined for a key that begins with no part's name.
 * @throws InputError for a part without a setting, and for a place that the study does not have
 */
export function placeIn(study: Study, key: string): Place | undefined {
  const [first, ...rest] = key.split(".");
  const part = parts.find((one) => one === first);
  if (part === undefined || (rest.length === 0 && isOfRecipes(study, part))) return undefined;
  const { length } = part === "task" ? study.tasks : study[part];
  const isNumbered = /^\d+$/.test(rest[0] ?? "");
  const [setting, ...fields] = isNumbered ? rest.slice(1) : rest;
  const example = part === "task" ? "limit" : "epochs";
  const say = `say "${part}.0.${example}" for one`;
  if (setting === undefined || setting === "") {
    const all = part === "task" ? "task.limit" : "epochs";
    throw new InputError(`setting "${key}": name a setting in it: ${say}, "${all}" for all`);
  }
  if (fields.length > 0 && part !== "task") {
    throw new InputError(
      `setting "${key}": must be a place and one setting, got "${rest.join(".")}"; ${say}`,
    );
  }
  const at = isNumbered ? Number(rest[0]) : undefined;
  if (at !== undefined && at >= length) {
    const last = length === 1 ? "the only one" : `the last of ${length}`;
    throw new InputError(`setting "${key}": "${part}.${length - 1}" is ${last}, counted from 0`);
  }
  return { part, at, path: [setting, ...fields] };
}
