// What a clone without Git LFS has in a file's place.

import { InputError } from "@w2s/base";
import type { ByteSource } from "./byte-source.js";

const BEGINNING = "version https://git-lfs.github.com/spec/";

/** @throws InputError where the file is the pointer of Git LFS */
export function refusePointer(source: ByteSource): void {
  const start = source.read(0, Math.min(source.size, BEGINNING.length));
  if (new TextDecoder("latin1").decode(start) !== BEGINNING) return;
  throw new InputError(
    `${source.label}: is the pointer of Git LFS, not the file; fetch it with git lfs pull`,
  );
}
