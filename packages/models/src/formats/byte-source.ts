// Where the bytes of a weights file come from: a file that is read piece by piece, or bytes already
// in memory.

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { InputError, unreadable } from "@w2s/base";
import {
  bytesOf,
  type ElementArray,
  piecesOf,
  type ViewConstructor,
  viewAs,
} from "./typed-bytes.js";

/** Random access to bytes. */
export interface ByteSource {
  /** Names the source in messages: a path, or what the caller gave. */
  readonly label: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Bytes `[offset, offset + length)`, at most 2 GiB. From a file they are a fresh buffer of their
   * own; from memory, a view.
   * @throws InputError when the source ends before that.
   */
  read(offset: number, length: number): Uint8Array;
  /**
   * The same bytes, good until the next `borrow`: what is converted at once needs no memory of its
   * own.
   */
  borrow(offset: number, length: number): Uint8Array;
  /** `count` elements from byte `offset` on, of any size: a view where `read` gives one. */
  elements<V extends ElementArray>(type: ViewConstructor<V>, offset: number, count: number): V;
  /** Bytes from `offset` on, written over all of `target`, of any size. */
  fill(target: ElementArray, offset: number): void;
  close(): void;
}

/** Node refuses to read 2 GiB and more at once. */
const READ_BYTES = 2 ** 30;

/**
 * @param readBytes the most that one read of the file asks for; default 1 GiB
 * @throws InputError when the path cannot be read or is a folder.
 */
export function fileBytes(path: string, readBytes = READ_BYTES): ByteSource {
  const descriptor = open(path);
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) {
    closeSync(descriptor);
    throw new InputError(`${path}: expected a file, got a folder`);
  }
  let closed = false;
  let scratch = new Uint8Array(0);
  const fill = <A extends ElementArray>(target: A, offset: number): A => {
    let at = offset;
    for (const piece of piecesOf(target, readBytes)) {
      for (let filled = 0; filled < piece.length; ) {
        const got = readSync(descriptor, piece, filled, piece.length - filled, at);
        if (got === 0) throw endsEarly(path, offset + target.byteLength, at);
        filled += got;
        at += got;
      }
    }
    return target;
  };
  return {
    label: path,
    size: stat.size,
    read: (offset, length) => fill(new Uint8Array(length), offset),
    borrow(offset, length) {
      if (scratch.length < length) scratch = new Uint8Array(length);
      return fill(scratch.subarray(0, length), offset);
    },
    elements: (type, offset, count) => fill(new type(count), offset),
    fill,
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

/** The bytes themselves, not copied. */
export function memoryBytes(bytes: Uint8Array, label: string): ByteSource {
  const read = (offset: number, length: number) => {
    if (offset + length > bytes.length) throw endsEarly(label, offset + length, bytes.length);
    return bytes.subarray(offset, offset + length);
  };
  return {
    label,
    size: bytes.length,
    read,
    borrow: read,
    elements: (type, offset, count) => viewAs(type, read(offset, count * type.BYTES_PER_ELEMENT)),
    fill: (target, offset) => bytesOf(target).set(read(offset, target.byteLength)),
    close() {},
  };
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function endsEarly(label: string, needed: number, size: number): InputError {
  return new InputError(
    `${label}: truncated: needs ${needed} bytes, ends after ${size}; copy or download it again`,
  );
}
