// Text in whole lines: what the line-based formats are read from. Memory holds one piece of the
// file, not all of it.

import { isUtf8 } from "node:buffer";
import { InputError } from "@w2s/base";

/** Some whole lines of a file; the last one may lack its newline at the file's end. */
export interface Lines {
  readonly bytes: Buffer;
  /** Number of the first of them, from 1. */
  readonly first: number;
}

const NEWLINE = 10;
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * Cuts pieces of a file at line ends, strips a byte order mark and checks that all is UTF-8.
 * @throws InputError with the line when it is not, and when there are no bytes at all
 */
export async function* wholeLines(
  chunks: AsyncIterable<Buffer>,
  shown: string,
): AsyncGenerator<Lines> {
  let first = 1;
  let pending: Buffer[] = [];
  const take = (bytes: Buffer): Lines => {
    checkUtf8(bytes, first, shown);
    const marked = first === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const lines = { bytes: marked ? bytes.subarray(3) : bytes, first };
    first += countNewlines(bytes);
    return lines;
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield take(Buffer.concat([...pending, chunk.subarray(0, end)]));
      pending = [];
    }
    if (end < chunk.length) pending.push(chunk.subarray(end));
  }
  if (pending.length > 0) yield take(Buffer.concat(pending));
  else if (first === 1) throw new InputError(`${shown}: the file is empty`);
}

/** Texts of the lines that are not blank, with their numbers; CRLF and LF both end a line. */
export function* textLines({ bytes, first }: Lines): Generator<{ text: string; line: number }> {
  let line = first;
  for (const raw of bytes.toString("utf8").split("\n")) {
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (text.trim() !== "") yield { text, line };
    line += 1;
  }
}

function checkUtf8(bytes: Buffer, first: number, shown: string): void {
  if (isUtf8(bytes)) return;
  let line = first;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
    line += 1;
  }
  throw new InputError(
    `${shown}:${line}: must be UTF-8, got other bytes; convert the file to UTF-8`,
  );
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
