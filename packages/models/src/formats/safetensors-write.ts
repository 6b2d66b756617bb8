// Writing safetensors: the same arrays give the same bytes, whatever order they come in.

import { open } from "node:fs/promises";
import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { ELEMENT_BYTES, type ElementType } from "./elements.js";
import { float32ToFloat16 } from "./half.js";
import { tensorName } from "./tensor-file.js";
import { bytesOf, piecesOf } from "./typed-bytes.js";

export interface EncodeOptions {
  /** Text kept in the header, for provenance. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * How float32 arrays are stored: "F32" (default) or "F16", rounded to nearest; what would
   * overflow is refused.
   */
  readonly floats?: "F32" | "F16";
}

export type NamedArrays = ReadonlyMap<string, NdArray> | Readonly<Record<string, NdArray>>;

/** Data starts at a multiple of this many bytes, so that a reader may map any type onto it. */
const ALIGNMENT = 8;

/**
 * Encodes arrays as one safetensors file. Deterministic: tensors of wider elements first, so that
 * all lie aligned, and by name within a width; metadata by key.
 * @throws InputError for an array named "__metadata__", which the format keeps for itself, and for
 * a number that F16 would make infinite.
 */
export function encodeSafetensors(arrays: NamedArrays, options: EncodeOptions = {}): Uint8Array {
  const { header, entries, size } = layOut(arrays, options);
  const out = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces(header, entries, PIECE_BYTES)) {
    out.set(piece, offset);
    offset += piece.length;
  }
  return out;
}

/** Small enough for every function of Node, which stop at 2 GiB, and large enough to be quick. */
const PIECE_BYTES = 2 ** 26;

/**
 * The same bytes in pieces of at most `pieceBytes` each (default 64 MiB), for files of any size.
 * Pieces are views of the arrays where these are stored as they are.
 * @throws InputError as `encodeSafetensors`, at once
 */
export function safetensorsPieces(
  arrays: NamedArrays,
  options: EncodeOptions = {},
  pieceBytes = PIECE_BYTES,
): Iterable<Uint8Array> {
  const { header, entries } = layOut(arrays, options);
  return pieces(header, entries, pieceBytes);
}

function* pieces(
  header: Uint8Array,
  entries: readonly Entry[],
  most: number,
): Iterable<Uint8Array> {
  yield header;
  for (const { data, stored } of entries) {
    if (stored !== "F16") yield* piecesOf(data, most);
    else yield* halvesOf(data as Float32Array, most);
  }
}

/** Each piece is converted when it is asked for. */
function* halvesOf(data: Float32Array, most: number): Iterable<Uint8Array> {
  const step = most >> 1;
  for (let at = 0; at < data.length; at += step) {
    yield bytesOf(float32ToFloat16(data.subarray(at, at + step)));
  }
}

/**
 * Writes the same bytes to a new file, a piece at a time, and flushes them to the disk.
 * @throws InputError as `encodeSafetensors` does; what the file system throws when the file exists
 * or cannot be written.
 */
export async function writeSafetensors(
  path: string,
  arrays: NamedArrays,
  options: EncodeOptions = {},
): Promise<void> {
  const pieces = safetensorsPieces(arrays, options);
  const file = await open(path, "wx");
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: ElementType;
  /** Number of bytes. */
  readonly size: number;
  readonly data: NdArray["data"];
}

function layOut(arrays: NamedArrays, { floats = "F32", metadata = {} }: EncodeOptions) {
  const named =
    arrays instanceof Map ? arrays : Object.entries(arrays as Readonly<Record<string, NdArray>>);
  const entries = [...named]
    .map(([name, array]) => entryOf(name, array, floats))
    .sort((a, b) => ELEMENT_BYTES[b.stored] - ELEMENT_BYTES[a.stored] || compare(a.name, b.name));
  const header = headerBytes(entries, metadata);
  return {
    header,
    entries,
    size: entries.reduce((total, { size }) => total + size, header.length),
  };
}

const STORED = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  int64: "I64",
  bool: "BOOL",
} as const;

function entryOf(name: string, { dtype, shape, data }: NdArray, floats: "F32" | "F16"): Entry {
  const stored = dtype === "float32" ? floats : STORED[dtype];
  if (stored === "F16") refuseOverflow(name, data as Float32Array);
  return { name, shape, stored, size: data.length * ELEMENT_BYTES[stored], data };
}

/** From here on rounding to nearest gives infinity; F16's largest number is 65,504. */
const F16_OVERFLOWS = 65_520;

function refuseOverflow(name: string, data: Float32Array): void {
  const large = data.find((value) => Math.abs(value) >= F16_OVERFLOWS && Number.isFinite(value));
  if (large === undefined) return;
  throw new InputError(
    `safetensors: ${tensorName(name)} has ${large}, and F16 ends at 65504; store it as F32`,
  );
}

function headerBytes(
  entries: readonly Entry[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  // A Map, not an object: an object would put integer-like names first, whatever their place.
  const header = new Map<string, unknown>();
  const metadataKeys = Object.keys(metadata).sort(compare);
  if (metadataKeys.length > 0) {
    header.set("__metadata__", new Map(metadataKeys.map((key) => [key, metadata[key]])));
  }
  let offset = 0;
  for (const { name, stored, shape, size } of entries) {
    if (name === "__metadata__")
      throw new InputError(`safetensors: an array may not be named "${name}"`);
    header.set(name, { dtype: stored, shape, data_offsets: [offset, offset + size] });
    offset += size;
  }
  const json = new TextEncoder().encode(toJson(header));
  const length = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const out = new Uint8Array(8 + length).fill(0x20);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(json, 8);
  return out;
}

/** JSON with a map's entries in the map's order. */
function toJson(value: unknown): string {
  if (!(value instanceof Map)) return JSON.stringify(value);
  const members = [...value].map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`);
  return `{${members.join(",")}}`;
}

/** By UTF-16 code units: the same everywhere, unlike a locale's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
