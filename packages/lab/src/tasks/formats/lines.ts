// Text in whole lines: what the line-based formats are read from. Memory holds one piece of the
// file, not all of it.

import { isUtf8 } from "node:buffer";
import { InputError } from "@w2s/base";

/** Some whole lines of a file; the last one may lack its end at the file's end. */
export interface Lines {
  readonly bytes: Buffer;
  /** Number of the first of them, from 1. */
  readonly first: number;
}

/** What ends a line: LF, CR LF, or CR alone, in one file also mixed. */
export const LINE_END = /\r\n|\n|\r/;

const NEWLINE = 10;
const RETURN = 13;
/** The longest line, and record of several lines, that is read. */
export const LONGEST_LINE = 2 ** 26;

/**
 * Cuts pieces of a file at line ends, strips a byte order mark and checks that all is UTF-8.
 * @param longest the most bytes that a line may have
 * @throws InputError with the line when it is too long or not UTF-8, and when there are no bytes at
 * all
 */
export async function* wholeLines(
  chunks: AsyncIterable<Buffer>,
  shown: string,
  longest = LONGEST_LINE,
): AsyncGenerator<Lines> {
  let first = 1;
  let pending: Buffer[] = [];
  let waiting = 0;
  const take = (bytes: Buffer): Lines => {
    checkUtf8(bytes, first, shown);
    const lines = { bytes: first === 1 ? withoutMark(bytes) : bytes, first };
    first += countLineEnds(bytes);
    return lines;
  };
  for await (const chunk of chunks) {
    const end = lastLineEnd(chunk);
    if (end > 0) {
      yield take(Buffer.concat([...pending, chunk.subarray(0, end)]));
      pending = [];
      waiting = 0;
    }
    if (end < chunk.length) pending.push(chunk.subarray(end));
    waiting += chunk.length - end;
    if (waiting > longest) {
      throw new InputError(
        `${shown}:${first}: a line must have at most ${longest} bytes, got more; is it a table?`,
      );
    }
  }
  if (pending.length > 0) yield take(Buffer.concat(pending));
  else if (first === 1) throw new InputError(`${shown}: the file is empty`);
}

/** Texts of the lines that are not blank, with their numbers. */
export function* textLines({ bytes, first }: Lines): Generator<{ text: string; line: number }> {
  let line = first;
  for (const text of bytes.toString("utf8").split(LINE_END)) {
    if (text.trim() !== "") yield { text, line };
    line += 1;
  }
}

/** A text file's bytes without a byte order mark. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)) ? bytes.subarray(3) : bytes;
}

/** @throws InputError with the line that is not UTF-8; `first` is the first one's number */
export function checkUtf8(bytes: Buffer, first: number, shown: string): void {
  if (isUtf8(bytes)) return;
  const lines = bytes.toString("latin1").split(LINE_END);
  const line = first + lines.findIndex((text) => !isUtf8(Buffer.from(text, "latin1")));
  throw new InputError(
    `${shown}:${line}: must be UTF-8, got other bytes; convert the file to UTF-8`,
  );
}

/**
 * Where the last line that ends in the chunk ends; 0 where none does. A CR at the chunk's very end
 * may be the half of a CR LF.
 */
function lastLineEnd(chunk: Buffer): number {
  const beforeLast = chunk.length - 2;
  const lone = beforeLast < 0 ? -1 : chunk.lastIndexOf(RETURN, beforeLast);
  return Math.max(chunk.lastIndexOf(NEWLINE), lone) + 1;
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, at + 1)) {
    if (bytes[at + 1] !== NEWLINE) count += 1;
  }
  return count;
}
