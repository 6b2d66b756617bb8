// What a command says of the report that it wrote, and how it ends.

import { type ExitCode, errorLine, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import type { LeftOut } from "./write-report.js";

/**
 * Says which figures of the study's own are left out of the report, a line each.
 * @returns the exit code: the rest is written, but not all that was asked for
 */
export function tellLeftOut(leftOut: readonly LeftOut[], { stderr, cwd }: Io): ExitCode {
  for (const { name, error } of leftOut) {
    const line = errorLine(error, cwd);
    const figure = line.startsWith(`figure "${name}"`) ? "it" : `figure "${name}"`;
    stderr.write(`w2s: ${line}; ${figure} is left out of the report\n`);
  }
  return leftOut.length === 0 ? exitCode.ok : exitCode.failed;
}
