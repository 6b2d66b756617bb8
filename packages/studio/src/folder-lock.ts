// One studio a folder: a second would write beside the first. Locks are numbered folders, and the
// highest number holds. A lock appears whole, by one rename that fails where its number is taken; a
// higher one takes the place of one whose process is gone. No number is taken away while it is the
// highest, so that whoever is late finds a higher one than its own. Nothing here asks for more than
// a network disk promises: folders are renamed, no file is linked or locked.

import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { InputError, isAlive, makeFolder } from "@w2s/base";
import * as z from "zod";

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  address: z.string(),
  /** Of its process: another may have the same number later. */
  process: z.string(),
  /** Of this lock alone. */
  lock: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

const thisProcess = randomUUID();

/**
 * Takes the folder for this process; gives what lets go of it.
 * @throws InputError where another studio has it, or it cannot be written
 */
export async function lockFolder(folder: string, address: string): Promise<() => Promise<void>> {
  const locks = join(folder, ".w2s", "studio");
  const own: Holder = {
    ...{ pid: process.pid, host: hostname(), address },
    ...{ process: thisProcess, lock: randomUUID() },
  };
  for (let attempt = 0; attempt < 10; attempt++) {
    const last = await highest(locks);
    const holder = await readHolder(locks, last);
    if (holder !== undefined && isThere(holder)) {
      throw new InputError(
        `${folder}: a studio is open there already, at ${holder.address} (process ${holder.pid})`,
      );
    }
    await appear(locks, last + 1, own).catch((cause: unknown) => {
      throw unusable(folder, cause);
    });
    const now = await highest(locks);
    if ((await readHolder(locks, now))?.lock !== own.lock) continue;
    await removeBelow(locks, now);
    // Its number stays taken.
    return () =>
      rename(holderOf(locks, now), `${holderOf(locks, now)}.left`).catch(() => undefined);
  }
  throw new InputError(`${folder}: other studios are just starting there; try again`);
}

const holderOf = (locks: string, number: number): string =>
  join(locks, String(number), "holder.json");

async function numbers(locks: string): Promise<number[]> {
  const names = await readdir(locks).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

const highest = async (locks: string): Promise<number> => Math.max(0, ...(await numbers(locks)));

/** Makes a lock unless its number is taken. */
async function appear(locks: string, number: number, own: Holder): Promise<void> {
  const draft = join(locks, `draft-${own.lock}-${number}`);
  try {
    await makeFolder(draft);
    await writeFile(join(draft, "holder.json"), JSON.stringify(own));
    // Whether it came about is looked at: a network disk may lose the answer.
    await rename(draft, join(locks, String(number))).catch(() => undefined);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What locks of the past left. Who is late may make one again, and finds that it is none. */
async function removeBelow(locks: string, number: number): Promise<void> {
  for (const one of await numbers(locks)) {
    if (one >= number) continue;
    const past = join(locks, String(one));
    await rm(past, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Undefined where nobody holds it: there is none, its holder let go, or it is damaged. */
async function readHolder(locks: string, number: number): Promise<Holder | undefined> {
  const text = await readFile(holderOf(locks, number), "utf8").catch(() => "");
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A process of another machine cannot be asked, and is taken for one that is there. */
function isThere({ pid, host, process: id }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return id === thisProcess;
  return isAlive(pid);
}

function unusable(folder: string, cause: unknown): InputError {
  const { code = "unknown error" } = cause as NodeJS.ErrnoException;
  return new InputError(`${folder}: must be a folder that can be written (${code})`, { cause });
}
