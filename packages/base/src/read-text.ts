// Text at the door: a file's characters, or one line that says why there are none.

import { lstatSync, readFileSync } from "node:fs";
import { InputError } from "./errors.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  ELOOP: "a link that leads back to itself",
};

/**
 * The text of a file in UTF-8, without a byte order mark. Other bytes are refused: with signs in
 * their place, two tokens of a vocabulary could become one.
 * @throws InputError when the file cannot be read, or is not UTF-8
 */
export function readText(path: string): string {
  const bytes = bytesOf(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${path}: must be UTF-8, got other bytes; convert it`, { cause });
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** What a failed read of `path` is called; `cause` is what node:fs threw. */
export function unreadable(path: string, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const reason =
    code === "ENOENT" && isLink(path)
      ? "a link to a file that is not there; copy or download it again"
      : (REASONS[code] ?? code);
  return new InputError(`${path}: cannot be read: ${reason}`, { cause });
}

/** Whether something has the path's name, of which it is known that there is no such file. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
