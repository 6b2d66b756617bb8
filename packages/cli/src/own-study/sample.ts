// What a guess is made of, and what it is.

import type { Task } from "@w2s/lab";
import type { Column } from "./columns.js";

type Options = Readonly<Record<string, unknown>>;

/** A file's rows, with what they tell of its columns. */
export interface Sample {
  /** The file, as messages call it. */
  readonly shown: string;
  readonly rows: readonly Options[];
  readonly columns: readonly Column[];
  /** What the file calls classes 0, 1, ... of a column, by column. */
  readonly classNames: ReadonlyMap<string, readonly string[]>;
}

/** A task as it was guessed. */
export interface Guess {
  readonly kind: Task["kind"];
  /** The options of `table`, `choices` or `pairs`. */
  readonly options: Options;
  /** Why, for the options that have a reason. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What a reader must look at: what was left out, what else could be meant. */
  readonly notes: readonly string[];
}
