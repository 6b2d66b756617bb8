// What a file of labels is asked for. One schema gives types, checks and the docs' table.

import * as z from "zod";
import { probabilitiesOption } from "../../labels/index.js";
import { fileOptions } from "../../tasks/formats/file-options.js";
import type { Source } from "../../tasks/index.js";
import type { SupervisorBase } from "../supervisor.js";

const field = z.string().min(1);

/** Options of `labels`; without a field that says the label, the file is a labelling session's. */
export const labelsSchema = z.strictObject({
  /** Field, or template of fields, with the id of the example, as the task has it; default "id". */
  id: field.default("id"),
  /** Field with the option: 0..K-1, its name in the task, or a value of `classes`. */
  label: field.optional(),
  /** With two options: field with the probability of the second. Give one of these three. */
  probability: field.optional(),
  /** Field with a list of K probabilities (in CSV as JSON), or a list of K fields. */
  probabilities: probabilitiesOption,
  /** Field with who said it; default: one annotator said all. */
  annotator: field.optional(),
  /**
   * What several annotators make: "majority" (default), equal shares at a tie; "mean" of what they
   * say; "dawid-skene": who errs how is estimated with what is right.
   */
  combine: z.enum(["majority", "mean", "dawid-skene"]).optional(),
  /**
   * Of a labelling session: whether an answer is as probable as its annotator was sure, the other
   * options sharing the rest; default false: all on the answer.
   */
  confidence: z.boolean().default(false),
  /** From a label's value to its option, or to null for rows to leave out; default: none. */
  classes: z.record(z.string(), z.int().min(0).max(9999).nullable()).optional(),
  /**
   * What is scored on test: its own "labels" (default), which the file must have; or, where it has
   * none, "transfer": the labels of `transfer`, dealt out to test by class.
   */
  test: z.enum(["labels", "transfer"]).default("labels"),
  ...fileOptions,
  /** What tables call it; default: the file's name and how annotators are combined. */
  as: z.string().min(1).optional(),
});
/** Options of `labels`: which fields say what, and how annotators are combined. */
export type LabelsOptions = z.input<typeof labelsSchema>;

/** Whether the file is what the studio wrote while people labelled: no field is named. */
export const isSession = ({ options }: Pick<LabelsSpec, "options">): boolean =>
  [
    options.label,
    options.probability,
    options.probabilities,
    options.annotator,
    options.classes,
  ].every((field) => field === undefined);

/** Labels from a file, or from the user's own rows. */
export interface LabelsSpec extends SupervisorBase {
  readonly kind: "labels";
  readonly source: Source;
  readonly options: z.output<typeof labelsSchema>;
}
