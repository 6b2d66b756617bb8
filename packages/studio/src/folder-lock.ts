// One studio a folder: a second would write beside the first. The lock names who holds it; one
// whose process is gone is nobody's.

import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { InputError } from "@w2s/base";
import * as z from "zod";

const holderSchema = z.object({ pid: z.number(), host: z.string(), address: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the folder for this process; gives what lets go of it.
 * @throws InputError where another studio has it, or it cannot be written
 */
export async function lockFolder(folder: string, address: string): Promise<() => Promise<void>> {
  const path = join(folder, ".w2s", "studio.json");
  const own: Holder = { pid: process.pid, host: hostname(), address };
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw unusable(folder, cause);
  });
  for (let attempt = 0; attempt < 3; attempt++) {
    const isTaken = await create(path, JSON.stringify(own)).catch((cause: unknown) => {
      throw unusable(folder, cause);
    });
    if (!isTaken) return () => rm(path, { force: true });
    const holder = await readHolder(path);
    if (holder !== null && isThere(holder)) {
      throw new InputError(
        `${folder}: a studio is open there already, at ${holder.address} (process ${holder.pid})`,
      );
    }
    await rm(path, { force: true });
  }
  throw new InputError(`${folder}: other studios are just starting there; try again`);
}

/** Whether the file was there already. */
async function create(path: string, text: string): Promise<boolean> {
  const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  if (file === undefined) return true;
  await file.writeFile(text).finally(() => file.close());
  return false;
}

async function readHolder(path: string): Promise<Holder | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A process of another machine cannot be asked, and is taken for one that is there. */
function isThere({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unusable(folder: string, cause: unknown): InputError {
  const { code = "unknown error" } = cause as NodeJS.ErrnoException;
  return new InputError(`${folder}: must be a folder that can be written (${code})`, { cause });
}
