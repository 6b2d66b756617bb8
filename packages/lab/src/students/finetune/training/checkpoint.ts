// A training's state on disk, so that a killed run goes on where it was. Written beside its place
// and renamed in: whole or not at all. A file that does not read back to its hash, or belongs to
// another training, is set aside and the training begins anew.

import { createHash } from "node:crypto";
import { access, rename, rm } from "node:fs/promises";
import { replaceFile } from "@w2s/base";
import { type Arrays, type NdArray, ndarray, type StepTrainer } from "@w2s/grad";
import { openSafetensors, writeSafetensors } from "@w2s/models";
import { updateInPieces } from "../../../store/index.js";
import type { Training, TrainingState } from "./training.js";

export interface CheckpointOptions {
  /** Where it is written. The name must stand for all that the training depends on. */
  readonly file: string;
  /** Milliseconds of training between two writes; default 30,000. */
  readonly everyMs?: number;
  /** Hears one line about a file that is set aside, and one when the state cannot be written. */
  readonly warn?: (line: string) => void;
}

export class Checkpoint {
  private writtenAt = performance.now();
  private hasFailed = false;

  constructor(
    private readonly options: CheckpointOptions,
    private readonly training: Training,
    private readonly trainer: StepTrainer,
  ) {}

  /** Puts the training where the file says, if there is one. */
  async restore(): Promise<void> {
    const { file, warn } = this.options;
    if (!(await exists(file))) return;
    try {
      this.apply(read(file));
    } catch (error) {
      await rename(file, `${file}.damaged`).catch(() => undefined);
      warn?.(
        `checkpoint ${file}: ${(error as Error).message}; set aside, the training begins anew`,
      );
    }
  }

  /** Writes when it is time to. */
  async tick(): Promise<void> {
    if (performance.now() - this.writtenAt >= (this.options.everyMs ?? 30_000)) await this.save();
  }

  /**
   * Writes, and says whether that went well: a training does not end because its state cannot be
   * kept. The first failure is told.
   */
  async save(): Promise<boolean> {
    this.writtenAt = performance.now();
    try {
      await this.write();
      return true;
    } catch (error) {
      const { file, warn } = this.options;
      const reason = (error as Error).message;
      if (!this.hasFailed) {
        warn?.(
          `checkpoint ${file}: cannot be written (${reason}); the training goes on, but would ` +
            "begin anew if stopped",
        );
      }
      this.hasFailed = true;
      return false;
    }
  }

  private async write(): Promise<void> {
    const { file } = this.options;
    const arrays = this.arrays();
    const metadata = {
      state: JSON.stringify(this.training.state),
      hash: hashOf(arrays, this.training.state),
    };
    await replaceFile(file, (draft) => writeSafetensors(draft, arrays, { metadata }));
  }

  async remove(): Promise<void> {
    await rm(this.options.file, { force: true });
  }

  private arrays(): Arrays {
    const { optimizer, parameters } = this.trainer;
    const { average, teacher, best, watched } = this.training;
    const vector = (data: Float32Array): NdArray => ndarray(data, [data.length]);
    const slots = Object.entries(optimizer.slots).map(([name, data]) => [
      `slot ${name}`,
      vector(data),
    ]);
    return {
      parameters: vector(parameters.data),
      ...Object.fromEntries(slots),
      ...(average && { average: vector(average.data) }),
      ...(teacher && { teacher: vector(teacher.data) }),
      ...(best && { best: vector(best.data) }),
      ...(watched && { watched: watched.array }),
      ...this.trainer.carried,
    };
  }

  private apply({ state, arrays }: Saved): void {
    const { optimizer, parameters } = this.trainer;
    const { training } = this;
    const places: Record<string, Float32Array> = {
      parameters: parameters.data,
      ...Object.fromEntries(
        Object.entries(optimizer.slots).map(([name, data]) => [`slot ${name}`, data]),
      ),
      ...(training.average && { average: training.average.data }),
      ...(training.teacher && { teacher: training.teacher.data }),
    };
    if (arrays.best) {
      training.best = parameters.like();
      places.best = training.best.data;
    }
    for (const [name, place] of Object.entries(places)) {
      if (arrays[name]?.data.length !== place.length)
        throw new Error("belongs to another training");
    }
    const carried = Object.keys(this.trainer.carried);
    if (carried.some((name) => !(name in arrays)) || (training.watched && !arrays.watched))
      throw new Error("belongs to another training");
    for (const [name, place] of Object.entries(places))
      place.set(arrays[name]!.data as Float32Array);
    this.trainer.carried = Object.fromEntries(carried.map((name) => [name, arrays[name]!]));
    training.watched?.restore(arrays.watched!);
    training.go(state);
    optimizer.steps = state.step;
  }
}

interface Saved {
  readonly state: TrainingState;
  readonly arrays: Arrays;
}

/** @throws Error for a file that is cut short or changed. */
function read(path: string): Saved {
  const file = openSafetensors(path);
  try {
    const { state: text = "", hash } = file.metadata;
    const names = [...file.tensors.keys()];
    const arrays = Object.fromEntries(names.map((name) => [name, file.read(name)]));
    const state = JSON.parse(text) as TrainingState;
    if (hashOf(arrays, state) !== hash) throw new Error("does not match its hash");
    return { state, arrays };
  } finally {
    file.close();
  }
}

/** SHA-256 of the state and of the arrays by name, hashed so many bytes at a time. */
export function hashOf(arrays: Arrays, state: object, pieceBytes?: number): string {
  const hash = createHash("sha256").update(JSON.stringify(state));
  for (const name of Object.keys(arrays).sort()) {
    const { data } = arrays[name]!;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    updateInPieces(hash.update(name), bytes, pieceBytes);
  }
  return hash.digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
