// What can be wrong with the store's disk, said in one line with what to do about it.

import { InputError } from "@w2s/base";

/**
 * The store cannot do its work: a full disk, a folder that may not be written. Not the study's
 * fault, nor ours.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** The end of a message: what to do when this store is not meant. */
export const elsewhere = "or name another store with --store DIR or W2S_STORE";

/** What to do about a store's disk: a store that only copies another is no user's to name. */
export interface StoreAdvice {
  /** What makes room: "w2s cache prune helps". */
  readonly room: string;
  /** The end of the message: "or name another store with ...". */
  readonly elsewhere: string;
}

const ownAdvice: StoreAdvice = { room: "w2s cache prune helps", elsewhere };

/**
 * Turns a failure to write below the store's folder into a StoreError; other failures come back as
 * they are.
 */
export function writeFailure(store: string, error: unknown, advice = ownAdvice): unknown {
  const requirement = writeRequirement(codeOf(error), advice);
  if (requirement === undefined) return error;
  return new StoreError(`store ${store}: ${requirement}, ${advice.elsewhere}`, { cause: error });
}

/**
 * Turns a failure to read the store's folder into one line; other failures come back as they are.
 */
export function readFailure(store: string, error: unknown, advice = ownAdvice): unknown {
  const code = codeOf(error);
  if (code === "ENOTDIR" || code === "EEXIST") return notAFolder(store, advice, error);
  if (code === "EACCES" || code === "EPERM") {
    const line = `store ${store}: may not be read; ask for access to it, ${advice.elsewhere}`;
    return new StoreError(line, { cause: error });
  }
  return error;
}

/** The store's place is taken by a file. */
function notAFolder(store: string, { elsewhere }: StoreAdvice, cause?: unknown): InputError {
  return new InputError(
    `store ${store}: must be a folder, got a file; move it away, ${elsewhere}`,
    {
      cause,
    },
  );
}

/** The `code` of a system error, ENOSPC for one; undefined for any other value. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

function writeRequirement(code: string | undefined, { room }: StoreAdvice): string | undefined {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `the disk is full; nothing half-written was left; free some space (${room})`;
    case "EFBIG":
      return (
        "takes no file as large as one of its steps (ulimit -f, or a disk that knows such " +
        "a limit); raise it"
      );
    case "EROFS":
      return "lies on a read-only disk; make it writable";
    case "EACCES":
    case "EPERM":
      return "may not be written; ask for access to it";
    case "ENOTSUP":
      return "no folder can be made there; check the path";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open; raise the limit with ulimit -n";
    case "ENOTDIR":
    case "EEXIST":
      return "a file lies where one of its folders must be; move it away";
    default:
      return undefined;
  }
}
