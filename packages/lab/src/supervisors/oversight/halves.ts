// A task's `supervise` as two rooms, in each of which one half is learnt from and the other asked
// about: where ground truth may tell where a supervisor is wrong, and none of what is scored is.

import { holdOut } from "../../tasks/index.js";
import type { SeedRows, SupervisorRoom } from "../supervisor.js";

/** The share of a half that a supervisor's own early stopping looks at, or a student selects by. */
const heldShare = 0.1;

const known = new WeakMap<SupervisorRoom, readonly SupervisorRoom[]>();

/**
 * Two rooms of `supervise` alone, halved by groups: each learns from one half and is asked about
 * the other, of which a tenth is its validation. Neither has a test.
 */
export function halfRooms(room: SupervisorRoom): readonly SupervisorRoom[] {
  const made = known.get(room) ?? [halfRoom(room, "kept", "held"), halfRoom(room, "held", "kept")];
  known.set(room, made);
  return made;
}

type Half = "kept" | "held";

function halfRoom(room: SupervisorRoom, learns: Half, asked: Half): SupervisorRoom {
  const bySeed = new Map<number, SeedRows>();
  const rows = (seed: number): SeedRows => {
    const own = bySeed.get(seed) ?? halfRows(room, seed, learns, asked);
    bySeed.set(seed, own);
    return own;
  };
  const parts = (seed: number) => {
    const { transfer, validation, test } = rows(seed);
    return [transfer, validation, test];
  };
  return room.changed({ rows, parts });
}

function halfRows(room: SupervisorRoom, seed: number, learns: Half, asked: Half): SeedRows {
  const parted = (rows: Int32Array, share: number) =>
    holdOut(rows, room.examples, share, seed, room.task.name);
  const halves = parted(room.rows(seed).supervise, 0.5);
  const own = parted(halves[learns], heldShare);
  const other = parted(halves[asked], heldShare);
  return {
    supervise: halves[learns],
    superviseTrain: own.kept,
    superviseHeld: own.held,
    transfer: other.kept,
    validation: other.held,
    test: new Int32Array(0),
  };
}
