// What a clone without Git LFS has in a file's place.

import { InputError } from "@w2s/base";
import type { ByteSource } from "./byte-source.js";

/** What such a pointer begins with, and what is said of one, of models and tables alike. */
export const lfsPointer = {
  beginning: "version https://git-lfs.github.com/spec/",
  says: "the pointer of Git LFS, not the file; fetch it with git lfs pull",
} as const;

/** @throws InputError where the file is the pointer of Git LFS */
export function refusePointer(source: ByteSource): void {
  const { beginning, says } = lfsPointer;
  const start = source.read(0, Math.min(source.size, beginning.length));
  if (new TextDecoder("latin1").decode(start) === beginning)
    throw new InputError(`${source.label}: is ${says}`);
}
