// What every training says when a loss is not a number. A trainer knows its batch by rows; the step
// that it runs for knows the examples' ids, which users can look up.

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

/** An error in one line that names the student, the step and its examples, by their rows. */
export class BatchNotFinite extends NotFiniteError {
  constructor(
    readonly line: string,
    readonly rows: Int32Array,
    options?: ErrorOptions,
  ) {
    super(line + batchOf(rows, String), options);
  }
}

/** A step's loss that is no number, in one line. */
export function notFinite({ name, step, loss, norm, rows }: BadStep): NotFiniteError {
  const length = norm === undefined ? "" : ` and gradient norm ${norm}`;
  const what = `step ${step} has loss ${loss}${length}`;
  const line = `${name}: training: ${what}; try a smaller learning rate`;
  return rows ? new BatchNotFinite(line, rows) : new NotFiniteError(line);
}

/** A trainer's own error, with the student's name before it and the step's examples after. */
export function withNames(error: NotFiniteError, name: string, rows?: Int32Array): NotFiniteError {
  const line = `${name}: ${error.message}`;
  const options = { cause: error };
  return rows ? new BatchNotFinite(line, rows, options) : new NotFiniteError(line, options);
}

/**
 * What a training comes to; where a loss is not a number, its error names examples by their ids.
 * @param ids every example's, by row; undefined: nobody knows them
 * @param rowOf the row behind a number that the training has; default: that number
 */
export async function namingExamples<T>(
  ids: readonly string[] | undefined,
  training: Promise<T>,
  rowOf: (row: number) => number = (row) => row,
): Promise<T> {
  try {
    return await training;
  } catch (error) {
    if (ids === undefined || !(error instanceof BatchNotFinite)) throw error;
    const named = batchOf(error.rows, (row) => JSON.stringify(ids[rowOf(row)]));
    throw new NotFiniteError(error.line + named, { cause: error });
  }
}

/** The first of a batch's examples, for messages. */
function batchOf(rows: Int32Array, named: (row: number) => string): string {
  const more = rows.length > 8 ? ` and ${rows.length - 8} more` : "";
  const first = Array.from(rows.slice(0, 8), (row) => named(row)).join(", ");
  return `; its batch has examples ${first}${more}`;
}
