// What a folder has to label: its studies, its files of examples, and runs that may help.

import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { evidenceFiles } from "@w2s/lab";
import { knownFormat } from "@w2s/lab/labelling";
import type { RunPlaces } from "../runs/places.js";

/** What may be labelled, and whose help people may have. */
export interface Offers {
  /** Files of studies, and of examples, by their paths in the folder. */
  readonly studies: readonly string[];
  readonly files: readonly string[];
  /** Tasks that need no file. */
  readonly tasks: readonly string[];
  /** Finished runs with evidence, and with transcripts. */
  readonly assistants: readonly string[];
  readonly debates: readonly string[];
}

/** Folders that hold no examples of a user's own. */
const passedOver = new Set(["node_modules", "runs", "labelling", "dist", "models"]);
const study = /\.study\.([mc]?[jt]s|json)$/;
/** JSON that tools read: settings, and lists of packages. */
const ofTools = /^(package|package-lock|[jt]sconfig.*|.*\.config|biome|deno)\.json$/;
/** Files of a kind that are offered at most. */
const most = 500;

/** What there is: of files, those in the folder and in the folders in it. */
export async function offersOf(
  folder: string,
  places: RunPlaces,
  tasks: readonly string[],
): Promise<Offers> {
  const paths = await filesIn(folder);
  const runs = await places.names();
  const withFile = async (name: string) => {
    const there = await Promise.all(runs.map((run) => isFile(join(places.root, run, name))));
    return runs.filter((_, i) => there[i]);
  };
  const where = (isWanted: (path: string) => boolean) => paths.filter(isWanted).slice(0, most);
  return {
    studies: where((path) => study.test(path)),
    files: where((path) => isTable(path)),
    tasks,
    assistants: await withFile(evidenceFiles.parquet),
    debates: await withFile(evidenceFiles.transcripts),
  };
}

/** Whether a file may hold examples: its ending is a format's, and nothing says otherwise. */
const isTable = (path: string): boolean =>
  knownFormat(path) !== undefined && !study.test(path) && !ofTools.test(basename(path));

async function filesIn(folder: string): Promise<string[]> {
  const here = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const inside = here
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .filter(({ name }) => !passedOver.has(name))
    .map(async ({ name }) => {
      const entries = await readdir(join(folder, name), { withFileTypes: true }).catch(() => []);
      return filesOf(entries).map((file) => `${name}/${file}`);
    });
  const found = [...filesOf(here), ...(await Promise.all(inside)).flat()];
  return found.sort();
}

/** Links lead elsewhere, and are left out. */
const filesOf = (entries: readonly Dirent[]): string[] =>
  entries.filter((entry) => entry.isFile()).map(({ name }) => name);

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
