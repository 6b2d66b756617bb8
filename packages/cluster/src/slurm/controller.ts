// What is asked of Slurm's controller, by Slurm's programs. Whether it is away for a time (stopped,
// restarted, cut off) or refuses what it is asked is told by their words.

import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { promisify } from "node:util";
import { InputError } from "@w2s/base";
import { lineOf, RunError } from "../errors.js";

/** What is known of a job that waits or runs. */
export interface JobState {
  /** "91", of a task in an array "91_5". */
  readonly id: string;
  /** Slurm's word: PENDING, RUNNING, COMPLETING; `unknown` where the controller does not answer. */
  readonly state: string;
  /** Why it waits: Resources, Priority, Dependency. */
  readonly reason: string;
}

/** Whether it waits until somebody releases it, as Slurm itself could not launch it. */
export const isHeld = ({ reason }: JobState): boolean => reason === "launch failed requeued held";

export const unknown = "unknown";

const call = promisify(execFile);

/** Jobs that wait or run. Slurm forgets those that ended; a controller that is away knows none. */
export async function jobStates(jobs: readonly string[]): Promise<JobState[]> {
  if (jobs.length === 0) return [];
  const { stdout } = await call("squeue", [
    "--noheader",
    "--format=%T %r|%i",
    `--jobs=${jobs.join(",")}`,
  ]).catch((error: unknown) => ({
    stdout: /Invalid job id/.test(String(error)) ? "" : unknown,
  }));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [told = "", id = ""] = line.split("|");
    const [state = "", ...reason] = told.split(" ");
    return { id, state, reason: reason.join(" ") };
  });
}

/**
 * This user's jobs that were submitted from a folder: also those whose number nobody heard, as the
 * controller took them and was gone before it answered.
 * @returns undefined where it does not answer. @throws what squeue fails with otherwise
 */
export async function jobsFrom(folder: string): Promise<string[] | undefined> {
  const place = await realpath(folder);
  try {
    const { stdout } = await call("squeue", ["--me", "--noheader", "--format=%F|%Z"]);
    const found = stdout.split("\n").map((line) => /^(\d+)\|(.*)$/.exec(line.trim()));
    const ids = found.flatMap((parts) => (parts?.[2] === place ? [parts[1]!] : []));
    return [...new Set(ids)];
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

/** Cancels jobs; those that ended are no fault. @returns whether the controller heard it */
export async function cancelJobs(jobs: readonly string[]): Promise<boolean> {
  if (jobs.length === 0) return true;
  try {
    await call("scancel", [...jobs]);
    return true;
  } catch (error) {
    return !isAway(error);
  }
}

/** Submits what a folder's script says. @throws what the script's shell throws */
export async function submitAll(script: string): Promise<void> {
  await call("sh", [script]);
}

/** Whether a program failed as nobody answered it, which may pass. */
export function isAway(error: unknown): boolean {
  const { stderr = "" } = error as { readonly stderr?: string };
  return awayWords.test(stderr);
}

// The library's own words for a controller that is down, stopped, or cut off in the middle.
const awayWords = new RegExp(
  [
    ...["Unable to contact slurm controller", "Socket timed out", "Zero Bytes were transmitted"],
    ...["standby mode", "Connection (refused|reset|timed out)"],
  ].join("|"),
  "i",
);

/** Why nothing could be submitted, in a line. */
export function submitFault(error: unknown): Error {
  const { stderr = "" } = error as { readonly stderr?: string };
  if (/sbatch: not found/.test(stderr)) {
    return new InputError(
      "--slurm: sbatch is not on this machine; --slurm-scripts DIR writes what to submit elsewhere",
    );
  }
  return new RunError(`--slurm: sbatch refused: ${lineOf(new Error(stderr.trim()))}`);
}
