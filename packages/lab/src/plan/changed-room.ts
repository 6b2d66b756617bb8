// A task's room in which something is otherwise: its splits, who is asked about what, or which
// labels are learnt from. What supervisors say there is planned once a seed.

import type { Step } from "../engine/index.js";
import { joinRows, type Labels } from "../labels/index.js";
import { once } from "../once.js";
import {
  type Changed,
  type PosedRoom,
  type SeedRows,
  type SupervisorBase,
  type SupervisorRoom,
  supervisorKind,
} from "../supervisors/index.js";
import { learntOf, posedShown } from "./learnt.js";
import { posedSplits } from "./posing.js";

/** The room, changed. */
export function changedRoom(room: SupervisorRoom, change: Changed): SupervisorRoom {
  const said = new Map<SupervisorBase, Map<number, Step<Labels>>>();
  const posed = new Map<string, PosedRoom>();
  const rows = onceASeed<SeedRows>((seed) => change.rows?.(seed) ?? room.rows(seed));
  const parts = onceASeed((seed) => change.parts?.(seed) ?? room.parts(seed));
  let held: SupervisorRoom | undefined;
  const own: SupervisorRoom = {
    task: room.task,
    texts: room.texts,
    ids: room.ids,
    graph: room.graph,
    examples: room.examples,
    truth: room.truth,
    baseDir: room.baseDir,
    model: (source) => room.model(source),
    rows,
    parts,
    asked: onceASeed((seed) => joinRows(...parts(seed))),
    withHeld() {
      held ??= heldRoom(own);
      return held;
    },
    apart: (row) => room.apart(row),
    added: (row) => room.added(row),
    posed(view) {
      return once(posed, view.key, () => posedIn(room.posed(view), own, change.learns));
    },
    changed: (other) => changedRoom(own, other),
    truthOn: (some) => room.truthOn(some),
    fit(student, request) {
      const shown = change.learns?.(request.seed);
      if (shown === undefined) return room.fit(student, request);
      const labels = learntOf(room.graph, request.labels, shown);
      return room.fit(student, { ...request, labels, filtered: true });
    },
    say(supervisor, seed) {
      const bySeed = once(said, supervisor, () => new Map<number, Step<Labels>>());
      return once(bySeed, seed, () => supervisorKind(supervisor).say(supervisor, seed, own));
    },
  };
  return own;
}

/**
 * The room, asked about `superviseHeld` as well: there, ground truth tells how good supervisors
 * are, and none of it is what students learn from.
 */
export const heldRoom = (room: SupervisorRoom): SupervisorRoom =>
  changedRoom(room, {
    parts: (seed) => [...room.parts(seed), room.rows(seed).superviseHeld],
  });

/** A posed room whose splits are those of another room than it was posed in. */
function posedIn(
  { room, poses }: PosedRoom,
  from: SupervisorRoom,
  learns: Changed["learns"],
): PosedRoom {
  const changed = changedRoom(room, {
    ...(learns && { learns: (seed) => posedShown(room.graph, poses, learns(seed)) }),
    rows: (seed) => posedSplits(poses, from.rows(seed)),
    parts: (seed) => from.parts(seed).map((part) => poses.asked(part)),
  });
  return { room: changed, poses };
}

function onceASeed<T>(make: (seed: number) => T): (seed: number) => T {
  const known = new Map<number, T>();
  return (seed) => {
    return once(known, seed, () => make(seed));
  };
}
