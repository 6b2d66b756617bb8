// A command as steps take it: named by what it is, and by the contents of the files that it names.

import { open, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { InputError, InternalError } from "@w2s/base";
import { sha256OfFile } from "@w2s/models";
import type { Identified } from "../../engine/index.js";
import type { JsonObject } from "../../store/index.js";
import type { ExternalRecipe } from "./recipe.js";
import type { Program } from "./spec.js";

/** Where a program is run from, and what its files hold. */
interface Found {
  readonly baseDir: string;
  /** Hashes by argument. */
  readonly files: Readonly<Record<string, string>>;
}

const found = new WeakMap<Program, Found>();

/** Hashes the files among a command's words: the script, a configuration. */
export async function findFiles(program: Program, baseDir: string): Promise<void> {
  if (found.has(program)) return;
  const files: Record<string, string> = {};
  for (const word of program.command) {
    const path = resolve(baseDir, word);
    const there = await stat(path).catch(() => undefined);
    // A binary somewhere on the machine is not the study's own, and may be large.
    const isOwn = word !== program.command[0] || !isAbsolute(word) || (await isScript(path));
    if (isOwn && there?.isFile()) files[word] = await sha256OfFile(path);
  }
  found.set(program, { baseDir, files });
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
  private readonly files: Found["files"];

  /** @throws InternalError where its files were not looked up */
  constructor(
    program: Program,
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
    this.files = there.files;
  }

  /** @throws InputError where a file that names the result is another one by now */
  async assertSameFiles(label: string): Promise<void> {
    for (const [word, hash] of Object.entries(this.files)) {
      const now = await sha256OfFile(resolve(this.baseDir, word)).catch(() => undefined);
      if (now === hash) continue;
      throw new InputError(
        `${label}: ${word} ${now === undefined ? "is gone" : "has changed"} since the run was ` +
          "planned, and results are named by what it was; run again",
      );
    }
  }
}
