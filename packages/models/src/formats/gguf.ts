// Reading GGUF: tensors under the file's own names, dequantised to float32 as they are read.

import { ndarray, sizeOf } from "@w2s/grad";
import { type ByteSource, fileBytes } from "./byte-source.js";
import { BLOCK_FORMATS } from "./gguf-blocks.js";
import { type GgufScalar, type GgufValue, readGgufArray, readGgufHeader } from "./gguf-header.js";
import { entryOf, type TensorFile } from "./tensor-file.js";

/** An open GGUF file. Every tensor reads as float32. */
export interface GgufFile extends TensorFile {
  /** The metadata with its types; `metadata` has the same as text. */
  readonly values: ReadonlyMap<string, GgufValue>;
  /** The elements of an array of the metadata; undefined where there is none of that name. */
  list(key: string): readonly GgufScalar[] | undefined;
}

/**
 * Opens a GGUF file (version 2 or 3); only its header is read. Close it when done.
 * @throws InputError as `readGgufHeader` does: missing, truncated, malformed, or in a quantisation
 * that is not read.
 */
export function openGguf(path: string): GgufFile {
  return readGguf(fileBytes(path));
}

/** GGUF from bytes, wherever they lie, which are released with it. @throws InputError as above */
export function readGguf(source: ByteSource): GgufFile {
  try {
    const { metadata: values, tensors } = readGgufHeader(source);
    const scalars = [...values].filter(([, value]) => typeof value !== "object");
    return {
      label: source.label,
      metadata: Object.fromEntries(scalars.map(([key, value]) => [key, String(value)])),
      values,
      tensors,
      list(key) {
        const value = values.get(key);
        return typeof value === "object" ? readGgufArray(source, value) : undefined;
      },
      read(name, allocate = (length) => new Float32Array(length)) {
        const { stored, shape, begin, end } = entryOf(source.label, tensors, name);
        const floats = allocate(sizeOf(shape));
        if (stored === "F32") source.fill(floats, begin);
        else BLOCK_FORMATS[stored].decode(source.borrow(begin, end - begin), floats);
        return ndarray(floats, shape);
      },
      close: () => source.close(),
    };
  } catch (error) {
    source.close();
    throw error;
  }
}
