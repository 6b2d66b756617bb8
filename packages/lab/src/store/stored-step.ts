// A step's files as they lie in a store, and what checks them on their way into another.

import { createHash } from "node:crypto";
import { DamagedStep, type StepFile } from "./step-file.js";

/** One file of a step. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** Its bytes, piece by piece: it may be larger than any array. */
  read(): AsyncIterable<Uint8Array>;
}

/** A step as it lies in a store. */
export interface StoredStep {
  readonly name: string;
  /** What its step.json says. */
  readonly step: StepFile;
  /** In the order in which they are written: step.json, which makes it a step, is the last. */
  readonly files: readonly StoredFile[];
}

/** The files of a step, in the order in which they are written. */
export const stepFiles = ["arrays.safetensors", "facts.json", "timing.json", "step.json"] as const;

/** For a file that is not there: no fault unless step.json says that there is one. */
export function unlessPromised({ files }: StepFile, name: string): (error: unknown) => undefined {
  return (error) => {
    if (name === "step.json" || Object.hasOwn(files, name)) throw error;
  };
}

/**
 * A file's bytes, which throw at their end when they are not what step.json says of them.
 * @throws DamagedStep when there are too few or too many of them, or they hash to something else.
 */
export async function* checkedBytes(step: StepFile, file: StoredFile): AsyncGenerator<Uint8Array> {
  const promised = Object.entries(step.files).find(([name]) => name === file.name)?.[1];
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of file.read()) {
    bytes += piece.length;
    if (promised !== undefined) hash.update(piece);
    yield piece;
  }
  if (promised === undefined) return;
  if (bytes !== promised.bytes)
    throw new DamagedStep(`${file.name} must be ${promised.bytes} bytes long, got ${bytes}`);
  if (hash.digest("hex") !== promised.sha256)
    throw new DamagedStep(`${file.name} does not match its SHA-256`);
}
