// A store that is a folder: each step's result under the name of all that it depends on. Safe on a
// disk that several machines share. Layout and reasons are in docs/design/store.md.

import { readdir, rename, rm, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError, makeFolder } from "@w2s/base";
import { once } from "../once.js";
import {
  type DamagedSteps,
  damagedSteps,
  type StoreEntry,
  stepFolder,
  stepNames,
  storeEntries,
} from "./entries.js";
import { readIntent, writeIntent } from "./intent.js";
import { assertStorePlace, isBucket } from "./location.js";
import { findStore, isMarked, markStore } from "./marker.js";
import { exists, publish } from "./publish.js";
import {
  againWhenStale,
  checkResult,
  checkSizes,
  readResult,
  readStepFile,
  storedStep,
} from "./read-step.js";
import { folderRecords, type Records, sweepRecords } from "./records.js";
import { DamagedStep, type StepFile } from "./step-file.js";
import { type StepIdentity, stepName } from "./step-name.js";
import type { StepEntry, Store, StoreCheck, StoreOptions } from "./store.js";
import { codeOf, readFailure, type StoreAdvice, StoreError, writeFailure } from "./store-error.js";
import { checkedBytes, type StoredStep } from "./stored-step.js";
import { diskTime, makeTempFolder, sweepScratch, sweepTempFolders } from "./temp-folders.js";
import {
  type StepResult,
  type WriteFile,
  writeDurably,
  writePlainly,
  writeStepFolder,
} from "./write-step.js";

/** How a folder is opened as a store. */
export interface FolderStoreOptions extends StoreOptions {
  /**
   * Whether what is written is flushed to the disk before it appears. False is for copies that can
   * be had again: what a power cut spoils is found by its hash. Default true.
   */
  readonly durable?: boolean;
  /** What its errors say to do. Default: as for a store that the user named. */
  readonly advice?: StoreAdvice;
  /** Writes one file. Default: the real disk; tests put a full one in its place. */
  readonly writeFile?: WriteFile;
}

/**
 * Opens the store at `dir`, marks it where an earlier version did not, and sweeps what dead
 * processes left there; the folder is made by the first write.
 * @throws InputError when a file or a folder of other things lies there. @throws StoreError when it
 * may not be read.
 */
export async function openStore(
  dir: string,
  options: FolderStoreOptions = {},
): Promise<FolderStore> {
  assertStorePlace(dir);
  if (isBucket(dir)) {
    throw new InputError(
      `store ${dir}: is a bucket, not a folder; openBucketStore of @w2s/bucket opens it`,
    );
  }
  const root = resolve(dir);
  const found = await findStore(root, options.advice);
  if (options.readOnly) return new FolderStore(root, options);
  // A store that may not be written still serves what it has.
  if (found === "unmarked") await markStore(root).catch(() => undefined);
  if (found === "marked" || found === "unmarked") {
    const store = new FolderStore(root, options);
    await store.sweep();
    return store;
  }
  return new FolderStore(root, options);
}

/** Records that nobody changed for two weeks, as work in progress. */
const abandonedRecordsMs = 14 * 24 * 60 * 60 * 1000;

/** A folder as a store; what its methods do is said where `Store` declares them. */
export class FolderStore implements Store {
  private readonly writeFile: WriteFile;
  private marked: Promise<void> | undefined;

  /** Use `openStore`. */
  constructor(
    readonly dir: string,
    private readonly options: FolderStoreOptions,
  ) {
    this.writeFile = options.writeFile ?? (this.isDurable ? writeDurably : writePlainly);
  }

  get place(): string {
    return this.dir;
  }

  private get isDurable(): boolean {
    return this.options.durable ?? true;
  }

  /** As far as its files' sizes tell. */
  async has(name: string): Promise<boolean> {
    return (await this.look(name, (folder) => sizedStep(folder, name))).ok;
  }

  /** The store's folders are listed once each, and steps not among them not looked for. */
  glance(): Pick<Store, "has"> {
    const listed = new Map<string, Promise<ReadonlySet<string>>>();
    return {
      has: async (name) => {
        const folder = dirname(stepFolder(this.dir, name));
        const names = once(listed, folder, () => namesIn(folder));
        return (await names).has(name) && this.has(name);
      },
    };
  }

  async read(name: string): Promise<StepResult | undefined> {
    const found = await this.look(name, async (folder) =>
      readResult(folder, await readStepFile(folder, name)),
    );
    if (!found.ok) return undefined;
    await this.markUsed(name);
    return found.value;
  }

  async write(step: StepIdentity, result: StepResult, durationMs = 0): Promise<string> {
    const [name] = await this.writeAll([{ step, result, durationMs }]);
    return name!;
  }

  async writeAll(entries: readonly StepEntry[]): Promise<string[]> {
    return this.stage(entries);
  }

  /**
   * Writes steps as they will lie, lends them to `use`, and lets them appear when it is done. Where
   * one of them is swept away meanwhile, all is done once more, `use` too.
   */
  async stage(
    entries: readonly StepEntry[],
    use?: (staged: readonly StoredStep[]) => Promise<void>,
  ): Promise<string[]> {
    const names = entries.map(({ step }) => stepName(step));
    await this.onceMore(async (temp) => {
      const folders = names.map((_, i) => join(temp, String(i)));
      for (const [i, { step, result, durationMs }] of entries.entries()) {
        const timing = { durationMs, writtenAt: new Date().toISOString() };
        await makeFolder(folders[i]!);
        await writeStepFolder(folders[i]!, step, result, timing, this.writeFile);
      }
      await use?.(await Promise.all(names.map((name, i) => storedStep(folders[i]!, name))));
      if (names.length > 1) await writeIntent(temp, names);
      await Promise.all(names.map((name, i) => this.publish(folders[i]!, name)));
    });
    return names;
  }

  async open(name: string): Promise<StoredStep | undefined> {
    const folder = stepFolder(this.dir, name);
    return lookAt(folder, () => storedStep(folder, name)).catch((error: unknown) => {
      throw readFailure(this.dir, error, this.options.advice);
    });
  }

  async receive({ name, step, files }: StoredStep): Promise<void> {
    await this.onceMore(async (temp) => {
      for (const file of files) {
        const pieces = checkedBytes(step, file);
        await (this.isDurable ? writeDurably : writePlainly)(join(temp, file.name), pieces);
      }
      await this.publish(temp, name);
    });
  }

  /**
   * A process that cannot see ours, in another container, may take our folder for a dead one's and
   * sweep it: then the work is done again.
   */
  private async onceMore(work: (temp: string) => Promise<void>): Promise<void> {
    await this.withTempFolder(work).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw error;
      return this.withTempFolder(work);
    });
  }

  private publish(folder: string, name: string): Promise<void> {
    return publish(
      folder,
      stepFolder(this.dir, name),
      async () => (await this.read(name)) !== undefined,
      this.isDurable,
    );
  }

  isThere(): Promise<boolean> {
    return isMarked(this.dir);
  }

  async assertWritable(): Promise<void> {
    await this.withTempFolder(async () => undefined);
  }

  async remove(name: string): Promise<void> {
    await this.withTempFolder((temp) => moveAway(stepFolder(this.dir, name), join(temp, name)));
  }

  records(): Records {
    return folderRecords(this.dir, join(this.dir, "claims"));
  }

  /** What was begun by processes of this host; of another's, what was left alone for a day. */
  async sweep(): Promise<void> {
    const now = await diskTime(join(this.dir, "tmp"));
    await sweepTempFolders(join(this.dir, "tmp"), now, async (folder) => {
      for (const [i, name] of (await readIntent(folder)).entries()) {
        const staged = join(folder, String(i));
        if (await exists(staged)) await this.publish(staged, name).catch(() => undefined);
      }
    });
    await sweepScratch(join(this.dir, "scratch"), now);
    await sweepRecords(join(this.dir, "claims"), abandonedRecordsMs, now);
  }

  /** `<store>/scratch/<name>`: where the disk is shared, another machine goes on from there. */
  scratchFolder(name: string): string {
    return join(this.dir, "scratch", name);
  }

  async removeScratch(name: string): Promise<void> {
    await rm(this.scratchFolder(name), { recursive: true, force: true }).catch(() => undefined);
  }

  async names(): Promise<string[]> {
    return stepNames(this.dir);
  }

  async list(): Promise<StoreEntry[]> {
    return storeEntries(this.dir);
  }

  async damaged(before = Number.POSITIVE_INFINITY): Promise<DamagedSteps> {
    return damagedSteps(this.dir, before);
  }

  async removeDamaged({ names }: DamagedSteps): Promise<void> {
    await this.withTempFolder(async (temp) => {
      for (const name of names) await moveAway(join(this.dir, "damaged", name), join(temp, name));
    });
  }

  async size(): Promise<{ readonly steps: number; readonly bytes: number }> {
    const entries = await this.list();
    return { steps: entries.length, bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0) };
  }

  async verify(): Promise<StoreCheck> {
    const names = await stepNames(this.dir);
    const damaged: { name: string; reason: string }[] = [];
    for (const name of names) {
      const found = await this.look(name, async (folder) => {
        const step = await readStepFile(folder, name);
        await checkResult(folder, step);
        return step;
      });
      if (!found.ok && found.reason !== undefined) damaged.push({ name, reason: found.reason });
    }
    return { checked: names.length, damaged };
  }

  /**
   * Looks at a step's folder. A damaged step is reported and set aside; one that is not there has
   * no reason.
   */
  private async look<T extends object>(
    name: string,
    look: (folder: string) => Promise<T>,
  ): Promise<Look<T>> {
    const folder = stepFolder(this.dir, name);
    try {
      const value = await lookAt(folder, () => againWhenStale(() => look(folder)));
      return value === undefined ? { ok: false } : { ok: true, value };
    } catch (error) {
      if (!(error instanceof DamagedStep)) throw readFailure(this.dir, error, this.options.advice);
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
      this.marked ??= markStore(this.dir);
      await this.marked;
      temp = await makeTempFolder(join(this.dir, "tmp"));
      await work(temp);
    } catch (error) {
      this.marked = undefined;
      throw writeFailure(this.dir, error, this.options.advice);
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

/**
 * What is found in a folder; undefined where there is none. One that appeared while we looked is
 * looked at once more: it came whole.
 * @throws DamagedStep what `look` throws of a folder that was there before
 */
async function lookAt<T extends object>(
  folder: string,
  look: () => Promise<T>,
): Promise<T | undefined> {
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof DamagedStep)) throw error;
      if (!(await exists(folder))) return undefined;
      if (isAgain) throw error;
    }
  }
}

async function sizedStep(folder: string, name: string): Promise<StepFile> {
  const step = await readStepFile(folder, name);
  await checkSizes(folder, step);
  return step;
}

/** What another process has moved away is gone all the same. */
async function moveAway(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []));
}
