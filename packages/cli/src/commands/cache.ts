// w2s cache: what lies in the store, whether it is sound, and making room.

import { didYouMean, InputError, pad, plain, widthOf } from "@w2s/base";
import type { Store } from "@w2s/lab";
import { type DamagedSteps, isBucket, type StoreEntry } from "@w2s/lab/engine";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { openNamedStore, type StoreFlags, storePlace } from "../store-place.js";
import { bytes, count, plural } from "../text.js";

export interface CacheFlags extends StoreFlags {
  readonly json?: boolean;
}

export interface PruneFlags extends CacheFlags {
  /** Milliseconds since a step was last used. */
  readonly olderThan?: number;
  readonly kind?: string;
  readonly all?: boolean;
  readonly delete?: boolean;
}

/** What follows the telling, where nothing was removed. */
export const nothingRemoved = "nothing was removed; --delete does it\n";

/** Where the store is. @throws InputError for a place that no command takes */
export async function cachePath(flags: CacheFlags, io: Io): Promise<ExitCode> {
  const place = storePlace(flags, io);
  if (isBucket(place)) (await import("@w2s/bucket")).bucketPlace(place);
  io.stdout.write(`${place}\n`);
  return exitCode.ok;
}

/** A line for each kind of step, and their sum. */
export async function cacheLs(flags: CacheFlags, io: Io): Promise<ExitCode> {
  const store = await openNamedStore(flags, { readOnly: true }, io);
  const kinds = byKind(await store.list());
  if (flags.json) {
    const rows = kinds.map(({ kind, entries }) => ({
      kind,
      steps: entries.length,
      bytes: sizeOf(entries),
    }));
    io.stdout.write(`${JSON.stringify({ store: store.place, kinds: rows })}\n`);
    return exitCode.ok;
  }
  const all = kinds.flatMap(({ entries }) => entries);
  const rows = [...kinds, { kind: "all", entries: all }];
  const wide = Math.max(12, ...rows.map(({ kind }) => widthOf(plain(kind))));
  for (const { kind, entries } of rows) {
    const steps = pad(plural(entries.length, "step"), 14, "right");
    const size = pad(bytes(sizeOf(entries)), 8, "right");
    io.stdout.write(`${pad(plain(kind), wide)}${steps}  ${size}\n`);
  }
  io.stderr.write(`in ${store.place}\n`);
  return exitCode.ok;
}

/**
 * Checks every byte; exit code 1 when something was damaged, though a run would compute it again by
 * itself.
 */
export async function cacheVerify(flags: CacheFlags, io: Io): Promise<ExitCode> {
  const onDamage = (message: string) => void (flags.json || io.stderr.write(`${message}\n`));
  const store = await openNamedStore(flags, { onDamage }, io);
  const { checked, damaged } = await store.verify();
  if (flags.json) io.stdout.write(`${JSON.stringify({ store: store.place, checked, damaged })}\n`);
  else io.stdout.write(`${plural(checked, "step")} checked, ${count(damaged.length)} damaged\n`);
  return damaged.length === 0 ? exitCode.ok : exitCode.failed;
}

/**
 * Tells, or removes, steps that were not used for a while, or of one kind, and what was set
 * aside. Whatever is missing is computed again when needed.
 */
export async function cachePrune(flags: PruneFlags, io: Io): Promise<ExitCode> {
  if (flags.olderThan === undefined && flags.kind === undefined && !flags.all) {
    throw new InputError(
      "cache prune: say what to remove with --older-than 30d, --kind features or --all",
    );
  }
  const store = await openNamedStore(flags, { readOnly: !flags.delete }, io);
  const doomed = chosen(await store.list(), flags, io.now());
  const damaged = await damagedSteps(store, flags, io.now());
  if (flags.delete) {
    await removeAll(store, doomed);
    if (damaged.names.length > 0) await store.removeDamaged(damaged);
  }
  const removed = {
    steps: doomed.length,
    bytes: sizeOf(doomed) + damaged.bytes,
    damaged: damaged.names.length,
    dryRun: !flags.delete,
  };
  if (flags.json) io.stdout.write(`${JSON.stringify({ store: store.place, removed })}\n`);
  else {
    const aside = removed.damaged === 0 ? "" : ` and ${count(removed.damaged)} damaged`;
    const what = `${plural(removed.steps, "step")}${aside}, ${bytes(removed.bytes)}`;
    io.stdout.write(`${flags.delete ? "removed" : "would remove"} ${what}\n`);
    if (!flags.delete) io.stderr.write(nothingRemoved);
  }
  return exitCode.ok;
}

/** Requests to a bucket are waited for: so many steps are removed together. */
const together = 16;

/** Removes steps from a store, some at a time. @throws what the store throws of one */
export async function removeAll(
  store: Pick<Store, "remove">,
  entries: readonly Pick<StoreEntry, "name">[],
): Promise<void> {
  const left = entries.values();
  const remover = async () => {
    for (const { name } of left) await store.remove(name);
  };
  await Promise.all(Array.from({ length: together }, remover));
}

/** What was set aside goes by its age, or with everything: of what kind it was is lost. */
async function damagedSteps(store: Store, flags: PruneFlags, now: number): Promise<DamagedSteps> {
  if (flags.kind !== undefined) return { names: [], bytes: 0 };
  return store.damaged(flags.olderThan === undefined ? undefined : now - flags.olderThan);
}

function chosen(entries: readonly StoreEntry[], flags: PruneFlags, now: number): StoreEntry[] {
  refuseUnknownKind("cache prune", entries, flags.kind);
  return entries.filter(({ kind, usedAt }) => {
    const old = flags.olderThan === undefined || now - usedAt.getTime() > flags.olderThan;
    return old && (flags.kind === undefined || kind === flags.kind);
  });
}

/** @throws InputError for a kind that a store, if there is anything in it, has no step of. */
export function refuseUnknownKind(
  command: string,
  entries: readonly StoreEntry[],
  kind: string | undefined,
): void {
  const kinds = new Set(entries.map((entry) => entry.kind));
  if (kind === undefined || entries.length === 0 || kinds.has(kind)) return;
  const known = didYouMean(kind, kinds) || `; the store has ${[...kinds].join(", ")}`;
  throw new InputError(`${command}: no step of kind "${kind}"${known}`);
}

/** Steps by their kind, in the order of its name. */
export function byKind(entries: readonly StoreEntry[]): { kind: string; entries: StoreEntry[] }[] {
  const kinds = [...new Set(entries.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => ({ kind, entries: entries.filter((entry) => entry.kind === kind) }));
}

/** Bytes of steps together. */
export function sizeOf(entries: readonly StoreEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes, 0);
}
