// Writes small GGUF files by hand, faults included, for tests, and reads them from memory.

import { memoryBytes } from "../formats/byte-source.js";
import { readGguf } from "../formats/gguf.js";

/** A tensor as the header declares it. */
export interface DeclaredTensor {
  readonly name: string;
  /** Innermost axis first, as in the file. */
  readonly dimensions: readonly number[];
  readonly type: number;
  readonly offset: number;
}

/** Whole numbers are uint32, others float32, also in a list. */
export type Metadata = Readonly<
  Record<string, string | number | boolean | readonly (number | string)[]>
>;

/**
 * A whole file: version 3 unless told, metadata, tensors, then `data` at a multiple of 32 bytes.
 */
export function ggufFile(
  tensors: readonly DeclaredTensor[],
  data: Uint8Array,
  metadata: Metadata = {},
  version = 3,
): Uint8Array {
  const parts = [
    new TextEncoder().encode("GGUF"),
    uint32(version),
    uint64(tensors.length),
    uint64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [text(key), ...typed(value)]),
    ...tensors.flatMap(({ name, dimensions, type, offset }) => [
      text(name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(type),
      uint64(offset),
    ]),
  ];
  const headerLength = parts.reduce((total, part) => total + part.length, 0);
  const padding = new Uint8Array(Math.ceil(headerLength / 32) * 32 - headerLength);
  return Uint8Array.from(Buffer.concat([...parts, padding, data]));
}

/** A value behind the number of its type. */
function typed(value: Metadata[string]): Uint8Array[] {
  if (typeof value === "string") return [uint32(8), text(value)];
  if (typeof value === "boolean") return [uint32(7), Uint8Array.of(value ? 1 : 0)];
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? [uint32(4), uint32(value)]
      : [uint32(6), new Uint8Array(Float32Array.of(value).buffer)];
  }
  const [first = 0] = value;
  const elements = value.map((one) => typed(one).at(-1)!);
  return [uint32(9), typed(first)[0]!, uint64(value.length), ...elements];
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function uint64(value: number): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

/** A written file, opened; `label` names it in messages. */
export const openedGguf = (bytes: Uint8Array, label: string) => readGguf(memoryBytes(bytes, label));
