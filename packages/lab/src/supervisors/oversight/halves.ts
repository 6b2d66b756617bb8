// A task's `supervise` as two rooms, in each of which one half is learnt from and the other asked
// about: where ground truth may tell where a supervisor is wrong, and none of what is scored is.

import { once } from "../../once.js";
import type { SeedRows, SupervisorRoom } from "../supervisor.js";
import { askedHalf, halvesOfSupervise, learntHalf } from "./learnt-half.js";

const known = new WeakMap<SupervisorRoom, readonly SupervisorRoom[]>();

/**
 * Two rooms of `supervise` alone, halved by groups: each learns from one half and is asked about
 * the other, of which a tenth is its validation. Neither has a test.
 */
export function halfRooms(room: SupervisorRoom): readonly SupervisorRoom[] {
  return once(known, room, () => [halfRoom(room, 0, 1), halfRoom(room, 1, 0)]);
}

type Half = 0 | 1;

function halfRoom(room: SupervisorRoom, learns: Half, asked: Half): SupervisorRoom {
  const bySeed = new Map<number, SeedRows>();
  const rows = (seed: number): SeedRows => {
    return once(bySeed, seed, () => halfRows(room, seed, learns, asked));
  };
  const parts = (seed: number) => {
    const { transfer, validation, test } = rows(seed);
    return [transfer, validation, test];
  };
  return room.changed({ rows, parts });
}

function halfRows(room: SupervisorRoom, seed: number, learns: Half, asked: Half): SeedRows {
  const halves = halvesOfSupervise(room, seed);
  return {
    ...learntHalf(room, seed, halves[learns]),
    ...askedHalf(room, seed, halves[asked]),
    test: new Int32Array(0),
  };
}
