// A kind of task: one way to say what rows mean. One interface, one file a kind, and a place in the
// map of kinds.ts.

import type * as z from "zod";
import type { Converter } from "./kinds/converter.js";
import type { Task } from "./task.js";

/** What may be evened out between classes. */
export interface Evening {
  /** Whether examples of larger classes are dropped until all are equal. */
  readonly classes: boolean;
  /** Whether test holds equally many of each class, as far as groups permit. */
  readonly test: boolean;
}

/** A kind of task; methods in method syntax, so that one map may hold all. */
export interface TaskKind<T extends Task = Task> {
  /** The function that users call, and "kind" in JSON. */
  readonly name: T["kind"];
  /** Its options: they give types, checks, messages and the docs' tables. */
  readonly schema: z.ZodObject;
  /** Raised when the same rows and options of this kind would give other examples; none: 1. */
  readonly version?: number;
  /** What turns its rows into examples; `seed` is the task's own. */
  convert(options: T["options"], seed: number): Converter;
  /** What of its examples is evened out. */
  evens(options: T["options"]): Evening;
  /**
   * Of questions with right and wrong answers: the same task as two examples a question, the right
   * answer first, each written by `input` (default: the task's own). Absent: it has no such.
   */
  asked?(task: T, input?: string): T;
}
