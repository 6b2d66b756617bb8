// Chooses how a run tells what it is doing.

import type { Reporter } from "@w2s/lab";
import { colorsFor, type Io, mayRedraw } from "../io.js";
import { JsonLinesReporter } from "./json-lines.js";
import { PlainReporter } from "./plain.js";
import { TerminalReporter } from "./terminal.js";

/** A reporter that the command itself can speak through, and must close. */
export interface RunReporter extends Reporter {
  /** A line for people, in order with the rest. */
  note(message: string): void;
  /** Leaves the terminal as it was; safe to call twice. */
  close(): void;
}

/**
 * JSON lines on stdout, or on stderr a redrawn line where it is a terminal and whole lines where it
 * is not.
 */
export function reporterFor(
  io: Io,
  options: { readonly json: boolean; readonly color: boolean },
): RunReporter {
  if (options.json) return new JsonLinesReporter(io.stdout, io.now);
  if (!mayRedraw(io.stderr, io.env)) return new PlainReporter(io.stderr, io.now);
  return new TerminalReporter(io.stderr, colorsFor(io.stderr, io.env, options.color), io.now);
}
