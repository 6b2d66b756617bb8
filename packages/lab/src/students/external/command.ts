// Runs a command with its log in a file: killed with all that it started when it takes too long or
// the run is aborted.

import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import { clip, InputError, plain } from "@w2s/base";
import { folderVariable, killAll, signalAll, signalGroup } from "./end-all.js";
import { noteEnded, noteRunning } from "./left-running.js";
import { logEnd } from "./log-end.js";
import { redacted } from "./redact.js";
import { sayWaiting } from "./waiting.js";

/** What is run where, and for how long at most. */
export interface Running {
  /** What messages call it. */
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The folder of its data, where it is noted while it runs; W2S_FOLDER says it. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** A file that standard output and errors are added to. */
  readonly log: string;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  /** Hears now and then that it still runs. */
  readonly onWait: (line: string) => void;
}

/** Between being asked to end and being killed. */
export const graceMs = 5_000;

/**
 * Runs it to its end.
 * @throws InputError where it is not there, fails or takes too long, with its last words; the
 * signal's reason when aborted
 */
export async function runCommand(running: Running): Promise<void> {
  const { name, command, env, log, timeoutMs, signal } = running;
  signal.throwIfAborted();
  const ended = await endOf(running);
  signal.throwIfAborted();
  if (ended.code === 0) return;
  const [program] = command;
  if (ended.fault) throw new InputError(`${name}: cannot run ${program}: ${ended.fault}`);
  const why = ended.isLate
    ? `took longer than ${timeoutMs! / 1000} s and was ended`
    : `ended with ${ended.code === null ? ended.killed : `code ${ended.code}`}${asKilled(ended)}`;
  const words = await lastWords(log, env);
  throw new InputError(`${name}: ${program} ${why}${words}; its log is ${log}`);
}

interface End {
  readonly code: number | null;
  readonly killed: string | null;
  readonly isLate: boolean;
  /** Why it did not start. */
  readonly fault?: string;
}

async function endOf(running: Running): Promise<End> {
  const { name, command, cwd, folder, env, log, timeoutMs, signal, onWait } = running;
  const file = await open(log, "a");
  try {
    const [program, ...args] = command;
    const child = spawn(program!, args, {
      cwd,
      env: { ...env, [folderVariable]: folder },
      stdio: ["ignore", file.fd, file.fd],
      // A group of its own, so that what it starts ends with it.
      detached: process.platform !== "win32",
    });
    noteRunning(folder, child.pid);
    let isLate = false;
    let killer: NodeJS.Timeout | undefined;
    const end = () => {
      signalAll(folder, child.pid, "SIGTERM");
      killer ??= setTimeout(() => killAll(folder, child.pid), graceMs);
    };
    const late =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            end();
          }, timeoutMs);
    signal.addEventListener("abort", end, { once: true });
    // Who ends this process in a hurry must not leave the command running.
    const atExit = () => killAll(folder, child.pid);
    process.once("exit", atExit);
    const said = sayWaiting({ name, program: program!, log, timeoutMs }, onWait);
    let ended: End | undefined;
    try {
      ended = await new Promise<End>((resolve) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
          resolve({ code: null, killed: null, isLate, fault: faultOf(error, command) });
        });
        child.once("exit", (code, killed) => resolve({ code, killed, isLate }));
      });
      return ended;
    } finally {
      said();
      clearTimeout(late);
      clearTimeout(killer);
      signal.removeEventListener("abort", end);
      process.removeListener("exit", atExit);
      // What it left running in its group goes as well; what it put out of the group, such as a
      // server for those that come after, stays only where it ended well.
      if (ended?.code === 0 && !signal.aborted) signalGroup(child.pid, "SIGKILL");
      else killAll(folder, child.pid);
      noteEnded(folder);
    }
  } finally {
    await file.close();
  }
}

/** A kill that was not ours; a shell gives 128 and the signal's number as its own code. */
const asKilled = ({ code, killed }: End): string =>
  killed === "SIGKILL" || code === 137 ? " (killed, as a system does that is out of memory)" : "";

/** Why a program did not start, and what to do. */
function faultOf({ code, message }: NodeJS.ErrnoException, command: readonly string[]): string {
  const [program = ""] = command;
  if (code === "ENOENT") return `there is no such program${shellAdvice(command)}`;
  if (code !== "EACCES") return message;
  return (
    "it may not be run as a program; make it one (chmod +x), or name what runs it first, as in " +
    `["python3", ${JSON.stringify(program)}]`
  );
}

/** Words that a shell alone understands: its own commands, and signs between commands. */
const shellWords = /^(cd|source|\.|export|set|&&|\|\|?|;|[<>]{1,2}|\w+=.*)$/;

/** To whom wrote a line for a shell. */
function shellAdvice(command: readonly string[]): string {
  const [program = "", ...others] = command;
  if (others.length === 0 && program.includes(" ")) {
    return '; a command is a list of words, as in ["python3", "train.py", "{folder}"]';
  }
  return command.some((word) => shellWords.test(word))
    ? '; no shell reads the command: name one, as in ["sh", "-c", "cd code && ./train {folder}"]'
    : "";
}

/** The last line of a log that says something. */
async function lastWords(log: string, env: NodeJS.ProcessEnv): Promise<string> {
  const last = redacted(await logEnd(log, 200_000), env)
    .split("\n")
    .map((line) => plain(line).trim())
    .findLast((line) => line !== "");
  return last === undefined ? "" : `: ${clip(last, 160)}`;
}
