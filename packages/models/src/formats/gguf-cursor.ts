// Walks a GGUF header, whose length is known only once it is read: little-endian fields one after
// the other.

import { InputError } from "@w2s/base";
import type { ByteSource } from "./byte-source.js";

const WINDOW_BYTES = 1 << 20;
/** No name, key or single text of a header is longer; a larger length is a damaged file. */
const MAX_TEXT_BYTES = 1 << 24;

/** A byte order mark is a character like others: vocabularies have tokens that begin with one. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads fields in order. Every method throws InputError when the file ends first. */
export class GgufCursor {
  #window: DataView = new DataView(new ArrayBuffer(0));
  #windowBegin = 0;
  #position = 0;

  constructor(private readonly source: ByteSource) {}

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  uint8 = (): number => this.#field(1, (view, at) => view.getUint8(at));
  int8 = (): number => this.#field(1, (view, at) => view.getInt8(at));
  uint16 = (): number => this.#field(2, (view, at) => view.getUint16(at, true));
  int16 = (): number => this.#field(2, (view, at) => view.getInt16(at, true));
  uint32 = (): number => this.#field(4, (view, at) => view.getUint32(at, true));
  int32 = (): number => this.#field(4, (view, at) => view.getInt32(at, true));
  float32 = (): number => this.#field(4, (view, at) => view.getFloat32(at, true));
  uint64 = (): bigint => this.#field(8, (view, at) => view.getBigUint64(at, true));
  int64 = (): bigint => this.#field(8, (view, at) => view.getBigInt64(at, true));
  float64 = (): number => this.#field(8, (view, at) => view.getFloat64(at, true));

  /** A count or an offset: a uint64 that must be below 2^53. */
  count(what: string): number {
    const value = this.uint64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#damaged(`${what} of ${value}`);
    return Number(value);
  }

  /** A length and that many bytes of UTF-8. */
  text(): string {
    const length = this.#textLength();
    return this.#field(length, (view, at) =>
      decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, length)),
    );
  }

  skipText(): void {
    this.skip(this.#textLength());
  }

  skip(bytes: number): void {
    if (this.#position + bytes > this.source.size) throw this.#damaged(`a field of ${bytes} bytes`);
    this.#position += bytes;
  }

  #textLength(): number {
    const length = this.count("a text length");
    if (length > MAX_TEXT_BYTES) throw this.#damaged(`a text of ${length} bytes`);
    return length;
  }

  #damaged(what: string): InputError {
    return new InputError(
      `${this.source.label}: damaged header: ${what} at byte ${this.#position}; copy or ` +
        "download the file again",
    );
  }

  /** Moves past `length` bytes and reads them at `at` of `view`. */
  #field<T>(length: number, read: (view: DataView, at: number) => T): T {
    const begin = this.#position;
    const end = begin + length;
    if (begin < this.#windowBegin || end > this.#windowBegin + this.#window.byteLength) {
      const wanted = Math.max(length, Math.min(WINDOW_BYTES, this.source.size - begin));
      const bytes = this.source.read(begin, wanted);
      this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#windowBegin = begin;
    }
    this.#position = end;
    return read(this.#window, begin - this.#windowBegin);
  }
}
