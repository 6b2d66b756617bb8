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

/** Whether the file system refused, rather than w2s or a study. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/**
 * One line for a failure to write `path`.
 * @param option what names another place; null where a run's own folder must take it
 */
export function cannotWrite(
  path: string,
  error: unknown,
  option: string | null = "--out DIR",
): RunError {
  const { code = "unknown error" } = error as { code?: string };
  const elsewhere =
    option === null ? "copy the run's folder elsewhere" : `write elsewhere with ${option}`;
  const reasons: Record<string, string> = {
    ENOENT: `no folder can be made there; ${elsewhere}`,
    ENOTSUP: `no folder can be made there; ${elsewhere}`,
    ENOSPC: "the disk is full; free some space",
    EDQUOT: "the disk quota is used up; free some space",
    EFBIG: `it is larger than files may be there (ulimit -f); ${elsewhere}`,
    EROFS: `the disk is read-only; ${elsewhere}`,
    EACCES: `its folder may not be written; ${elsewhere}`,
    EPERM: `its folder may not be written; ${elsewhere}`,
    ENOTDIR: `a file lies where its folder must be; ${elsewhere}`,
    EEXIST: `a file lies where its folder must be; ${elsewhere}`,
    EISDIR: `a folder lies in its place; ${elsewhere}`,
  };
  return new RunError(`${path}: cannot be written, ${reasons[code] ?? code}`, { cause: error });
}
