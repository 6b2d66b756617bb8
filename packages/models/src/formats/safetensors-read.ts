// Reading safetensors: one file, bytes in memory, or the shards that an index names.

import { dirname, join } from "node:path";
import { InputError, readJson } from "@w2s/base";
import { ndarray, sizeOf } from "@w2s/grad";
import { z } from "zod";
import { type ByteSource, fileBytes, memoryBytes } from "./byte-source.js";
import { decodeElements, isElementType, readHalf } from "./elements.js";
import { readHeader } from "./safetensors-header.js";
import { entryOf, type TensorFile, tensorName } from "./tensor-file.js";

/**
 * Opens a safetensors file; only its header is read. Close it when done.
 * @throws InputError when it is missing, truncated, malformed or holds a type that is not
 * supported.
 */
export function openSafetensors(path: string): TensorFile {
  return openSource(fileBytes(path));
}

/**
 * Safetensors in memory; float32 tensors that lie aligned are views of `bytes`. `label` names it in
 * messages.
 */
export function decodeSafetensors(bytes: Uint8Array, label: string): TensorFile {
  return openSource(memoryBytes(bytes, label));
}

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string().min(1)) });

/** The shard files that a `*.safetensors.index.json` names, sorted, relative to its folder. */
export function shardsOf(indexPath: string): string[] {
  return [...new Set(Object.values(readIndex(indexPath)))].sort();
}

/**
 * Opens the shards that a `model.safetensors.index.json` names, as one file.
 * @throws InputError when a shard is missing or does not hold a tensor that the index places in it.
 */
export function openSafetensorsIndex(indexPath: string): TensorFile {
  const placement = readIndex(indexPath);
  const shards = new Map<string, TensorFile>();
  const close = () => {
    for (const shard of shards.values()) shard.close();
  };
  try {
    for (const shard of new Set(Object.values(placement)))
      shards.set(shard, openSafetensors(join(dirname(indexPath), shard)));
    return { ...indexed(indexPath, placement, shards), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The shards as one file, but for its closing. */
function indexed(
  indexPath: string,
  placement: Readonly<Record<string, string>>,
  shards: ReadonlyMap<string, TensorFile>,
): Omit<TensorFile, "close"> {
  const homes = new Map(
    Object.entries(placement).map(
      ([name, shard]) => [name, entryOf(indexPath, shards, shard)] as const,
    ),
  );
  for (const [name, home] of homes) {
    if (home.tensors.has(name)) continue;
    throw new InputError(
      `${home.label}: no tensor ${tensorName(name)}, which ${indexPath} places there`,
    );
  }
  return {
    label: indexPath,
    metadata: Object.assign({}, ...[...shards.values()].map((shard) => shard.metadata)),
    tensors: new Map(
      [...homes].map(([name, home]) => [name, entryOf(home.label, home.tensors, name)]),
    ),
    read: (name, allocate) => entryOf(indexPath, homes, name).read(name, allocate),
  };
}

function openSource(source: ByteSource): TensorFile {
  try {
    const { metadata, tensors } = readHeader(source);
    return {
      label: source.label,
      metadata,
      tensors,
      read(name, allocate) {
        const { stored, shape, begin } = entryOf(source.label, tensors, name);
        if (allocate && (stored === "F32" || stored === "F16" || stored === "BF16")) {
          const floats = allocate(sizeOf(shape));
          if (stored === "F32") source.fill(floats, begin);
          else readHalf(stored, source, begin, floats);
          return ndarray(floats, shape);
        }
        if (isElementType(stored)) return decodeElements(stored, source, begin, shape);
        throw new InputError(
          `${source.label}: tensor ${tensorName(name)} is stored as ${stored}, which is not ` +
            "read; save a model's weights as F32, F16 or BF16",
        );
      },
      close: () => source.close(),
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** A shard outside the index's own folder is refused: an index is data from elsewhere. */
function readIndex(indexPath: string): Readonly<Record<string, string>> {
  const { weight_map: placement } = readJson(indexPath, indexSchema);
  for (const shard of Object.values(placement)) {
    if (/[\\/]/.test(shard) || shard.startsWith(".")) {
      throw new InputError(`${indexPath}: a shard must be a file beside the index, got "${shard}"`);
    }
  }
  return placement;
}
