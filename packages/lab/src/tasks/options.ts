// The options of tasks: one schema gives the types, the checks and the messages. Documented in
// docs/tasks.md.

import * as z from "zod";
import { ignorable } from "./answer-form.js";
import type { TakeApart } from "./apart.js";
import { fileOptions } from "./formats/file-options.js";
import { isSource, SOURCE_FORM, type Source } from "./source.js";
import { splitRuleShape } from "./split-options.js";

const source = z.custom<Source>(isSource, { error: `must be ${SOURCE_FORM}` });
const field = z.string().min(1);
const share = z.number().gt(0).lt(1);
/** More options than this are no choice but a vocabulary. */
const MOST_CLASSES = 10_000;
const labels = z.record(
  z.string(),
  z
    .int()
    .min(0)
    .max(MOST_CLASSES - 1)
    .nullable(),
);
const classCount = z.int().min(2).max(MOST_CLASSES);

const common = {
  /**
   * What the task is called in tables and files; default: the file's name, or its folder's when
   * that is `train` or the like.
   */
  name: z.string().min(1).optional(),
  /** Field with each row's own id, unique in the source; default: the row's line or number. */
  id: field.optional(),
  /**
   * Field, or template of fields, with the row's group, which no split divides; default: rows of
   * the same text.
   */
  group: field.optional(),
  /**
   * Fields with a number or a text to keep with each example, for analysis: its difficulty, its
   * kind; default: none.
   */
  facts: z.array(field).min(1).optional(),
  /**
   * How an example comes apart, for oversight: a field that holds `{ parts, combine, claims }`, or
   * a function of a row and its example that gives them; default: it does not.
   */
  parts: z
    .union([field, z.custom<TakeApart>((value) => typeof value === "function")], {
      error: "must be a field, or a function of a row and its example",
    })
    .optional(),
  /**
   * "binary": every example is one text of two classes, whatever the kind; default: as the kind
   * says. Source: Burns et al. 2023, appendix A.
   */
  as: z.literal("binary", { error: 'must be "binary"' }).optional(),
  /** Source of the test examples; default: a share of the examples, `splits.test`. */
  test: source.optional(),
  /**
   * Source of the validation examples; default: a share of the transfer half, `splits.validation`.
   */
  validation: source.optional(),
  /**
   * Shares cut from the examples: `test` of all of them (default .2), `validation` of the transfer
   * half (default .1); each in (0, 1). Numbers of examples, at least 2, in place of halves:
   * `supervise`, `transfer`; in proportion where there are fewer. Or, by `by` and `only`, which
   * examples a part may have at all.
   */
  splits: z
    .strictObject({
      test: share.optional(),
      validation: share.optional(),
      supervise: z.int().min(2).optional(),
      transfer: z.int().min(2).optional(),
      ...splitRuleShape,
    })
    .optional(),
  /** At most so many examples of each source, drawn by `seed`, groups whole; default: all. */
  limit: z.int().min(1).optional(),
  /**
   * Seed of the task's own draws (balance, limit, test, wrong choices, order of pairs), the same
   * for all seeds of a study; default 0.
   */
  seed: z.int().optional(),
  /** Accept texts with nothing but blanks; default false. */
  allowEmpty: z.boolean().optional(),
  /**
   * Leave out rows that have nothing but blanks where an example needs a text; default false: the
   * first is refused. Nothing is blank where `allowEmpty` is true.
   */
  dropEmpty: z.boolean().optional(),
  ...fileOptions,
};

export const tableSchema = z.strictObject({
  /** Field with the text, or a template of fields: `"{premise} [SEP] {hypothesis}"`. */
  text: field,
  /** Field with the class: 0..K-1, true or false, or a value that `labels` maps. */
  label: field,
  /** From a label's value to its class, or to null for rows to leave out; default: none. */
  labels: labels.optional(),
  /** Number of classes K, 2 to 10,000; default: 2, or what `labels` names. */
  classes: classCount.optional(),
  /**
   * Drop rows of the larger classes at random when one has more than 1.1 / K of all (55% of two);
   * default true. Source: Burns et al. 2023, appendix A.
   */
  balance: z.boolean().optional(),
  /**
   * Field, or template, with what several rows answer: of the rows that share it, equally many of
   * each class are kept, drawn by `seed`; default: none. Burns et al. 2023, appendix A, ask it of
   * multiple choice.
   */
  evenWithin: field.optional(),
  ...common,
});

export const choicesSchema = z.strictObject({
  /** Field with the question, or a template of fields. */
  question: field,
  /** Field that holds the list of choices, or one field (or template) a choice. */
  choices: z.union([field, z.array(field).min(2)], {
    error: "must be a field or a list of fields",
  }),
  /**
   * Field with the right choice: its index from 0, its text, or a value that `labels` maps to an
   * index.
   */
  answer: field,
  /**
   * How to read the answer; default: a number is an index; a text is a choice's text, else an
   * index.
   */
  answerIs: z.enum(["index", "text"]).optional(),
  /**
   * From an answer's value to a choice's index, or to null for questions to leave out; default:
   * none.
   */
  labels: labels.optional(),
  /**
   * Number of choices K of every question: score all of them, one number each, and choose among
   * them; default: two examples a question.
   */
  together: classCount.optional(),
  /** The text of an example, from `{question}` and `{choice}`; default `"{question}\n{choice}"`. */
  input: field.optional(),
  ...common,
});

export const pairsSchema = z.strictObject({
  /** Field with the preferred text, or a template of fields. */
  chosen: field,
  /** Field with the other text, or a template of fields. */
  rejected: field,
  /**
   * Field with what both answer, or a template; it goes before each with a newline, and groups the
   * pairs; default: none.
   */
  prompt: field.optional(),
  /**
   * With `as: "binary"`, the text of an example, from `{first}` and `{second}`; default
   * `"{first}\n{second}"`.
   */
  input: field.optional(),
  ...common,
});

export const answersSchema = z.strictObject({
  /** Field with the question, or a template of fields: all that is read before the answer. */
  question: field,
  /**
   * Field with the right answer, a text or a number; or with a list of them, which are all right,
   * and the first is taught.
   */
  answer: field,
  /** Field with what is right too: an answer, or a list, which may be empty; default: none. */
  alsoRight: field.optional(),
  /**
   * What does not count when answers are compared: "case", "blanks", or both; default: only blanks
   * at the ends, and how many there are in a row.
   */
  ignore: z.array(z.enum(ignorable)).optional(),
  ...common,
});

/** Options of `answers`. */
export type AnswersOptions = z.input<typeof answersSchema>;
/** Options of `table`. */
export type TableOptions = z.input<typeof tableSchema>;
/** Options of `choices`. */
export type ChoicesOptions = z.input<typeof choicesSchema>;
/** Options of `pairs`. */
export type PairsOptions = z.input<typeof pairsSchema>;
export type CommonOptions = Pick<TableOptions, keyof typeof common>;
