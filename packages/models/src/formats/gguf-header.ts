// The header of a GGUF file, versions 2 and 3: typed metadata, then every tensor's name, shape,
// type and place. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

import { InputError } from "@w2s/base";
import { sizeOf } from "@w2s/grad";
import type { ByteSource } from "./byte-source.js";
import { BLOCK_FORMATS, type BlockFormatName, GGML_TYPES, isBlockFormat } from "./gguf-blocks.js";
import { GgufCursor } from "./gguf-cursor.js";
import { refusePointer } from "./lfs-pointer.js";
import { type TensorInfo, tensorName } from "./tensor-file.js";

/** A metadata value. Arrays (vocabularies, mostly) are passed over, and read when asked for. */
export type GgufValue = GgufScalar | GgufArray;

export type GgufScalar = string | number | bigint | boolean;

/** Where an array lies: `readGgufArray` reads it. */
export interface GgufArray {
  readonly arrayLength: number;
  readonly elementType: number;
  /** Where its elements begin, in bytes. */
  readonly begin: number;
}

/**
 * Bytes `[begin, end)` of the whole file. Shapes are outermost axis first, as everywhere here but
 * in the file.
 */
export interface GgufTensor extends TensorInfo {
  readonly stored: BlockFormatName;
  readonly begin: number;
  readonly end: number;
}

export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

const MAGIC = 0x46554747;
const DEFAULT_ALIGNMENT = 32;
const MAX_DIMENSIONS = 4;

/**
 * Reads and checks the header; no weight is read.
 * @throws InputError when the file is not GGUF version 2 or 3, is truncated, holds a tensor in a
 * quantisation that cannot be read (by name), or places tensors over each other or beyond its end.
 */
export function readGgufHeader(source: ByteSource): GgufHeader {
  const { label } = source;
  const cursor = new GgufCursor(source);
  if (source.size < 24 || cursor.uint32() !== MAGIC) {
    refusePointer(source);
    throw new InputError(`${label}: expected a GGUF file, got one that does not begin with "GGUF"`);
  }
  const version = cursor.uint32();
  if (version === 2 << 24 || version === 3 << 24) {
    throw new InputError(
      `${label}: is big-endian, which is not read; turn it round with gguf-convert-endian`,
    );
  }
  if (version !== 2 && version !== 3) {
    throw new InputError(
      `${label}: expected little-endian GGUF version 2 or 3, got version ${version}`,
    );
  }
  const tensorCount = cursor.count("a tensor count");
  const metadataCount = cursor.count("a metadata count");
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < metadataCount; i++)
    metadata.set(cursor.text(), readValue(cursor, cursor.uint32(), label));
  const declared: Declared[] = [];
  for (let i = 0; i < tensorCount; i++) declared.push(readTensorInfo(cursor, label));
  refuseUnreadable(label, declared);
  const alignment = alignmentOf(label, metadata);
  const dataBegin = Math.ceil(cursor.position / alignment) * alignment;
  return { metadata, tensors: placeAll(source, declared, dataBegin) };
}

interface Declared {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: string;
  readonly offset: number;
}

function readTensorInfo(cursor: GgufCursor, label: string): Declared {
  const name = cursor.text();
  const dimensions = cursor.uint32();
  if (dimensions > MAX_DIMENSIONS) {
    throw new InputError(
      `${label}: tensor ${tensorName(name)} must have at most 4 dimensions, got ${dimensions}`,
    );
  }
  const innermostFirst = Array.from({ length: dimensions }, () => cursor.count("a dimension"));
  const code = cursor.uint32();
  const type = GGML_TYPES[code] ?? `type ${code}`;
  return { name, shape: innermostFirst.reverse(), type, offset: cursor.count("an offset") };
}

function refuseUnreadable(label: string, declared: readonly Declared[]): void {
  const unreadable = declared.filter(({ type }) => !isBlockFormat(type));
  const first = unreadable[0];
  if (!first) return;
  const types = [...new Set(unreadable.map(({ type }) => type))].join(", ");
  const known = Object.keys(BLOCK_FORMATS).join(", ");
  throw new InputError(
    `${label}: quantisation ${types} is not supported (${unreadable.length} of ` +
      `${declared.length} tensors, first ` +
      `${tensorName(first.name)}); choose a file in ${known}`,
  );
}

function placeAll(
  source: ByteSource,
  declared: readonly Declared[],
  dataBegin: number,
): Map<string, GgufTensor> {
  const placed = declared.map(
    (tensor) => [tensor.name, placeTensor(source, tensor, dataBegin)] as const,
  );
  const inOrder = [...placed].sort(([, a], [, b]) => a.begin - b.begin);
  for (const [i, [name, tensor]] of inOrder.entries()) {
    const previous = inOrder[i - 1];
    if (previous && tensor.begin < previous[1].end) {
      throw new InputError(
        `${source.label}: tensor ${tensorName(name)} overlaps ${tensorName(previous[0])}`,
      );
    }
  }
  const tensors = new Map(placed);
  if (tensors.size !== placed.length)
    throw new InputError(`${source.label}: two tensors have the same name`);
  return tensors;
}

function placeTensor(source: ByteSource, tensor: Declared, dataBegin: number): GgufTensor {
  const { name, shape, type: stored, offset } = tensor;
  if (!isBlockFormat(stored))
    throw new InputError(`${source.label}: tensor ${tensorName(name)} is stored as ${stored}`);
  const { elements, bytes } = BLOCK_FORMATS[stored];
  if ((shape.at(-1) ?? 1) % elements !== 0) {
    throw new InputError(
      `${source.label}: tensor ${tensorName(name)} in ${stored} needs rows of a multiple of ` +
        `${elements}, got [${shape.join(", ")}]`,
    );
  }
  const begin = dataBegin + offset;
  const end = begin + (sizeOf(shape) / elements) * bytes;
  if (end > source.size) {
    throw new InputError(
      `${source.label}: truncated: tensor ${tensorName(name)} needs bytes to ${end}, the file ` +
        `has ${source.size}; copy or download it again`,
    );
  }
  return { stored, shape, begin, end };
}

function alignmentOf(label: string, metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get("general.alignment") ?? DEFAULT_ALIGNMENT;
  if (typeof alignment === "number" && alignment > 0 && alignment % 8 === 0) return alignment;
  throw new InputError(
    `${label}: "general.alignment" must be a multiple of 8, got ${String(alignment)}`,
  );
}

const ARRAY = 9;
const TEXT = 8;

function readValue(cursor: GgufCursor, type: number, label: string): GgufValue {
  if (type === ARRAY) return skipArray(cursor, label);
  const read = scalarReader(cursor, type);
  if (!read)
    throw new InputError(`${label}: unknown metadata type ${type} at byte ${cursor.position}`);
  return read();
}

/** The elements of an array that was passed over. */
export function readGgufArray(source: ByteSource, array: GgufArray): readonly GgufScalar[] {
  const cursor = new GgufCursor(source);
  cursor.skip(array.begin);
  const read = scalarReader(cursor, array.elementType)!;
  return Array.from({ length: array.arrayLength }, read);
}

function scalarReader(cursor: GgufCursor, type: number): (() => GgufScalar) | undefined {
  const readers: Readonly<Record<number, () => GgufScalar>> = {
    0: cursor.uint8,
    1: cursor.int8,
    2: cursor.uint16,
    3: cursor.int16,
    4: cursor.uint32,
    5: cursor.int32,
    6: cursor.float32,
    7: () => cursor.uint8() !== 0,
    [TEXT]: () => cursor.text(),
    10: cursor.uint64,
    11: cursor.int64,
    12: cursor.float64,
  };
  return readers[type];
}

const SCALAR_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

function skipArray(cursor: GgufCursor, label: string): GgufArray {
  const elementType = cursor.uint32();
  const arrayLength = cursor.count("an array length");
  const array = { arrayLength, elementType, begin: cursor.position };
  if (elementType === TEXT) {
    for (let i = 0; i < arrayLength; i++) cursor.skipText();
    return array;
  }
  const bytes = SCALAR_BYTES[elementType];
  if (bytes === undefined) {
    throw new InputError(`${label}: unknown array type ${elementType} at byte ${cursor.position}`);
  }
  cursor.skip(arrayLength * bytes);
  return array;
}
