// The header of a safetensors file: 8 bytes of length, then JSON that names every tensor with its
// type, shape and place. Format: https://huggingface.co/docs/safetensors. The reference reader's
// refusals are kept: no holes, no overlaps, no bytes that belong to nobody, so that what is read is
// what was written.

import { checkJson, InputError } from "@w2s/base";
import { sizeOf } from "@w2s/grad";
import { z } from "zod";
import type { ByteSource } from "./byte-source.js";
import { isStoredType, STORED_BYTES, type StoredType } from "./elements.js";
import { refusePointer } from "./lfs-pointer.js";
import { type TensorInfo, tensorName } from "./tensor-file.js";

/** A tensor's place: bytes `[begin, end)` of the whole file. */
export interface PlacedTensor extends TensorInfo {
  readonly stored: StoredType;
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, PlacedTensor>;
}

const LENGTH_BYTES = 8;
/** The reference reader's own limit. */
const MAX_HEADER_BYTES = 100_000_000;

const size = z.int().nonnegative();
const entry = z.object({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entry);

/**
 * Reads and checks the header.
 * @throws InputError when the file is truncated, the header is not JSON of the right form, a type
 * is unknown, or the tensors do not cover the data one after the other.
 */
export function readHeader(source: ByteSource): SafetensorsHeader {
  const { label } = source;
  const json = headerText(source);
  const { __metadata__: metadata, ...entries } = checkJson(
    `${label}: header`,
    json.text,
    headerSchema,
  );
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) =>
      [
        name,
        place(label, name, dtype, shape, json.dataBegin + begin, json.dataBegin + end),
      ] as const,
  );
  tensors.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkCoverage(source, tensors, json.dataBegin);
  return { metadata: metadata ?? {}, tensors: new Map(tensors) };
}

function headerText(source: ByteSource): { text: string; dataBegin: number } {
  const { label } = source;
  if (source.size < LENGTH_BYTES) {
    throw new InputError(`${label}: expected a safetensors file, got ${source.size} bytes`);
  }
  const prefix = source.read(0, LENGTH_BYTES);
  const declared = new DataView(prefix.buffer, prefix.byteOffset, LENGTH_BYTES).getBigUint64(
    0,
    true,
  );
  if (declared > BigInt(MAX_HEADER_BYTES)) {
    refusePointer(source);
    throw new InputError(
      `${label}: expected a safetensors file, got a header length of ${declared} bytes; is it ` +
        "another format?",
    );
  }
  const dataBegin = LENGTH_BYTES + Number(declared);
  if (dataBegin > source.size) {
    throw new InputError(
      `${label}: truncated: the header needs ${dataBegin} bytes, the file has ${source.size}; ` +
        "copy or download it again",
    );
  }
  const text = decodedHeader(label, source.read(LENGTH_BYTES, Number(declared)));
  if (text.endsWith("\0")) {
    throw new InputError(
      `${label}: the header is filled up with NUL, where the format has blanks; write the file ` +
        "again with the safetensors library",
    );
  }
  return { text, dataBegin };
}

function decodedHeader(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(
      `${label}: header: must be UTF-8, got other bytes; is the file another format, or damaged?`,
      { cause },
    );
  }
}

function place(
  label: string,
  name: string,
  stored: string,
  shape: readonly number[],
  begin: number,
  end: number,
): PlacedTensor {
  if (!isStoredType(stored)) {
    const known = Object.keys(STORED_BYTES).join(", ");
    throw new InputError(
      `${label}: tensor ${tensorName(name)} is stored as ${stored}; supported are ${known}`,
    );
  }
  const needed = sizeOf(shape) * STORED_BYTES[stored];
  if (end - begin !== needed) {
    throw new InputError(
      `${label}: tensor ${tensorName(name)} of shape [${shape.join(", ")}] in ${stored} needs ` +
        `${needed} bytes, got ${end - begin}`,
    );
  }
  return { stored, shape, begin, end };
}

/**
 * `tensors` in order of their place: each must begin where the one before ended, and the last end
 * with the file.
 */
function checkCoverage(
  source: ByteSource,
  tensors: readonly (readonly [string, PlacedTensor])[],
  dataBegin: number,
): void {
  let expected = dataBegin;
  for (const [name, { begin, end }] of tensors) {
    if (begin !== expected) {
      const fault = begin < expected ? "overlaps the one before it" : "leaves a hole before it";
      throw new InputError(
        `${source.label}: tensor ${tensorName(name)} ${fault}: expected byte ${expected}, ` +
          `got ${begin}`,
      );
    }
    expected = end;
  }
  if (expected > source.size) {
    throw new InputError(
      `${source.label}: truncated: needs ${expected} bytes, got ${source.size}; copy or ` +
        "download it again",
    );
  }
  if (expected < source.size) {
    throw new InputError(
      `${source.label}: ${source.size - expected} bytes follow the last tensor; expected the ` +
        `file to end at byte ${expected}; copy or download it again, or write it again with the ` +
        "safetensors library",
    );
  }
}
