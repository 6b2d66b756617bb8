// What every training says when a loss is not a number.

import { NotFiniteError } from "@w2s/grad";

export interface BadStep {
  /** The student's. */
  readonly name: string;
  /** From 1. */
  readonly step: number;
  readonly loss: number;
  /** Length of the gradient, where it is known. */
  readonly norm?: number;
  /** The batch's examples, where they have numbers. */
  readonly rows?: Int32Array;
}

/** An error in one line that names the student, the step and its examples. */
export function notFinite({ name, step, loss, norm, rows }: BadStep): NotFiniteError {
  const length = norm === undefined ? "" : ` and gradient norm ${norm}`;
  return new NotFiniteError(
    `${name}: training: step ${step} has loss ${loss}${length}; try a smaller learning rate` +
      batchOf(rows),
  );
}

/** A trainer's own error, with the student's name before it and the step's examples after. */
export function withNames(error: NotFiniteError, name: string, rows?: Int32Array): NotFiniteError {
  return new NotFiniteError(`${name}: ${error.message}${batchOf(rows)}`, { cause: error });
}

/** The first of a batch's examples, for messages. */
function batchOf(rows: Int32Array | undefined): string {
  if (rows === undefined) return "";
  const more = rows.length > 8 ? ` and ${rows.length - 8} more` : "";
  return `; its batch has examples ${Array.from(rows.slice(0, 8)).join(", ")}${more}`;
}
