// The halves of `supervise`, drawn by groups, and what is learnt from one of them.

import { heldShare, holdOut } from "../../tasks/index.js";
import type { SeedRows, SupervisorRoom } from "../supervisor.js";

/** `rows` in two by groups: most are kept, a share is held out. */
function parted(room: SupervisorRoom, seed: number, rows: Int32Array, share: number) {
  return holdOut(rows, room.examples, share, seed, room.task.name);
}

/** Both halves of a seed's `supervise`. */
export function halvesOfSupervise(
  room: SupervisorRoom,
  seed: number,
): readonly [Int32Array, Int32Array] {
  const { kept, held } = parted(room, seed, room.rows(seed).supervise, 0.5);
  return [kept, held];
}

/** A half as transfer and, a tenth of it, validation. */
export function askedHalf(
  room: SupervisorRoom,
  seed: number,
  half: Int32Array,
): Pick<SeedRows, "transfer" | "validation"> {
  const { kept, held } = parted(room, seed, half, heldShare);
  return { transfer: kept, validation: held };
}

/** A half as all of `supervise`, of which early stopping looks at a tenth. */
export function learntHalf(
  room: SupervisorRoom,
  seed: number,
  half: Int32Array,
): Pick<SeedRows, "supervise" | "superviseTrain" | "superviseHeld"> {
  const { kept, held } = parted(room, seed, half, heldShare);
  return { supervise: half, superviseTrain: kept, superviseHeld: held };
}
