// How a command ends: its exit code, and the one line that says why.

import { relative } from "node:path";
import { plain } from "@w2s/base";
import { throwSite } from "./study-file/throw-site.js";

export const exitCode = {
  ok: 0,
  /** The run failed, or a figure of its own: a full disk, a step's failure, a fault of ours. */
  failed: 1,
  /** Wrong use or bad input: an option, a study, a data file. */
  usage: 2,
  /** Interrupted by the user; the same command goes on. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * The exit code for what was thrown. Errors go by name: a study may carry another copy of a class.
 */
export function codeFor(error: unknown): ExitCode {
  return error instanceof Error && error.name === "InputError" ? exitCode.usage : exitCode.failed;
}

/**
 * What was thrown, in one line without control characters: a message may quote a file. A study's
 * own error is led by the file and line that threw it.
 */
export function errorLine(error: unknown, cwd: string): string {
  return plain(lineOf(error, cwd));
}

/**
 * The line of what failed in a process whose keeper tells it: a study's own error is led by its
 * file and line, since the stack stays behind; of others the message alone.
 */
export function toldLine(error: unknown, cwd: string): string {
  if (error instanceof Error && throwSite(error) !== undefined) return errorLine(error, cwd);
  return plain(oneLine(error instanceof Error ? error.message || error.name : String(error)));
}

function lineOf(error: unknown, cwd: string): string {
  if (!(error instanceof Error)) return `threw ${oneLine(String(error))}, which is no Error`;
  const message = oneLine(error.message) || error.name;
  if (isOurs(error)) return message;
  const site = throwSite(error);
  if (site !== undefined) return `${relative(cwd, site.file)}:${site.line}: ${message}`;
  return isSystemError(error)
    ? message
    : `internal: ${error.name}: ${message}; W2S_DEBUG=1 shows where`;
}

/** The stacks of what was thrown and of its causes. */
export function errorStack(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${errorStack(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, " ");
}

/** Errors whose message is written for the user already. */
function isOurs(error: Error): boolean {
  return ["InputError", "InternalError", "StoreError", "RunError", "NotFiniteError"].includes(
    error.name,
  );
}

function isSystemError(error: Error): boolean {
  return "syscall" in error || "code" in error;
}
