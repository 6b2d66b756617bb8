// A command whose w2s was killed (kill -9, out of memory) runs on. It is noted in its folder while
// it runs, so that whoever works there next ends it first.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { hostLabel, InputError } from "@w2s/base";
import * as z from "zod";
import { signalGroup, signalProcess, startedIn } from "./end-all.js";
import { type Process, processes, processOf } from "./processes.js";

/** No name that predictions may have. */
const noteIn = (folder: string) => join(folder, ".running.json");

const noteSchema = z.object({
  host: z.string(),
  group: z.number().int().min(2),
  boot: z.string(),
  start: z.number(),
});
type Note = z.output<typeof noteSchema>;

/** Notes the group of a command that was just started, without giving way to anything else. */
export function noteRunning(folder: string, pid: number | undefined): void {
  const there = pid === undefined ? undefined : processOf(pid);
  if (!there) return;
  const { boot, start } = there;
  const note: Note = { host: hostLabel(), group: there.pid, boot, start };
  writeFileSync(noteIn(folder), JSON.stringify(note));
}

/** Forgets it when it has ended. */
export function noteEnded(folder: string): void {
  rmSync(noteIn(folder), { force: true });
}

export interface Ending {
  /** What messages call it. */
  readonly name: string;
  /** A file that says what was ended. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** Between being asked to end and being killed. */
  readonly graceMs: number;
}

/** How long what was killed may take to be gone: it has no say, but a busy machine is slow. */
const killedMs = 30_000;

/**
 * Ends what an earlier run left running in the folder, and waits until it has ended.
 * @throws InputError where it cannot be ended; the signal's reason when aborted
 */
export async function endLeftRunning(folder: string, ending: Ending): Promise<void> {
  const note = noteOf(folder);
  if (!note) return;
  const { name, log } = ending;
  if (note.host !== hostLabel()) {
    const line = `w2s: a command that was started on ${note.host} may still be running there`;
    await appendFile(log, `${line}\n`);
  } else if (left(note, folder).length > 0) {
    const how = await endAll(note, folder, ending);
    if (how === undefined) {
      const pids = left(note, folder).map(({ pid }) => pid);
      throw new InputError(
        `${name}: a command of an earlier run still runs in ${folder} and cannot be ended; end ` +
          `process ${pids.join(", ")}`,
      );
    }
    const line = `w2s: ended process group ${note.group} of an earlier run with ${how}`;
    await appendFile(log, `${line}\n`);
  }
  noteEnded(folder);
}

function noteOf(folder: string): Note | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(noteIn(folder), "utf8")));
  } catch {
    return undefined;
  }
}

/** What still runs of a command: its group, and what has left that. */
function left(note: Note, folder: string): Process[] {
  const members = membersOf(note);
  const known = new Set(members.map(({ pid }) => pid));
  return [...members, ...startedIn(folder).filter(({ pid }) => !known.has(pid))];
}

/** What still runs of a group. A number that was given again since is another's. */
function membersOf({ group, boot, start }: Note): Process[] {
  const members = processes().filter((one) => one.group === group && one.boot === boot);
  const leader = members.find(({ pid }) => pid === group);
  if (leader && leader.start !== start) return [];
  return members.filter((one) => one.start >= start);
}

/** The signal that ended it; undefined: none did. */
async function endAll(note: Note, folder: string, ending: Ending): Promise<string | undefined> {
  const waits = { SIGTERM: ending.graceMs, SIGKILL: killedMs };
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    // The group's number may be another's by now.
    if (membersOf(note).length > 0) signalGroup(note.group, signal);
    for (const { pid } of startedIn(folder)) signalProcess(pid, signal);
    const until = performance.now() + waits[signal];
    do {
      if (left(note, folder).length === 0) return signal;
      await passed(50, undefined, { signal: ending.signal }).catch(() =>
        ending.signal.throwIfAborted(),
      );
    } while (performance.now() < until);
  }
  return undefined;
}
