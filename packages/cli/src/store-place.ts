// Which store a command works on: a folder, or a bucket, whose client is loaded only then.

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError } from "@w2s/base";
import { openStore, type Store, type StoreOptions } from "@w2s/lab";
import { assertStorePlace, defaultStoreDir, isBucket } from "@w2s/lab/engine";
import type { Io } from "./io.js";

/** What a command line says of the store. */
export interface StoreFlags {
  readonly store?: string;
}

/** Where the store is: --store, W2S_STORE or the user's cache folder. */
export function storePlace({ store }: StoreFlags, io: Io): string {
  const named = store ?? io.env.W2S_STORE;
  return named ? placeOf(named, io) : defaultStoreDir(io.env);
}

/** A place that was named: a bucket, or a folder that may be relative. @throws InputError */
export function placeOf(named: string, io: Io): string {
  assertStorePlace(named);
  return isBucket(named) ? named : resolve(io.cwd, named);
}

/** @throws InputError for a place that is none. @throws StoreError when it may not be read. */
export async function openStoreAt(place: string, options: StoreOptions, io: Io): Promise<Store> {
  if (!isBucket(place)) return openStore(place, options);
  const { openBucketStore } = await import("@w2s/bucket");
  return openBucketStore(place, { ...options, env: io.env });
}

/**
 * The store, for commands that only look at what is there. The user's own cache folder may not be
 * there yet. @throws InputError when a store that was named is not there.
 */
export async function openNamedStore(
  flags: StoreFlags,
  options: StoreOptions,
  io: Io,
): Promise<Store> {
  const place = storePlace(flags, io);
  const isNamed = flags.store !== undefined || Boolean(io.env.W2S_STORE);
  const store = await openStoreAt(place, options, io);
  if (!isNamed || (await isAny(store, place))) return store;
  const option = flags.store === undefined ? "W2S_STORE" : "--store";
  throw new InputError(
    `${option}: there is no store at ${store.place}; a run makes one, so name the one that runs ` +
      "write to",
  );
}

/** A bucket has no folders: there, only a store's marker tells. */
async function isAny(store: Store, place: string): Promise<boolean> {
  if (isBucket(place)) return store.isThere();
  return (await stat(place).catch(() => undefined)) !== undefined;
}
