// The end of a log, which may be of any size: no more of it is read than is asked for.

import { open } from "node:fs/promises";

/** The last `bytes` of a text file, from a whole character on; "" where it cannot be read. */
export async function logEnd(path: string, bytes: number): Promise<string> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return "";
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - bytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, undefined, start);
    const read = buffer.subarray(0, bytesRead);
    // Bytes that go on with a character begin with 10 in UTF-8.
    const first = start === 0 ? 0 : read.findIndex((byte) => byte >> 6 !== 0b10);
    return first < 0 ? "" : read.subarray(first).toString("utf8");
  } catch {
    return "";
  } finally {
    await file.close();
  }
}
