// Writing safetensors: the same arrays give the same bytes, whatever order they come in.

import { InputError, type NdArray } from "@w2s/grad";
import { bytesOf, type ElementType } from "./elements.js";
import { float32ToFloat16 } from "./half.js";

export interface EncodeOptions {
  /** Text kept in the header, for provenance. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How float32 arrays are stored: "F32" (default) or "F16", rounded to nearest. */
  readonly floats?: "F32" | "F16";
}

/** Data starts at a multiple of this many bytes, so that a reader may map any type onto it. */
const ALIGNMENT = 8;

/**
 * Encodes arrays as one safetensors file. Deterministic: tensors of wider elements first, so that all lie aligned,
 * and by name within a width; metadata by key.
 * @throws InputError for an array named "__metadata__", which the format keeps for itself.
 */
export function encodeSafetensors(
  arrays: ReadonlyMap<string, NdArray> | Readonly<Record<string, NdArray>>,
  options: EncodeOptions = {},
): Uint8Array {
  const entries = [...(arrays instanceof Map ? arrays : Object.entries(arrays as Record<string, NdArray>))]
    .map(([name, array]) => ({ name, shape: array.shape, ...store(array, options.floats ?? "F32") }))
    .sort((a, b) => b.width - a.width || compare(a.name, b.name));
  const header = headerBytes(entries, options.metadata ?? {});
  const size = entries.reduce((total, { bytes }) => total + bytes.length, header.length);
  const out = new Uint8Array(size);
  out.set(header);
  let offset = header.length;
  for (const { bytes } of entries) {
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out;
}

interface Stored {
  readonly stored: ElementType;
  /** Bytes per element. */
  readonly width: number;
  readonly bytes: Uint8Array;
}

function store(array: NdArray, floats: "F32" | "F16"): Stored {
  switch (array.dtype) {
    case "float32":
      return floats === "F32"
        ? { stored: "F32", width: 4, bytes: bytesOf(array.data) }
        : { stored: "F16", width: 2, bytes: bytesOf(float32ToFloat16(array.data as Float32Array)) };
    case "float64":
      return { stored: "F64", width: 8, bytes: bytesOf(array.data) };
    case "int32":
      return { stored: "I32", width: 4, bytes: bytesOf(array.data) };
    case "int64":
      return { stored: "I64", width: 8, bytes: bytesOf(array.data) };
    case "bool":
      return { stored: "BOOL", width: 1, bytes: bytesOf(array.data) };
  }
}

function headerBytes(
  entries: readonly ({ name: string; shape: readonly number[] } & Stored)[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  // A Map, not an object: an object would put integer-like names first, whatever their place.
  const header = new Map<string, unknown>();
  const metadataKeys = Object.keys(metadata).sort(compare);
  if (metadataKeys.length > 0) {
    header.set("__metadata__", new Map(metadataKeys.map((key) => [key, metadata[key]])));
  }
  let offset = 0;
  for (const { name, stored, shape, bytes } of entries) {
    if (name === "__metadata__") throw new InputError(`safetensors: an array may not be named "${name}"`);
    header.set(name, { dtype: stored, shape, data_offsets: [offset, offset + bytes.length] });
    offset += bytes.length;
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
