// A command as steps take it: named by what it is, and by the contents of the files that it names.

import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { InputError, InternalError } from "@w2s/base";
import { sha256OfFile } from "@w2s/models";
import type { Identified } from "../../engine/index.js";
import type { JsonObject } from "../../store/index.js";
import type { ExternalRecipe } from "./recipe.js";
import type { ExternalProgram } from "./spec.js";

/** Where a program is run from, and what its files hold. */
interface Found {
  readonly baseDir: string;
  /** Hashes by argument. */
  readonly files: Readonly<Record<string, string>>;
  /** What the disk said of them then, by argument: a large file is not read anew for each step. */
  readonly signs: Readonly<Record<string, string>>;
}

const signOf = ({ size, mtimeMs, ino }: Stats): string => [size, mtimeMs, ino].join(" ");

const found = new WeakMap<ExternalProgram, Found>();

/** Hashes the files among a command's words: the script, a configuration. */
export async function findFiles(program: ExternalProgram, baseDir: string): Promise<void> {
  if (found.has(program)) return;
  const files: Record<string, string> = {};
  const signs: Record<string, string> = {};
  for (const word of program.command) {
    const path = resolve(baseDir, word);
    const there = await stat(path).catch(() => undefined);
    // A binary somewhere on the machine is not the study's own, and may be large.
    const isOwn = word !== program.command[0] || !isAbsolute(word) || (await isScript(path));
    if (!isOwn || !there?.isFile()) continue;
    signs[word] = signOf(there);
    files[word] = await sha256OfFile(path);
  }
  found.set(program, { baseDir, files, signs });
}

/** Whether an interpreter runs it, which its first line names. */
async function isScript(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  try {
    const start = await file?.read(Buffer.alloc(2), 0, 2, 0);
    return start?.buffer.toString("latin1") === "#!";
  } catch {
    return false; // A folder.
  } finally {
    await file?.close();
  }
}

/** A command that can be run. */
export class RunOf implements Identified {
  readonly identity: JsonObject;
  readonly baseDir: string;
  readonly command: readonly string[];
  readonly settings: JsonObject;
  private readonly there: Found;

  /** @throws InternalError where its files were not looked up */
  constructor(
    program: ExternalProgram,
    readonly recipe: ExternalRecipe,
  ) {
    const there = found.get(program);
    if (!there) throw new InternalError("an external student's files were not looked up");
    const { command, settings } = program;
    const { version } = recipe;
    this.identity = { command: [...command], settings, files: { ...there.files }, version };
    this.baseDir = there.baseDir;
    this.command = command;
    this.settings = settings;
    this.there = there;
  }

  /** @throws InputError where a file that names the result is another one by now */
  async assertSameFiles(label: string): Promise<void> {
    for (const [word, hash] of Object.entries(this.there.files)) {
      const path = resolve(this.baseDir, word);
      const now = await stat(path).catch(() => undefined);
      if (now && signOf(now) === this.there.signs[word]) continue;
      if (now && (await sha256OfFile(path).catch(() => undefined)) === hash) continue;
      throw new InputError(
        `${label}: ${word} ${now === undefined ? "is gone" : "has changed"} since the run was ` +
          "planned, and results are named by what it was; run again",
      );
    }
  }
}
