// Ends what a command started: its process group, and on Linux also what has left the group
// (setsid), which is known by the folder in its environment.

import { processesWith } from "./processes.js";

/** The variable that tells a command its folder, and us whose command started a process. */
export const folderVariable = "W2S_FOLDER";

/** What a command started that keeps its folder in its environment; on Linux alone. */
export const startedIn = (folder: string) => processesWith(folderVariable, folder);

/** Sends a signal to the group and to what has left it. */
export function signalAll(folder: string, group: number | undefined, signal: NodeJS.Signals): void {
  signalGroup(group, signal);
  for (const { pid } of startedIn(folder)) signalProcess(pid, signal);
}

/** Kills the group and what has left it, those included that are started meanwhile. */
export function killAll(folder: string, group: number | undefined): void {
  signalGroup(group, "SIGKILL");
  for (let look = 0; look < 4; look++) {
    const left = startedIn(folder);
    if (left.length === 0) return;
    for (const { pid } of left) signalProcess(pid, "SIGKILL");
  }
}

/** Sends a signal to a group; where there are none, to the process alone. */
export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group !== undefined) signalProcess(process.platform === "win32" ? group : -group, signal);
}

/** Sends a signal to a process that may have ended. */
export function signalProcess(to: number, signal: NodeJS.Signals): void {
  try {
    process.kill(to, signal);
  } catch {
    // It has ended, or is another user's: looking tells.
  }
}
