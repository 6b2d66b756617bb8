// Groups texts of nearly equal length, so that a batch is almost all text and almost no padding.

import { InputError } from "@w2s/base";

/** Rows that run together, padded to `length` tokens. */
export interface Batch {
  /** Indices into the lengths given, longest first. */
  readonly rows: readonly number[];
  readonly length: number;
}

/** How large a batch may be, in tokens, rows and padding. */
export interface BatchOptions {
  /**
   * Most tokens of a batch, padding included; a longer text is a batch of its own. Default 4,096.
   */
  readonly maxTokens?: number;
  /** Most rows of a batch. Default 256. */
  readonly maxRows?: number;
  /** Largest share of a batch's tokens that may be padding, 0 to 1. Default 0.03. */
  readonly maxPadding?: number;
}

/**
 * Splits rows into batches. Every row is in exactly one; the order depends on the lengths alone:
 * longest first, so that the most memory is asked for at once, ties by index.
 * @throws InputError for a length that is not a positive integer.
 */
export function batchesByLength(lengths: ArrayLike<number>, options: BatchOptions = {}): Batch[] {
  const { maxTokens = 4096, maxRows = 256, maxPadding = 0.03 } = options;
  const order = Array.from(lengths, (length, row) => ({ length: checked(length, row), row }));
  order.sort((a, b) => b.length - a.length || a.row - b.row);
  const batches: { rows: number[]; length: number; tokens: number }[] = [];
  for (const { length, row } of order) {
    const batch = batches.at(-1);
    if (batch && fits(batch, length)) {
      batch.rows.push(row);
      batch.tokens += length;
    } else {
      batches.push({ rows: [row], length, tokens: length });
    }
  }
  return batches.map(({ rows, length }) => ({ rows, length }));

  function fits(
    batch: { rows: number[]; length: number; tokens: number },
    length: number,
  ): boolean {
    const rows = batch.rows.length + 1;
    const padded = rows * batch.length;
    const padding = padded - batch.tokens - length;
    return rows <= maxRows && padded <= maxTokens && padding <= maxPadding * padded;
  }
}

function checked(length: number, row: number): number {
  if (Number.isInteger(length) && length > 0) return length;
  throw new InputError(
    `batches: a length must be a positive integer, got ${length} for row ${row}`,
  );
}
