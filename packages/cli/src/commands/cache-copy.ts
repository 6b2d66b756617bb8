// w2s cache copy: steps from one store into another, a folder or a bucket each, byte for byte.

import { InputError } from "@w2s/base";
import type { Store } from "@w2s/lab";
import { DamagedStep, type StoreEntry } from "@w2s/lab/engine";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { openNamedStore, openStoreAt, placeOf } from "../store-place.js";
import { bytes, count, plural } from "../text.js";
import { refuseUnknownKind, sizeOf } from "./cache.js";
import type { StudyFlags } from "./plan-flags.js";
import { plannedNames } from "./planned-names.js";

export interface CopyFlags extends StudyFlags {
  readonly to: string;
  readonly kind?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Steps that are on their way together. */
const together = 8;

/**
 * Copies what the other store has not: all, or what studies' plans name. Interrupted anywhere, the
 * same command goes on. Exit code 1 when a step was damaged and stayed behind.
 */
export async function cacheCopy(
  studies: readonly string[],
  flags: CopyFlags,
  io: Io,
): Promise<ExitCode> {
  const from = await openNamedStore(flags, { readOnly: true }, io);
  const to = await openStoreAt(placeOf(flags.to, io), { readOnly: flags.dryRun }, io);
  if (to.place === from.place)
    throw new InputError(`cache copy: --to is the store itself, ${to.place}; name another`);
  const named = studies.length > 0 ? await plannedNames(studies, flags, io) : undefined;
  const entries = await from.list();
  refuseUnknownKind("cache copy", entries, flags.kind);
  const wanted = entries.filter(
    ({ name, kind }) => (flags.kind ?? kind) === kind && (named?.has(name) ?? true),
  );
  const there = new Set(await to.names());
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (!flags.dryRun && missing.length > 0) await to.assertWritable();
  const damaged = flags.dryRun ? [] : await copied(missing, from, to, flags, io);
  const steps = missing.filter(({ name }) => !damaged.includes(name));
  const found = {
    steps: steps.length,
    bytes: sizeOf(steps),
    there: wanted.length - missing.length,
    damaged: damaged.length,
    dryRun: flags.dryRun,
  };
  if (flags.json) {
    const places = { store: from.place, to: to.place };
    io.stdout.write(`${JSON.stringify({ ...places, copied: found })}\n`);
  } else {
    const were = `${count(found.there)} were there`;
    const bad = found.damaged === 0 ? "" : `; ${count(found.damaged)} damaged stayed behind`;
    const did = flags.dryRun ? "would copy" : "copied";
    io.stdout.write(
      `${did} ${plural(found.steps, "step")}, ${bytes(found.bytes)}; ${were}${bad}\n`,
    );
    io.stderr.write(`from ${from.place} to ${to.place}\n`);
  }
  return found.damaged === 0 ? exitCode.ok : exitCode.failed;
}

/** Copies steps, some at a time, and gives the names of those that were damaged. */
async function copied(
  entries: readonly StoreEntry[],
  from: Store,
  to: Store,
  { json }: CopyFlags,
  io: Io,
): Promise<string[]> {
  const damaged: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < entries.length) {
      const { name } = entries[next++]!;
      try {
        const stored = await from.open(name);
        if (stored !== undefined) await to.receive(stored);
      } catch (error) {
        if (!(error instanceof DamagedStep)) throw error;
        damaged.push(name);
        const step = `step ${name.slice(0, 12)}`;
        if (!json)
          io.stderr.write(
            `store ${from.place}: ${step} is damaged, ${error.message}; not copied\n`,
          );
      }
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return damaged;
}
