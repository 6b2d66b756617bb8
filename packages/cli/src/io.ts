// The outside world as a command sees it: two streams, an environment, a folder, a clock. Tests
// hand in their own.

import pc from "picocolors";
import type { Lab } from "./lab.js";

/**
 * A stream that text goes to; `isTTY` and `columns` are read when a line is drawn, since a window
 * can change.
 */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Interruptible = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export interface Io {
  /** Results: what a script may read. */
  readonly stdout: Output;
  /** Progress, warnings and errors: what a person reads meanwhile. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lab: () => Promise<Lab>;
  /** Runs work that stops at the signal, which the user's first Ctrl-C gives. */
  readonly interruptible: Interruptible;
}

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Whether escape codes may go to the stream: a terminal, not dumb, and neither NO_COLOR nor
 * --no-color.
 */
function mayColor(stream: Output, env: Io["env"], colorOption = true): boolean {
  return colorOption && stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/**
 * Whether a line on the stream may be drawn again: a terminal that can at least go back to its
 * start.
 */
export function mayRedraw(stream: Output, env: Io["env"]): boolean {
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** Painting functions that leave text as it is where colour is not wanted. */
export function colorsFor(stream: Output, env: Io["env"], colorOption = true): Colors {
  return pc.createColors(mayColor(stream, env, colorOption));
}

/** Columns to fill: the terminal's, COLUMNS, or 100 where the output is no terminal. */
export function columnsOf(stream: Output, env: Io["env"]): number {
  return columnsSaid(stream, env) ?? 100;
}

/** Columns that a sentence may take: the terminal's or COLUMNS; in a log all that it needs. */
export function sentenceColumns(stream: Output, env: Io["env"]): number {
  return columnsSaid(stream, env) ?? Number.POSITIVE_INFINITY;
}

function columnsSaid({ columns }: Output, env: Io["env"]): number | undefined {
  const said = Number(env.COLUMNS);
  if (columns !== undefined && columns > 0) return columns;
  return Number.isInteger(said) && said > 0 ? said : undefined;
}
