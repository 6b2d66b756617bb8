// The file that a command writes: taken by a later run only where a note beside it says that the
// command had ended well and what it said was read and found whole.

import { readFile, rename, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { writeFileWhole } from "@w2s/base";
import { sha256OfFile } from "@w2s/models";
import * as z from "zod";

const noteSchema = z.object({ sha256: z.string(), log: z.string() });

export class PredictionsFile {
  private readonly path: string;
  /** No name that predictions may have. */
  private readonly note: string;

  constructor(
    readonly folder: string,
    readonly name: string,
  ) {
    this.path = join(folder, name);
    this.note = join(folder, ".accepted.json");
  }

  /** Says that the file is final, with the log to keep beside it. */
  async accept(log: string): Promise<void> {
    const note = { sha256: await sha256OfFile(this.path), log };
    await writeFileWhole(this.note, JSON.stringify(note));
  }

  /** The log that was kept when the file, as it lies there, was accepted; undefined: it was not. */
  async accepted(): Promise<string | undefined> {
    try {
      const { sha256, log } = noteSchema.parse(JSON.parse(await readFile(this.note, "utf8")));
      return sha256 === (await sha256OfFile(this.path)) ? log : undefined;
    } catch {
      // None there, or not readable: the command is run.
      return undefined;
    }
  }

  /** Removes what lies there, whatever it is. */
  async clear(): Promise<void> {
    await rm(this.note, { force: true });
    await rm(this.path, { recursive: true, force: true });
  }

  /** Moves it to `<name>.refused.<ending>`, for people to look at: its path; undefined: none. */
  async setAside(): Promise<string | undefined> {
    const { name, ext } = parse(this.name);
    const aside = join(this.folder, `${name}.refused${ext}`);
    await rm(aside, { recursive: true, force: true });
    return rename(this.path, aside).then(
      () => aside,
      () => undefined,
    );
  }
}
