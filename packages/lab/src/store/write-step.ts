// Writes a step's folder: facts.json and arrays.safetensors are the result; timing.json is how long
// it took, kept apart so that the rest has the same bytes on every run; step.json seals the folder.

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { NdArray } from "@w2s/grad";
import { safetensorsPieces } from "@w2s/models";
import { type JsonValue, readableJson } from "./canonical-json.js";
import type { StepIdentity } from "./step-name.js";

/** What a step gives: facts that fit in JSON, and arrays by name. */
export interface StepResult {
  readonly facts: JsonValue;
  readonly arrays: Readonly<Record<string, NdArray>>;
}

/** How long a step took and when it was done; no part of its result. */
export interface StepTiming {
  readonly durationMs: number;
  /** ISO 8601, UTC. */
  readonly writtenAt: string;
}

/**
 * Writes one new file, piece by piece since it may be larger than any array, so that it is on the
 * disk when the promise resolves.
 */
export type WriteFile = (path: string, pieces: Iterable<Uint8Array>) => Promise<void>;

/** Writes a step's files into an empty folder, step.json last: a folder without it is no step. */
export async function writeStepFolder(
  folder: string,
  { kind, version, params, inputs }: StepIdentity,
  { facts, arrays }: StepResult,
  timing: StepTiming,
  writeFile: WriteFile = writeDurably,
): Promise<void> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  const writePart = async (name: string, pieces: Iterable<Uint8Array>) => {
    const hash = createHash("sha256");
    let bytes = 0;
    const counted = function* () {
      for (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    await writeFile(join(folder, name), counted());
    files[name] = { bytes, sha256: hash.digest("hex") };
  };
  await writePart("facts.json", utf8(readableJson(facts)));
  if (Object.keys(arrays).length > 0)
    await writePart("arrays.safetensors", safetensorsPieces(arrays));
  await writeFile(join(folder, "timing.json"), utf8(readableJson({ ...timing })));
  await writeFile(
    join(folder, "step.json"),
    utf8(readableJson({ kind, version, params, inputs, files })),
  );
}

/**
 * Writes and flushes, so that the rename that follows never publishes a file whose bytes are not on
 * the disk.
 */
export function writeDurably(path: string, pieces: Pieces): Promise<void> {
  return writeNew(path, pieces, (file) => file.sync());
}

/** Writes and does not wait for the disk. */
export function writePlainly(path: string, pieces: Pieces): Promise<void> {
  return writeNew(path, pieces, async () => undefined);
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function writeNew(
  path: string,
  pieces: Pieces,
  settle: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await settle(file);
  } finally {
    await file.close();
  }
}

function utf8(text: string): Uint8Array[] {
  return [new TextEncoder().encode(text)];
}
