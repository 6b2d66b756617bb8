// A run's folder is ours to replace; files of the same names that no run wrote are somebody's own,
// and a run must not take their place.

import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { eventsFile, evidenceFiles, type Figure, type RunEvent, readEvent } from "@w2s/lab";
import { figures } from "@w2s/report";
import * as z from "zod";
import { sampleFile } from "./evidence-sample.js";

/** What a run writes into its folder, figures apart. */
const written = new Set<string>([
  "results.json",
  "results.csv",
  "run.json",
  "report.html",
  eventsFile,
  sampleFile,
  ...Object.values(evidenceFiles),
]);

type Named = Pick<Figure, "name">;

/** What results.json and run.json of any version have. */
const anyVersion = z.object({ format: z.number(), study: z.string() });

/**
 * Fails before the work where a run would replace files that none has written.
 * @param own the study's own figures
 * @throws InputError for a folder with files of our names that is no run's
 */
export async function assertOwnFolder(folder: string, own: readonly Named[] = []): Promise<void> {
  const taken = await takenNames(folder, own);
  if (taken.length === 0 || (await isRuns(folder))) return;
  const named = taken.length > 3 ? [...taken.slice(0, 3), `${taken.length - 3} more`] : taken;
  throw new InputError(
    `${folder}: holds ${named.join(", ")}, which a run would replace, and is no run's folder; ` +
      "name another with --out DIR, or move them away",
  );
}

/** Files of our names there that hold something: an empty one is nobody's loss. */
async function takenNames(folder: string, own: readonly Named[]): Promise<string[]> {
  const drawn = new Set([...Object.keys(figures), ...own.map(({ name }) => name)]);
  const isDrawn = (name: string) => {
    const [, figure, type] = /^(.*)\.(svg|png|csv)$/.exec(name) ?? [];
    return type !== undefined && drawn.has(figure!);
  };
  const names = [
    ...(await namesIn(folder)).filter((name) => written.has(name)),
    ...(await namesIn(join(folder, "figures"))).filter(isDrawn).map((name) => `figures/${name}`),
  ];
  const found: string[] = [];
  for (const name of names.sort()) {
    const { size } = await stat(join(folder, name)).catch(() => ({ size: 0 }));
    if (size > 0) found.push(name);
  }
  return found;
}

/** Whether a run wrote there, finished or not: its events come before all else that it writes. */
async function isRuns(folder: string): Promise<boolean> {
  for (const name of ["run.json", "results.json"]) {
    const text = await readFile(join(folder, name), "utf8").catch(() => "");
    if (anyVersion.safeParse(jsonOf(text)).success) return true;
  }
  return (await firstEvent(folder))?.event === "run";
}

/** The first line of events.jsonl, as far as it can be read. */
async function firstEvent(folder: string): Promise<RunEvent | null> {
  const file = await open(join(folder, eventsFile)).catch(() => undefined);
  if (file === undefined) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536));
    return readEvent(buffer.toString("utf8", 0, bytesRead).split("\n")[0]!);
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
