// w2s experiments: which there are, and what each asks.

import { type ExitCode, exitCode } from "../exit.js";
import { columnsOf, type Io } from "../io.js";
import { wrap } from "../table/wrap.js";

/** Prints every experiment's name with its question, a block each. */
export async function listExperiments(io: Io): Promise<ExitCode> {
  const { experiments } = await import("@w2s/experiments");
  const width = columnsOf(io.stdout, io.env);
  for (const { name, question, source } of Object.values(experiments)) {
    const lines = [question, source].flatMap((text) => wrap(text, Math.max(16, width - 2)));
    io.stdout.write(`${name}\n${lines.map((line) => `  ${line}\n`).join("")}`);
  }
  return exitCode.ok;
}
