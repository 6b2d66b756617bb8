// Folders for what tests write. They lie in the run's own temporary folder (test/temp-folder.ts)
// and are gone when the test file is through.

import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterFile } from "./after-file.js";

const folders: string[] = [];

/** A new folder of this test file's own. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `w2s-${name}-`));
  if (folders.push(folder) === 1) afterFile(() => removeFolders(folders.splice(0)));
  return folder;
}

/** How long a process that was killed, or whose parent was, may take to end. */
const graceMs = 10_000;

/**
 * Removes folders once no process works in them: it would make them again.
 * @throws where one outlives its test, which then is killed
 */
export function removeFolders(own: readonly string[], patienceMs = graceMs): void {
  const until = performance.now() + patienceMs;
  let left = processesIn(own);
  while (left.length > 0 && performance.now() < until) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    left = processesIn(own);
  }
  for (const { pid } of left) kill(pid);
  for (const folder of own) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (left.length > 0)
    throw new Error(`outlive their test: ${left.map(({ command }) => command).join("; ")}`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

/** Processes whose working directory lies in one of the folders: Linux; elsewhere none is found. */
function processesIn(own: readonly string[]): { pid: number; command: string }[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => {
    try {
      const at = readlinkSync(`/proc/${name}/cwd`);
      if (!own.some((folder) => `${at}/`.startsWith(`${folder}/`))) return [];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), command: command.trim() }];
    } catch {
      return []; // No process, one that has ended, or another user's.
    }
  });
}
