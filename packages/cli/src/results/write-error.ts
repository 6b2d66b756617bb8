// What a command says when the disk does not take what it writes.

import { type FileContent, writeFileWhole } from "@w2s/base";

/** A run could not end as it should; the message is one line for the user. Exit code 1. */
export class RunError extends Error {
  override readonly name = "RunError";
}

/**
 * Writes a result, whole or not at all.
 * @throws RunError when the disk is full or may not be written; what lay there before still does.
 */
export async function writeResult(path: string, content: FileContent): Promise<void> {
  await writeFileWhole(path, content).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** One line for a failure to write `path`. */
export function cannotWrite(path: string, error: unknown, option = "--out DIR"): RunError {
  const { code = "unknown error" } = error as { code?: string };
  const reasons: Record<string, string> = {
    ENOENT: `no folder can be made there; write elsewhere with ${option}`,
    ENOTSUP: `no folder can be made there; write elsewhere with ${option}`,
    ENOSPC: "the disk is full; free some space",
    EDQUOT: "the disk quota is used up; free some space",
    EFBIG: `it is larger than files may be there (ulimit -f); write elsewhere with ${option}`,
    EROFS: `the disk is read-only; write elsewhere with ${option}`,
    EACCES: `its folder may not be written; write elsewhere with ${option}`,
    EPERM: `its folder may not be written; write elsewhere with ${option}`,
    ENOTDIR: `a file lies where its folder must be; write elsewhere with ${option}`,
    EEXIST: `a file lies where its folder must be; write elsewhere with ${option}`,
    EISDIR: `a folder lies in its place; write elsewhere with ${option}`,
  };
  return new RunError(`${path}: cannot be written, ${reasons[code] ?? code}`, { cause: error });
}
