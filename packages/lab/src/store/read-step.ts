// Reads a step's folder and trusts nothing in it: sizes are checked when a step is looked up,
// hashes when it is read.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { NdArray } from "@w2s/grad";
import { openSafetensors, type TensorFile } from "@w2s/models";
import { z } from "zod";
import type { JsonValue } from "./canonical-json.js";
import { DamagedStep, jsonOrUndefined, parseStepFile, type StepFile } from "./step-file.js";
import { codeOf } from "./store-error.js";
import { type StoredFile, type StoredStep, stepFiles, unlessPromised } from "./stored-step.js";
import type { StepResult, StepTiming } from "./write-step.js";

const timingFile = z.object({ durationMs: z.number(), writtenAt: z.string() });
const chunkBytes = 2 ** 20;

/** @throws DamagedStep when step.json is missing, malformed or of another step than `name`. */
export async function readStepFile(folder: string, name: string): Promise<StepFile> {
  return parseStepFile(
    await readFile(join(folder, "step.json"), "utf8").catch(damage("step.json")),
    name,
  );
}

/** The step in the folder, as another store takes it. @throws DamagedStep as `readStepFile`. */
export async function storedStep(folder: string, name: string): Promise<StoredStep> {
  const step = await readStepFile(folder, name);
  const files: StoredFile[] = [];
  for (const file of stepFiles) {
    const path = join(folder, file);
    const found = await stat(path).catch(damage(file)).catch(unlessPromised(step, file));
    if (found) files.push({ name: file, bytes: found.size, read: () => bytesOf(path, file) });
  }
  return { name, step, files };
}

async function* bytesOf(path: string, name: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  const pieces: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  while (true) {
    const { value, done } = await pieces.next().catch(damage(name));
    if (done) return;
    yield value;
  }
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
  await checkResult(folder, step);
  const facts = await readFile(join(folder, "facts.json"), "utf8").catch(damage("facts.json"));
  return {
    facts: jsonOrUndefined(facts) as JsonValue,
    arrays:
      step.files["arrays.safetensors"] === undefined
        ? {}
        : readArrays(join(folder, "arrays.safetensors")),
  };
}

/** Checks sizes and hashes, and keeps nothing in memory. @throws DamagedStep as `readResult`. */
export async function checkResult(folder: string, step: StepFile): Promise<void> {
  await checkSizes(folder, step);
  for (const [name, { bytes, sha256 }] of Object.entries(step.files)) {
    const path = join(folder, name);
    const found = await (bytes > chunkBytes ? hashOf(path) : hashOfSmall(path)).catch(damage(name));
    if (found !== sha256) throw new DamagedStep(`${name} does not match its SHA-256`);
  }
}

/** The arrays one by one, each into memory of its own: the file may be larger than any array. */
function readArrays(path: string): Record<string, NdArray> {
  const file = opened(path);
  try {
    return Object.fromEntries([...file.tensors.keys()].map((name) => [name, file.read(name)]));
  } finally {
    file.close();
  }
}

function opened(path: string): TensorFile {
  try {
    return openSafetensors(path);
  } catch (error) {
    // Its hash was right a moment ago: another process has removed it since. A lack of handles or
    // of rights is no damage.
    const { cause } = error as Error;
    if (cause === undefined) throw error;
    return damage("arrays.safetensors")(cause);
  }
}

/**
 * Does it once more where a file was replaced by another client of a network disk while we had it
 * open.
 */
export async function againWhenStale<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (codeOf(error) !== "ESTALE") throw error;
    return work();
  });
}

/** The timing, or undefined where there is none to read: nothing depends on it. */
export async function readTiming(folder: string): Promise<StepTiming | undefined> {
  const text = await readFile(join(folder, "timing.json"), "utf8").catch(() => "");
  const parsed = timingFile.safeParse(jsonOrUndefined(text));
  return parsed.success ? parsed.data : undefined;
}

/** A stream would make a buffer of a whole chunk for it. */
async function hashOfSmall(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex");
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
