// How a run and its command are told of, whatever the form.

import type { Reporter } from "@w2s/lab";

/** A reporter that the command itself can speak through, and must close. */
export interface RunReporter extends Reporter {
  /** A line for people, in order with the rest. */
  note(message: string): void;
  /** Leaves the terminal as it was; safe to call twice. */
  close(): void;
}
