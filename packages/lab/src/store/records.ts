// Records: small texts by name beside a store's steps, seen by all who share the store. One of
// them made by one process is made by no other: claims are built on that alone (claims.ts).

import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "@w2s/base";
import { codeOf, writeFailure } from "./store-error.js";

/**
 * What claims ask of a store. A folder gives it by exclusive creation, a bucket by
 * `If-None-Match`.
 */
export interface Records {
  /**
   * Makes a record unless there is one: of several who try, one hears true. A reader may see it
   * empty for a moment.
   */
  create(name: string, text: string): Promise<boolean>;
  /** Its text; undefined where there is none. A network disk may be some seconds behind. */
  read(name: string): Promise<string | undefined>;
  /** Puts a record in the place of another, or of none. Only one process writes this name. */
  replace(name: string, text: string): Promise<void>;
  /** Names of a folder's records, "owners/..." for "owners". */
  list(folder: string): Promise<string[]>;
  /** One that is not there is no fault. */
  remove(name: string): Promise<void>;
}

/** Records as files below `root`. Names are words and folders of the program's own making. */
export function folderRecords(store: string, root: string): Records {
  const path = (name: string) => join(root, name);
  const written = async (work: () => Promise<void>, name: string) => {
    try {
      await work().catch(async (error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
        await makeFolder(dirname(path(name)));
        await work();
      });
    } catch (error) {
      throw codeOf(error) === "EEXIST" ? error : writeFailure(store, error);
    }
  };
  return {
    async create(name, text) {
      try {
        // O_EXCL: the server decides, whatever a client's caches say (NFS from version 3 on).
        await written(() => writeFile(path(name), text, { flag: "wx" }), name);
        return true;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        return false;
      }
    },
    read: (name) => readFile(path(name), "utf8").catch(absent(undefined)),
    async replace(name, text) {
      const draft = `${path(name)}.draft`;
      await written(async () => {
        await writeFile(draft, text);
        await rename(draft, path(name));
      }, name);
    },
    async list(folder) {
      const names = await readdir(path(folder)).catch(absent([]));
      return names.filter((name) => !name.endsWith(".draft")).map((name) => `${folder}/${name}`);
    },
    remove: (name) => rm(path(name), { force: true }),
  };
}

/** Removes records that nobody changed for a time: what dead runs left. */
export async function sweepRecords(root: string, olderThanMs: number, now = Date.now()) {
  const names = await readdir(root, { recursive: true }).catch(absent([]));
  for (const name of names) {
    const found = await stat(join(root, name)).catch(() => undefined);
    if (found?.isFile() && now - found.mtimeMs > olderThanMs) {
      await rm(join(root, name), { force: true }).catch(() => undefined);
    }
  }
}

/** ESTALE: another client of a network disk put another file there while we read. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (["ENOENT", "ENOTDIR", "ESTALE"].includes(codeOf(error) ?? "")) return value;
    throw error;
  };
}
