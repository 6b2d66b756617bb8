// Slurm's controller as SLURM_CONF names it, which tests stop, end and begin again.

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pause } from "./processes.js";

const conf = () => process.env.SLURM_CONF!;

function pidOfController(): number {
  const pidFile = /^SlurmctldPidFile=(.*)$/m.exec(readFileSync(conf(), "utf8"))![1]!;
  return Number(readFileSync(pidFile, "utf8"));
}

/** It answers nobody until the call that this gives. */
export function stopController(): () => void {
  const pid = pidOfController();
  process.kill(pid, "SIGSTOP");
  return () => void process.kill(pid, "SIGCONT");
}

/**
 * Ends it, and begins it again after a time; it knows its jobs from its files, after SIGKILL those
 * that it had written down.
 */
export async function restartController(
  signal: "SIGTERM" | "SIGKILL" = "SIGKILL",
  awayMs = 500,
): Promise<void> {
  const pid = pidOfController();
  process.kill(pid, signal);
  do await pause(awayMs);
  while (isThere(pid));
  execFileSync("slurmctld", ["-f", conf()], { stdio: "ignore" });
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Nodes that Slurm drained work again: a controller that was killed before it wrote down its last
 * job gives that job's number once more, and takes the node for faulty that has it already.
 */
export function resumeNodes(): void {
  const asked = ["--noheader", "--format=%n", "--states=drain"];
  for (const name of spawnSync("sinfo", asked, { encoding: "utf8" }).stdout.split("\n")) {
    if (name !== "") spawnSync("scontrol", ["update", `nodename=${name}`, "state=resume"]);
  }
}
