// Chooses how a run tells what it is doing.

import { colorsFor, type Io, mayRedraw, sentenceColumns } from "../io.js";
import { JsonLinesReporter } from "./json-lines.js";
import { PlainReporter } from "./plain.js";
import type { RunReporter } from "./run-reporter.js";
import { TerminalReporter } from "./terminal.js";

/**
 * JSON lines on stdout, or on stderr a redrawn line where it is a terminal and whole lines where it
 * is not.
 */
export function reporterFor(
  io: Io,
  options: { readonly json: boolean; readonly color: boolean },
): RunReporter {
  if (options.json) return new JsonLinesReporter(io.stdout, io.now);
  if (!mayRedraw(io.stderr, io.env))
    return new PlainReporter(io.stderr, io.now, sentenceColumns(io.stderr, io.env));
  return new TerminalReporter(io.stderr, colorsFor(io.stderr, io.env, options.color), io.now);
}
