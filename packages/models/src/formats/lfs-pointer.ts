// Weights that are Git LFS's pointer to them.

import { InputError, lfsPointer } from "@w2s/base";
import type { ByteSource } from "./byte-source.js";

/** @throws InputError where the file is the pointer of Git LFS */
export function refusePointer(source: ByteSource): void {
  const { beginning, says } = lfsPointer;
  const start = source.read(0, Math.min(source.size, beginning.length));
  if (new TextDecoder("latin1").decode(start) === beginning)
    throw new InputError(`${source.label}: is ${says}`);
}
