// people.jsonl: a line is on the disk before anybody is told that it is. What a dying process left
// half written was never acknowledged, and is cut off when the file is opened again.

import { type FileHandle, open } from "node:fs/promises";
import { InputError } from "@w2s/base";
import { type SessionLine, sessionLine } from "@w2s/lab/labelling";
import { Refusal } from "./refusal.js";

/** The file, open for one writer. */
export class PeopleFile {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private size: number,
    /** What was found in it. */
    readonly lines: readonly SessionLine[],
    /** Bytes of a last line that was cut off. */
    readonly torn: number,
  ) {}

  /**
   * Opens or makes the file.
   * @throws InputError for a line inside it that is none of a session's
   */
  static async open(path: string): Promise<PeopleFile> {
    const file = await open(path, "a+").catch((cause: NodeJS.ErrnoException) => {
      throw new InputError(`${path}: cannot be opened (${cause.code})`, { cause });
    });
    try {
      const text = await file.readFile("utf8");
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      const size = Buffer.byteLength(whole);
      const torn = Buffer.byteLength(text) - size;
      if (torn > 0) await file.truncate(size);
      return new PeopleFile(path, file, size, linesIn(whole, path), torn);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Adds a line; done when it is on the disk. Lines are written in the order of the calls.
   * @throws Refusal where the disk is full or the file was changed by others; then nothing is added
   */
  append(line: SessionLine): Promise<void> {
    const done = this.last.then(() => this.write(line));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** After all that was asked for is written. */
  async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }

  private async write(line: SessionLine): Promise<void> {
    const { size } = await this.file.stat();
    if (size !== this.size) {
      throw new Refusal(409, `${this.path}: was changed by others; start the studio again`);
    }
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      await this.file.appendFile(bytes);
      await this.file.datasync();
      this.size += bytes.length;
    } catch (cause) {
      await this.file.truncate(this.size).catch(() => undefined);
      throw cannotStore(this.path, cause as NodeJS.ErrnoException);
    }
  }
}

function cannotStore(path: string, { code }: NodeJS.ErrnoException): Refusal {
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new Refusal(
    isFull ? 507 : 500,
    isFull
      ? `${path}: the disk is full; your answer is kept in the page until it can be stored`
      : `${path}: cannot be written (${code}); your answer is kept in the page`,
  );
}

/** The lines of a text of whole ones. @throws InputError for one that is none of a session's */
export function linesIn(text: string, path: string): SessionLine[] {
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    const place = `${path}:${i + 1}`;
    return [sessionLine(parsed(line, place), place)];
  });
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new InputError(`${place}: not JSON; mend the line or remove it`, { cause });
  }
}
