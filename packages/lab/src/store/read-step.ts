// Reads a step's folder and trusts nothing in it: sizes are checked when a step is looked up,
// hashes when it is read.

import { createHash } from "node:crypto";
import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { NdArray } from "@w2s/grad";
import { decodeSafetensors } from "@w2s/models";
import { z } from "zod";
import type { JsonValue } from "./canonical-json.js";
import {
  DamagedStep,
  jsonOrUndefined,
  parseStepFile,
  type ResultFile,
  type StepFile,
} from "./step-file.js";
import { codeOf } from "./store-error.js";
import type { StepResult, StepTiming } from "./write-step.js";

const timingFile = z.object({ durationMs: z.number(), writtenAt: z.string() });
const chunkBytes = 8 * 1024 * 1024;

/** @throws DamagedStep when step.json is missing, malformed or of another step than `name`. */
export async function readStepFile(folder: string, name: string): Promise<StepFile> {
  return parseStepFile(
    await readFile(join(folder, "step.json"), "utf8").catch(damage("step.json")),
    name,
  );
}

/** @throws DamagedStep when a file's size is not the one in step.json. Reads no contents. */
export async function checkSizes(folder: string, step: StepFile): Promise<void> {
  for (const [name, { bytes }] of Object.entries(step.files)) {
    const { size } = await stat(join(folder, name)).catch(damage(name));
    if (size !== bytes) throw new DamagedStep(`${name} must be ${bytes} bytes long, got ${size}`);
  }
}

/** @throws DamagedStep when a file is missing or does not hash to what step.json says. */
export async function readResult(folder: string, step: StepFile): Promise<StepResult> {
  await checkSizes(folder, step);
  const facts = await readVerified(folder, "facts.json", step);
  const arrays = await readVerified(folder, "arrays.safetensors", step);
  if (facts === undefined) throw new DamagedStep("step.json names no facts.json");
  return {
    facts: jsonOrUndefined(new TextDecoder().decode(facts)) as JsonValue,
    arrays: arrays === undefined ? {} : allArrays(arrays, join(folder, "arrays.safetensors")),
  };
}

function allArrays(bytes: Uint8Array, label: string): Record<string, NdArray> {
  const file = decodeSafetensors(bytes, label);
  return Object.fromEntries([...file.tensors.keys()].map((name) => [name, file.read(name)]));
}

/** The timing, or undefined where there is none to read: nothing depends on it. */
export async function readTiming(folder: string): Promise<StepTiming | undefined> {
  const text = await readFile(join(folder, "timing.json"), "utf8").catch(() => "");
  const parsed = timingFile.safeParse(jsonOrUndefined(text));
  return parsed.success ? parsed.data : undefined;
}

async function readVerified(
  folder: string,
  name: ResultFile,
  step: StepFile,
): Promise<Uint8Array | undefined> {
  const expected = step.files[name];
  if (expected === undefined) return undefined;
  const { bytes, sha256 } = await readHashed(join(folder, name)).catch(damage(name));
  if (sha256 !== expected.sha256) throw new DamagedStep(`${name} does not match its SHA-256`);
  return bytes;
}

/** A file's bytes and hash in one pass. In chunks, because Node's own readFile stops at 2 GiB. */
async function readHashed(path: string): Promise<{ bytes: Uint8Array; sha256: string }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    const hash = createHash("sha256");
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(chunkBytes, size - at), at);
      if (bytesRead === 0) throw new DamagedStep("was cut while it was read");
      hash.update(bytes.subarray(at, at + bytesRead));
      at += bytesRead;
    }
    return { bytes, sha256: hash.digest("hex") };
  } finally {
    await file.close();
  }
}

/** A missing or unreadable file is damage; a lack of memory, file handles or rights is not. */
function damage(name: string): (error: unknown) => never {
  const readings: Record<string, string> = {
    ENOENT: "is missing",
    ENOTDIR: "is missing",
    EISDIR: "is a folder",
    EIO: "cannot be read from the disk",
  };
  return (error) => {
    const reading = readings[codeOf(error) ?? ""];
    throw reading === undefined ? error : new DamagedStep(`${name} ${reading}`, { cause: error });
  };
}
