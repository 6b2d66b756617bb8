// w2s cache gc: removes what no plan of the studies that are kept asks for. It only tells, until
// --delete says that it is meant.

import { pad, plain } from "@w2s/base";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { openNamedStore } from "../store-place.js";
import { bytes, plural } from "../text.js";
import { byKind, nothingRemoved, removeAll, sizeOf } from "./cache.js";
import type { StudyFlags } from "./plan-flags.js";
import { plannedNames } from "./planned-names.js";

export interface GcFlags extends StudyFlags {
  /** Milliseconds since a step was last used; what is younger may be a run's that is under way. */
  readonly olderThan: number;
  readonly delete: boolean;
  readonly json: boolean;
}

/** Removes the steps that the studies' plans do not name and that were not used lately. */
export async function cacheGc(
  studies: readonly string[],
  flags: GcFlags,
  io: Io,
): Promise<ExitCode> {
  const store = await openNamedStore(flags, { readOnly: !flags.delete }, io);
  const named = await plannedNames(studies, flags, io);
  const entries = await store.list();
  const doomed = entries.filter(
    ({ name, usedAt }) => !named.has(name) && io.now() - usedAt.getTime() > flags.olderThan,
  );
  if (flags.delete) await removeAll(store, doomed);
  const kept = entries.length - doomed.length;
  const found = { steps: doomed.length, bytes: sizeOf(doomed), kept, dryRun: !flags.delete };
  if (flags.json) {
    io.stdout.write(`${JSON.stringify({ store: store.place, removed: found })}\n`);
    return exitCode.ok;
  }
  for (const { kind, entries: own } of byKind(doomed)) {
    const steps = pad(plural(own.length, "step"), 14, "right");
    io.stdout.write(`${pad(plain(kind), 12)}${steps}  ${pad(bytes(sizeOf(own)), 8, "right")}\n`);
  }
  const what = `${plural(found.steps, "step")}, ${bytes(found.bytes)}`;
  const did = flags.delete ? "removed" : "would remove";
  io.stdout.write(`${did} ${what}; ${plural(kept, "step")} kept\n`);
  if (!flags.delete) io.stderr.write(nothingRemoved);
  return exitCode.ok;
}
