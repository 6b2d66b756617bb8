// The nouns of tasks: what a user describes, and what is read from it.

import type { AnswerForm } from "./answer-form.js";
import type { Example } from "./example.js";
import type { AnswersOptions, ChoicesOptions, PairsOptions, TableOptions } from "./options.js";
import type { SoughtSource, Source } from "./source.js";
import type { PartName } from "./split-options.js";

export type { Example } from "./example.js";

interface Described<K extends string, O> {
  readonly kind: K;
  /** What the task is called in tables and files. */
  readonly name: string;
  readonly source: Source | SoughtSource;
  readonly options: O;
}

/** A text and its class. Made by `table`. */
export type TableTask = Described<"table", TableOptions>;

/** A question and its choices. Made by `choices`. */
export type ChoicesTask = Described<"choices", ChoicesOptions>;

/** Two texts, of which one is preferred. Made by `pairs`. */
export type PairsTask = Described<"pairs", PairsOptions>;

/** A question that is answered in words of one's own. Made by `answers`. */
export type AnswersTask = Described<"answers", AnswersOptions>;

/**
 * A description of data: plain, frozen, nothing read yet. Made by `table`, `choices`, `pairs`,
 * `answers` or `recipe`.
 */
export type Task = TableTask | ChoicesTask | PairsTask | AnswersTask;

/**
 * How examples reduce to a choice among K: `classify` scores one input into K, `compare` gives each
 * of K inputs one score.
 */
export type ChoiceShape = "classify" | "compare";
/** A choice, or an `answer` in words of one's own, which is right or not. */
export type Shape = ChoiceShape | "answer";

/** Why rows of a source did not become examples, with how many. */
export interface Dropped {
  /** Their label is mapped to null. */
  readonly unlabelled: number;
  /** A text is blank, and `dropEmpty` is set. */
  readonly empty: number;
  /** Pairs whose two texts are the same, and questions compared whose right choice stands twice. */
  readonly tied: number;
  /** Examples of the larger classes, to balance them. */
  readonly balance: number;
  /** Their group is also in the test or validation source. */
  readonly leaked: number;
  /** Beyond the limit. */
  readonly limit: number;
}

/** How `splitTask` cuts, from the task's options. */
export interface Splitting {
  /** Share of all examples for test, in (0, 1); without effect when test is fixed. */
  readonly test: number;
  /**
   * Share of the transfer half for validation, in (0, 1); without effect when validation is fixed.
   */
  readonly validation: number;
  /** How many examples supervise; default: half of what test leaves, or all that transfer does. */
  readonly supervise?: number | undefined;
  /** How many examples students learn from, validation beside them; default likewise. */
  readonly transfer?: number | undefined;
  /**
   * Whether test holds equally many of each class, as far as groups permit; else its classes follow
   * the data's.
   */
  readonly balance: boolean;
  /** Seed of what is the same for all seeds of a study: which examples are test. */
  readonly seed: number;
}

/** A task's examples, read and checked. */
export interface TaskExamples {
  readonly name: string;
  readonly shape: Shape;
  /** Number of options K; 1 where the answer is free. */
  readonly options: number;
  /** What each option means, [K]. */
  readonly optionNames: readonly string[];
  /** The labels in the data that mean each option, [K]; undefined where they are the numbers. */
  readonly optionValues?: readonly (readonly string[])[] | undefined;
  /** How free answers are compared; where there are any. */
  readonly answers?: AnswerForm;
  /** In file order: the main source, then the validation source, then the test source. */
  readonly examples: readonly Example[];
  /**
   * Rows (indices into `examples`) that a source of their own fixes to test or validation; null
   * without one.
   */
  readonly fixed: { readonly test: Int32Array | null; readonly validation: Int32Array | null };
  /**
   * Which examples a part may have, 1 or 0 by row, where `splits.only` says; a part without an
   * entry may have any.
   */
  readonly allowed?: Readonly<Partial<Record<PartName, Uint8Array>>>;
  readonly dropped: Dropped;
  /** What a reader of the results should know about the data, one line each. */
  readonly warnings: readonly string[];
  /** SHA-256 over the bytes of the sources and the options: 64 hexadecimal digits. */
  readonly sourceHash: string;
  readonly splitting: Splitting;
}
