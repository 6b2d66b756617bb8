// The store: a folder of step results, each under the name of all that it depends on. Layout and
// reasons are in docs/design/store.md.

import { readdir, rename, rm, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  type DamagedSteps,
  damagedSteps,
  type StoreEntry,
  stepFolder,
  stepNames,
  storeEntries,
} from "./entries.js";
import { readIntent, writeIntent } from "./intent.js";
import { findStore, markStore } from "./marker.js";
import { exists, makeFolder, publish } from "./publish.js";
import { againWhenStale, checkResult, checkSizes, readResult, readStepFile } from "./read-step.js";
import { folderRecords, type Records, sweepRecords } from "./records.js";
import { DamagedStep } from "./step-file.js";
import { type StepIdentity, stepName } from "./step-name.js";
import { codeOf, readFailure, StoreError, writeFailure } from "./store-error.js";
import { makeTempFolder, sweepScratch, sweepTempFolders } from "./temp-folders.js";
import { type StepResult, type WriteFile, writeStepFolder } from "./write-step.js";

/** How a store is opened. */
export interface StoreOptions {
  /** Only reads: nothing is written, swept or set aside. Default false. */
  readonly readOnly?: boolean;
  /** Hears one line about each damaged step that is set aside. Default: nobody. */
  readonly onDamage?: (message: string) => void;
  /** Writes one file durably. Default: the real disk; tests put a full one in its place. */
  readonly writeFile?: WriteFile;
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

/**
 * Opens the store at `dir`, marks it where an earlier version did not, and sweeps what dead
 * processes left there; the folder is made by the first write.
 * @throws InputError when a file or a folder of other things lies there. @throws StoreError when it
 * may not be read.
 */
export async function openStore(dir: string, options: StoreOptions = {}): Promise<Store> {
  const root = resolve(dir);
  const found = await findStore(root);
  if (options.readOnly) return new Store(root, options);
  // A store that may not be written still serves what it has.
  if (found === "unmarked") await markStore(root).catch(() => undefined);
  if (found === "marked" || found === "unmarked") {
    const store = new Store(root, options);
    await store.sweep();
    await sweepScratch(join(root, "scratch"));
    await sweepRecords(recordsFolder(root), abandonedRecordsMs);
    return store;
  }
  return new Store(root, options);
}

/** Records that nobody changed for two weeks, as work in progress. */
const abandonedRecordsMs = 14 * 24 * 60 * 60 * 1000;

const recordsFolder = (root: string): string => join(root, "claims");

/** Step results by name. Safe for several processes at once: a step appears whole or not at all. */
export class Store {
  /** Use `openStore`. */
  constructor(
    readonly dir: string,
    private readonly options: StoreOptions,
  ) {}

  /** Whether the step is there, as far as its files' sizes tell; `read` checks every byte. */
  async has(name: string): Promise<boolean> {
    const look = async (folder: string) => checkSizes(folder, await readStepFile(folder, name));
    return (await this.look(name, look)).ok;
  }

  /**
   * Asks about many steps: the store's folders are listed once each, and steps that are not among
   * them not looked for. What another process keeps meanwhile may be missed.
   */
  glance(): Pick<Store, "has"> {
    const listed = new Map<string, Promise<ReadonlySet<string>>>();
    return {
      has: async (name) => {
        const folder = dirname(stepFolder(this.dir, name));
        const names = listed.get(folder) ?? namesIn(folder);
        listed.set(folder, names);
        return (await names).has(name) && this.has(name);
      },
    };
  }

  /**
   * The step's result; undefined when it is not there, or was damaged and is now set aside: compute
   * it again.
   */
  async read(name: string): Promise<StepResult | undefined> {
    const found = await this.look(name, async (folder) =>
      readResult(folder, await readStepFile(folder, name)),
    );
    if (!found.ok) return undefined;
    await this.markUsed(name);
    return found.value;
  }

  /**
   * Keeps a step's result and returns the step's name. When another process kept it first, ours is
   * dropped.
   * @throws StoreError when the disk is full or may not be written; nothing half-written stays.
   */
  async write(step: StepIdentity, result: StepResult, durationMs = 0): Promise<string> {
    const [name] = await this.writeAll([{ step, result, durationMs }]);
    return name!;
  }

  /**
   * Keeps the results of steps that were computed as one: all are written before the first appears,
   * so that a process killed meanwhile leaves all of them or none. In an instant between, what it
   * left says what is to appear, and the next sweep does the rest.
   */
  async writeAll(entries: readonly StepEntry[]): Promise<string[]> {
    const attempt = () =>
      this.withTempFolder(async (temp) => {
        const staged = entries.map((entry, i) => ({ ...entry, folder: join(temp, String(i)) }));
        for (const { folder, step, result, durationMs } of staged) {
          const timing = { durationMs, writtenAt: new Date().toISOString() };
          await makeFolder(folder);
          await writeStepFolder(folder, step, result, timing, this.options.writeFile);
        }
        if (staged.length > 1) {
          await writeIntent(
            temp,
            staged.map(({ step }) => stepName(step)),
          );
        }
        await Promise.all(staged.map(({ folder, step }) => this.publish(folder, stepName(step))));
      });
    // A process that cannot see ours, in another container, may take our folder for a dead one's
    // and sweep it.
    await attempt().catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw error;
      return attempt();
    });
    return entries.map(({ step }) => stepName(step));
  }

  private publish(folder: string, name: string): Promise<void> {
    return publish(
      folder,
      stepFolder(this.dir, name),
      async () => (await this.read(name)) !== undefined,
    );
  }

  /**
   * Fails now rather than after an hour of work. @throws StoreError when the store cannot be
   * written.
   */
  async assertWritable(): Promise<void> {
    await this.withTempFolder(async () => undefined);
  }

  /** Removes a step, whole or not at all; one that is not there is no fault. */
  async remove(name: string): Promise<void> {
    await this.withTempFolder(async (temp) => {
      if (await exists(stepFolder(this.dir, name)))
        await rename(stepFolder(this.dir, name), join(temp, name));
    });
  }

  /** Small records by name, for claims: who works on what. */
  records(): Records {
    return folderRecords(this.dir, recordsFolder(this.dir));
  }

  /**
   * Sweeps what dead processes of this host left: what they had begun to keep appears whole, the
   * rest goes. Done when a store is opened, and by whoever saw a process die.
   */
  async sweep(): Promise<void> {
    await sweepTempFolders(join(this.dir, "tmp"), Date.now(), async (folder) => {
      for (const [i, name] of (await readIntent(folder)).entries()) {
        const staged = join(folder, String(i));
        if (await exists(staged)) await this.publish(staged, name).catch(() => undefined);
      }
    });
  }

  /**
   * Where a step may keep work in progress from one run to the next: `<store>/scratch/<name>`,
   * which may not be there yet. Whatever lies there for two weeks without a change is swept.
   */
  scratchFolder(name: string): string {
    return join(this.dir, "scratch", name);
  }

  /** Removes a step's work in progress, when it is done. What cannot be removed does no harm. */
  async removeScratch(name: string): Promise<void> {
    await rm(this.scratchFolder(name), { recursive: true, force: true }).catch(() => undefined);
  }

  /** Every step, in the order of their names. Damaged ones are passed over: `verify` finds them. */
  async list(): Promise<StoreEntry[]> {
    return storeEntries(this.dir);
  }

  /** Steps that were set aside; only those before a time, if one is given (ms since the epoch). */
  async damaged(before = Number.POSITIVE_INFINITY): Promise<DamagedSteps> {
    return damagedSteps(this.dir, before);
  }

  /** Removes steps that were set aside, each whole or not at all. */
  async removeDamaged({ names }: DamagedSteps): Promise<void> {
    await this.withTempFolder(async (temp) => {
      for (const name of names) await rename(join(this.dir, "damaged", name), join(temp, name));
    });
  }

  /** Number of steps and the bytes they take. */
  async size(): Promise<{ readonly steps: number; readonly bytes: number }> {
    const entries = await this.list();
    return { steps: entries.length, bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0) };
  }

  /** Reads every byte of every step and sets aside what does not match its hash. */
  async verify(): Promise<StoreCheck> {
    const names = await stepNames(this.dir);
    const damaged: { name: string; reason: string }[] = [];
    for (const name of names) {
      const found = await this.look(name, async (folder) => {
        await checkResult(folder, await readStepFile(folder, name));
      });
      if (!found.ok && found.reason !== undefined) damaged.push({ name, reason: found.reason });
    }
    return { checked: names.length, damaged };
  }

  /**
   * Looks at a step's folder. A damaged step is reported and set aside; one that is not there has
   * no reason.
   */
  private async look<T>(name: string, look: (folder: string) => Promise<T>): Promise<Look<T>> {
    const folder = stepFolder(this.dir, name);
    try {
      return { ok: true, value: await againWhenStale(() => look(folder)) };
    } catch (error) {
      if (!(error instanceof DamagedStep)) throw readFailure(this.dir, error);
      if (!(await exists(folder))) return { ok: false };
      await this.setAside(name);
      const step = `step ${name.slice(0, 12)}`;
      this.options.onDamage?.(
        `store ${this.dir}: ${step} is damaged, ${error.message}; set aside, to be computed again`,
      );
      return { ok: false, reason: error.message };
    }
  }

  /**
   * Moves a damaged step to `damaged/`, for people to look at; where that is refused it is just not
   * trusted.
   */
  private async setAside(name: string): Promise<void> {
    if (this.options.readOnly) return;
    const place = join(this.dir, "damaged", `${name}-${Date.now()}`);
    await makeFolder(join(this.dir, "damaged")).catch(() => undefined);
    await rename(stepFolder(this.dir, name), place).catch(() => undefined);
  }

  /** Lends `work` a temporary folder that is gone afterwards, however the work ends. */
  private async withTempFolder(work: (temp: string) => Promise<void>): Promise<void> {
    if (this.options.readOnly)
      throw new StoreError(`store ${this.dir}: was opened only to be read`);
    let temp: string | undefined;
    try {
      await markStore(this.dir);
      temp = await makeTempFolder(join(this.dir, "tmp"));
      await work(temp);
    } catch (error) {
      throw writeFailure(this.dir, error);
    } finally {
      if (temp !== undefined)
        await rm(temp, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** The time of step.json says when a step was last used; pruning by age goes by it. */
  private async markUsed(name: string): Promise<void> {
    if (this.options.readOnly) return;
    const now = new Date();
    await utimes(join(stepFolder(this.dir, name), "step.json"), now, now).catch(() => undefined);
  }
}

type Look<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason?: string };

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []));
}
