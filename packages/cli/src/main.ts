// From arguments to an exit code. Everything that a command throws ends here, in one line.

import { type Command, CommanderError } from "commander";
import { codeFor, type ExitCode, errorLine, errorStack, exitCode } from "./exit.js";
import { interruptible } from "./interrupt.js";
import type { Io } from "./io.js";
import { loadLab } from "./lab.js";
import { buildProgram } from "./program/index.js";
import { quietWhenReaderLeaves } from "./quiet-pipe.js";
import { usageLine } from "./usage-line.js";

/**
 * Runs one command. `given` replaces parts of the outside world; tests hand in streams and a lab.
 */
export async function main(args: readonly string[], given: Partial<Io> = {}): Promise<ExitCode> {
  const io = { ...processIo(given.stderr), ...given };
  let code: ExitCode = exitCode.ok;
  const program = buildProgram(io, (ended) => {
    code = ended;
  });
  try {
    if (args.length === 0) return bareCall(program, io);
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usageError(error, program, args, io);
    return tell(error, args, io);
  }
}

/** What was thrown, in one line; its stack where that is asked for. */
function tell(error: unknown, args: readonly string[], io: Io): ExitCode {
  io.stderr.write(`w2s: ${errorLine(error, io.cwd)}\n`);
  if (wantsStack(args, io)) io.stderr.write(`${errorStack(error)}\n`);
  return codeFor(error);
}

/** Runs the process's own arguments and leaves its exit code. */
export async function runAsProcess(given: Partial<Io> = {}): Promise<void> {
  quietWhenReaderLeaves(process.stdout, "standard output");
  quietWhenReaderLeaves(process.stderr, "standard error");
  const args = process.argv.slice(2);
  // What a study's own code throws when nobody waits for it.
  const atOnce = (error: unknown) => process.exit(tell(error, args, { ...processIo(), ...given }));
  process.on("uncaughtException", atOnce);
  process.on("unhandledRejection", atOnce);
  process.exitCode = await main(args, given);
}

/** The world of this process. */
export function processIo(stderr: Io["stderr"] = process.stderr): Io {
  return {
    stdout: process.stdout,
    stderr,
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    lab: loadLab,
    interruptible: interruptible(stderr),
  };
}

/** `w2s` alone is wrong use, and help is what its user needs. */
function bareCall(program: Command, io: Io): ExitCode {
  io.stderr.write(program.helpInformation());
  return exitCode.usage;
}

/** Help and version are thrown too, as commander has it, with code 0. */
function usageError(
  error: CommanderError,
  program: Command,
  args: readonly string[],
  io: Io,
): ExitCode {
  if (error.exitCode === 0) return exitCode.ok;
  io.stderr.write(`w2s: ${usageLine(error, program, args)}\n`);
  return exitCode.usage;
}

function wantsStack(args: readonly string[], io: Io): boolean {
  return args.includes("--verbose") || Boolean(io.env.W2S_DEBUG && io.env.W2S_DEBUG !== "0");
}
