// Arrays as files of raw numbers, little-endian: the form in which both sides get the same data.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

export function writeRaw(
  folder: string,
  name: string,
  data: Float32Array | Int32Array | Uint8Array,
): string {
  const path = join(folder, name);
  writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return path;
}
