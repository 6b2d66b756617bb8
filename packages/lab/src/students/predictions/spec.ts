// A student that was trained elsewhere: a file of what it, its ceiling and its arms say about test
// examples, read in as a student like any other.

import { basename } from "node:path";
import { checkOptions, InputError, shownUncalled } from "@w2s/base";
import * as z from "zod";
import { probabilitiesOption } from "../../labels/index.js";
import { withoutEnding } from "../../tasks/formats/file.js";
import { fileOptions } from "../../tasks/formats/file-options.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";

const field = z.string().min(1);
const ownFile = z.string().min(1).optional();

/** Documented in docs/students/predictions.md, which a test compares with it. */
export const predictionsSchema = z.strictObject({
  /** Field with the example's id, as `w2s labels export` writes it; default "id". */
  id: field.default("id"),
  /**
   * Field with "student", "ceiling", or an arm: "untouched", "uninformed", "selfTaught"; default
   * "role". Without it a row is the student's; of who has a file of their own the file says it, and
   * a field must agree.
   */
  role: field.default("role"),
  /** Field with the seed; default "seed". Or say `{seed}` in the path. */
  seed: field.default("seed"),
  /** Field with the supervisor's label; default "supervisor". Or say `{supervisor}` in the path. */
  supervisor: field.default("supervisor"),
  /** Field with the task's name; default "task". Or say `{task}` in the path. */
  task: field.default("task"),
  /** A file of its own for the ceiling, of the same fields; default: the same, by `role`. */
  ceiling: ownFile,
  /** A file of its own for the student before any training; default: the same, by `role`. */
  untouched: ownFile,
  /**
   * A file of its own for the student taught by labels without information; default: the same, by
   * `role`.
   */
  uninformed: ownFile,
  /** A file of its own for the student that taught itself; default: the same, by `role`. */
  selfTaught: ownFile,
  /**
   * Field with a list of K probabilities, or K fields with one each; this is the default, with the
   * field "probabilities".
   */
  probabilities: probabilitiesOption,
  /** Field with the probability of the second of two options, in [0, 1]. */
  probability: field.optional(),
  /** Field with an option's number from 0, or its name; probabilities are then 0 and 1. */
  label: field.optional(),
  /** From a label's value to its option; default: none. */
  classes: z.record(z.string(), z.int().min(0).max(9999)).optional(),
  ...fileOptions,
});
export type PredictionsRecipe = z.output<typeof predictionsSchema>;
/** Options of `predictions`: which fields say what. */
export type PredictionsOptions = z.input<typeof predictionsSchema>;

/** Predictions of a student that was trained elsewhere. */
export interface PredictionsSpec extends SpecBase {
  readonly kind: "predictions";
  /** The file as the user wrote it; `{task}`, `{supervisor}` and `{seed}` stand for a trial's. */
  readonly path: string;
  readonly recipe: PredictionsRecipe;
}

/**
 * What a student that was trained elsewhere, the same student trained on ground truth, and its
 * control arms say about test examples: JSONL, CSV, TSV, JSON or Parquet, joined by id. `w2s labels
 * export` writes what such a student learns from. Methods make no difference to it; arms are those
 * that the files speak of.
 *
 *     predictions("theirs-{supervisor}-{seed}.jsonl", { ceiling: "theirs-ceiling-{seed}.jsonl" })
 *
 * @throws InputError for an unknown or wrong option, or more than one kind of answer
 */
export function predictions(
  path: string,
  options: PredictionsOptions & { readonly as?: string } = {},
): PredictionsSpec {
  if (typeof path !== "string" || path === "") {
    throw new InputError(`predictions: needs the path of a file, got ${shownUncalled(path)}`);
  }
  const { as, own } = namedApart("predictions", options);
  const spec = { kind: "predictions" as const, as, path, recipe: predictionsRecipe(own) };
  return labelled(spec, predictionsLabel);
}

/** The whole recipe. @throws InputError as `predictions` */
export function predictionsRecipe(options: PredictionsOptions): PredictionsRecipe {
  const recipe = checkOptions(predictionsSchema, options, "predictions");
  const answers = ["probabilities", "probability", "label"] as const;
  const given = answers.filter((answer) => recipe[answer] !== undefined);
  if (given.length > 1) {
    throw new InputError(`predictions: give one of ${given.map((name) => `"${name}"`).join(", ")}`);
  }
  return recipe;
}

/** The file's name without its ending and the places of its pattern. */
export function predictionsLabel({ path }: Pick<PredictionsSpec, "path">): string {
  const name = withoutEnding(basename(path));
  return name.replaceAll(/[-_. ]*\{\w+\}/g, "").replace(/^[-_. ]+/, "") || name;
}
