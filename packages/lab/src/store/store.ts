// What a store of step results is to whoever plans, runs and looks, wherever it lies: a folder
// (folder-store.ts) or a bucket (@w2s/bucket). Layout and reasons are in docs/design/store.md.

import type { DamagedSteps, StoreEntry } from "./entries.js";
import type { Records } from "./records.js";
import type { StepIdentity } from "./step-name.js";
import type { StoredStep } from "./stored-step.js";
import type { StepResult } from "./write-step.js";

/** How a store is opened. */
export interface StoreOptions {
  /** Only reads: nothing is written, swept or set aside. Default false. */
  readonly readOnly?: boolean;
  /** Hears one line about each damaged step that is set aside. Default: nobody. */
  readonly onDamage?: (message: string) => void;
}

/** A step and what came of it. */
export interface StepEntry {
  readonly step: StepIdentity;
  readonly result: StepResult;
  readonly durationMs: number;
}

/** What `Store.verify` found. */
export interface StoreCheck {
  readonly checked: number;
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
}

/** Step results by name. Safe for several processes at once: a step appears whole or not at all. */
export interface Store {
  /** How messages name it: the folder, or `s3://bucket/prefix`. */
  readonly place: string;
  /** A folder of this machine: the store itself, or of a bucket what this machine keeps of it. */
  readonly dir: string;

  /** Whether the step is there, as far as a look without reading tells; `read` checks each byte. */
  has(name: string): Promise<boolean>;

  /**
   * Asks about many steps, most of them at once where that costs less than asking about each. What
   * another process keeps meanwhile may be missed.
   */
  glance(): Pick<Store, "has">;

  /**
   * The step's result; undefined when it is not there, or was damaged and is now set aside: compute
   * it again.
   */
  read(name: string): Promise<StepResult | undefined>;

  /**
   * Keeps a step's result and returns the step's name. When another process kept it first, ours is
   * dropped.
   * @throws StoreError when the store is full or may not be written; nothing half-written stays.
   */
  write(step: StepIdentity, result: StepResult, durationMs?: number): Promise<string>;

  /**
   * Keeps the results of steps that were computed as one: all are written before the first appears,
   * so that a process killed meanwhile leaves all of them or none. In an instant between, what it
   * left says what is to appear, and the next sweep does the rest.
   */
  writeAll(entries: readonly StepEntry[]): Promise<string[]>;

  /**
   * The step's files as they lie, for another store; undefined when it is not there.
   * @throws DamagedStep where they are not what its step.json says.
   */
  open(name: string): Promise<StoredStep | undefined>;

  /**
   * Keeps a step of another store, byte for byte, and checks it on the way.
   * @throws DamagedStep when its files do not hash to what its step.json says.
   */
  receive(stored: StoredStep): Promise<void>;

  /** Whether there is a store yet: the first write makes it, and a disk may not be mounted. */
  isThere(): Promise<boolean>;

  /**
   * Fails now rather than after an hour of work. @throws StoreError when the store cannot be
   * written.
   */
  assertWritable(): Promise<void>;

  /** Removes a step, whole or not at all; one that is not there is no fault. */
  remove(name: string): Promise<void>;

  /**
   * Where a step may keep work in progress from one run to the next: a folder of this machine,
   * which may not be there yet. Whatever lies there for two weeks without a change is swept.
   */
  scratchFolder(name: string): string;

  /** Removes a step's work in progress, when it is done. What cannot be removed does no harm. */
  removeScratch(name: string): Promise<void>;

  /** Small records by name, for claims: who works on what. */
  records(): Records;

  /**
   * Sweeps what dead processes left: what they had begun to keep appears whole, the rest goes. Done
   * when a store is opened, and by whoever saw a process die.
   */
  sweep(): Promise<void>;

  /** The names of all steps, sorted, those that are damaged included. */
  names(): Promise<string[]>;

  /** Every step, in the order of their names. Damaged ones are passed over: `verify` finds them. */
  list(): Promise<StoreEntry[]>;

  /** Steps that were set aside; only those before a time, if one is given (ms since the epoch). */
  damaged(before?: number): Promise<DamagedSteps>;

  /** Removes steps that were set aside, each whole or not at all. */
  removeDamaged(damaged: DamagedSteps): Promise<void>;

  /** Number of steps and the bytes they take. */
  size(): Promise<{ readonly steps: number; readonly bytes: number }>;

  /** Reads every byte of every step and sets aside what does not match its hash. */
  verify(): Promise<StoreCheck>;
}
