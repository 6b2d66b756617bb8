// Processes of this machine, told apart by when they began: numbers are given again. Read from
// /proc where there is one, else asked of ps; where there is neither, none are seen.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process that has not ended. */
export interface Process {
  readonly pid: number;
  /** The process group. */
  readonly group: number;
  /** Which start of the machine it belongs to; "" where it is not told. */
  readonly boot: string;
  /** When it began: clock ticks since `boot`, or ms since the epoch. */
  readonly start: number;
}

/** Those that run now. */
export function processes(): Process[] {
  if (process.platform !== "linux") return asked(["-A"]);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => inProc(Number(name)));
}

/** The one of a number; undefined where it has ended or cannot be seen. */
export function processOf(pid: number): Process | undefined {
  return (process.platform === "linux" ? inProc(pid) : asked(["-p", String(pid)]))[0];
}

/**
 * Those whose environment, as it was when they began, sets the variable to the value: what a
 * command started, in whatever group it is now. Told on Linux alone, of one's own processes.
 */
export function processesWith(variable: string, value: string): Process[] {
  if (process.platform !== "linux") return [];
  const entry = `${variable}=${value}`;
  return processes().filter(
    ({ pid }) =>
      pid !== process.pid && read(`/proc/${pid}/environ`)?.split("\0").includes(entry) === true,
  );
}

function inProc(pid: number): Process[] {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return [];
  // A program's name may hold anything: fields are told behind its last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Dead, and not yet asked for by its parent.
  if (/^[ZX]/.test(fields[0]!)) return [];
  const boot = read("/proc/sys/kernel/random/boot_id")?.slice(0, 8) ?? "";
  return [{ pid, group: Number(fields[2]), boot, start: Number(fields[19]) }];
}

function asked(which: readonly string[]): Process[] {
  if (process.platform === "win32") return [];
  const args = [...which, "-o", "pid=,pgid=,stat=,lstart="];
  return psLines(args).flatMap((line) => {
    const [, pid, group, state, start] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (start === undefined || state!.startsWith("Z")) return [];
    return [{ pid: Number(pid), group: Number(group), boot: "", start: Date.parse(start) }];
  });
}

function psLines(args: readonly string[]): string[] {
  try {
    const env = { ...process.env, LC_ALL: "C" };
    return execFileSync("ps", args, { env, encoding: "utf8", stdio: "pipe" }).split("\n");
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
