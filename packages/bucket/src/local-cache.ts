// What this machine keeps of a bucket: a folder store whose steps may be had again. Its size has a
// limit, and what was not used for the longest goes first. Several processes may share it: each
// removes steps whole, and reads again from the bucket what another has just removed. The date of a
// step.json here is its last use on this machine; that of a facts.json is the bucket's mark of use.

import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { FolderStore, StepResult, StoredStep } from "@w2s/lab/engine";
import { stepPath } from "./listing.js";

/** The share of the limit after which the folder is weighed anew, and down to which it is cut. */
const slack = 0.1;

/** Steps of a bucket on this machine. */
export class LocalCache {
  /**
   * Bytes that came since the folder was last weighed. Weighing looks at every step, which a
   * process that brings little should not pay for: of many such, it falls to one by chance.
   */
  private since: number;
  private trimming: Promise<void> | undefined;

  /** @param limit bytes that may lie here; it is passed by a tenth before anything goes */
  constructor(
    readonly store: FolderStore,
    private readonly limit: number,
  ) {
    this.since = limit * slack * Math.random();
  }

  /** @throws DamagedStep when the bucket's files are not what its step.json says. */
  async receive(stored: StoredStep): Promise<void> {
    await this.store.receive(stored);
    await this.grown(bytesOf(stored));
  }

  /** The step's result, if it lies here whole. */
  read(name: string): Promise<StepResult | undefined> {
    return this.store.read(name);
  }

  /**
   * When the step was last marked as used in the bucket, as far as is known here, in ms since the
   * epoch by the bucket's clock; undefined: it does not lie here.
   */
  async markedAt(name: string): Promise<number | undefined> {
    const found = await stat(this.noteOf(name)).catch(() => undefined);
    return found?.mtimeMs;
  }

  /** Notes when the step was marked in the bucket. Where the note cannot be kept it is old. */
  async noteMark(name: string, ms: number): Promise<void> {
    const then = new Date(ms);
    await utimes(this.noteOf(name), then, then).catch(() => undefined);
  }

  private noteOf(name: string): string {
    return join(this.store.dir, stepPath(name), "facts.json");
  }

  /** Counts what came, and makes room when it is time. */
  async grown(bytes: number): Promise<void> {
    this.since += bytes;
    if (this.since <= this.limit * slack) return;
    this.trimming ??= this.trim().finally(() => {
      this.trimming = undefined;
    });
    await this.trimming;
  }

  /** Removes what was not used for the longest, until nine tenths of the limit are left. */
  private async trim(): Promise<void> {
    this.since = 0;
    await this.store.removeDamaged(await this.store.damaged());
    const entries = await this.store.list();
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= this.limit) return;
    const oldest = entries.toSorted((a, b) => a.usedAt.getTime() - b.usedAt.getTime());
    for (const { name, bytes } of oldest) {
      if (total <= this.limit * (1 - slack)) return;
      await this.store.remove(name);
      total -= bytes;
    }
  }
}

function bytesOf({ files }: StoredStep): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
