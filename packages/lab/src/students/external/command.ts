// Runs a command with its log in a file: killed with all that it started when it takes too long or
// the run is aborted.

import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { clip, InputError, plain } from "@w2s/base";
import { noteEnded, noteRunning } from "./left-running.js";
import { redacted } from "./redact.js";

/** What is run where, and for how long at most. */
export interface Running {
  /** What messages call it. */
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The folder of its data, where it is noted while it runs. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** A file that standard output and errors are added to. */
  readonly log: string;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
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
    : `ended with ${ended.code === null ? ended.killed : `code ${ended.code}`}`;
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
  const { command, cwd, folder, env, log, timeoutMs, signal } = running;
  const file = await open(log, "a");
  try {
    const [program, ...args] = command;
    const child = spawn(program!, args, {
      cwd,
      env,
      stdio: ["ignore", file.fd, file.fd],
      // A group of its own, so that what it starts ends with it.
      detached: process.platform !== "win32",
    });
    noteRunning(folder, child.pid);
    let isLate = false;
    let killer: NodeJS.Timeout | undefined;
    const end = () => {
      killGroup(child.pid, "SIGTERM");
      killer ??= setTimeout(() => killGroup(child.pid, "SIGKILL"), graceMs);
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
    const atExit = () => killGroup(child.pid, "SIGKILL");
    process.once("exit", atExit);
    try {
      return await new Promise<End>((resolve) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
          const fault = error.code === "ENOENT" ? "there is no such program" : error.message;
          resolve({ code: null, killed: null, isLate, fault });
        });
        child.once("exit", (code, killed) => resolve({ code, killed, isLate }));
      });
    } finally {
      clearTimeout(late);
      clearTimeout(killer);
      signal.removeEventListener("abort", end);
      process.removeListener("exit", atExit);
      // What it left running in its group goes as well.
      killGroup(child.pid, "SIGKILL");
      noteEnded(folder);
    }
  } finally {
    await file.close();
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // It has ended.
  }
}

/** The last line of a log that says something. */
async function lastWords(log: string, env: NodeJS.ProcessEnv): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "");
  const last = redacted(text.slice(-65_536), env)
    .split("\n")
    .map((line) => plain(line).trim())
    .findLast((line) => line !== "");
  return last === undefined ? "" : `: ${clip(last, 160)}`;
}
