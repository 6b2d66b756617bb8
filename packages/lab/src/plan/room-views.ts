// A task's room in which other rows are asked about than those that students learn from: where
// ground truth may tell how good a supervisor is, and none of it reaches a student.

import type { Step } from "../engine/index.js";
import { joinRows, type Labels } from "../labels/index.js";
import {
  type SeedRows,
  type SupervisorBase,
  type SupervisorRoom,
  supervisorKind,
} from "../supervisors/index.js";
import { holdOut } from "../tasks/index.js";
import { heldShare } from "./truth.js";

/** The room, asked about `superviseHeld` as well. */
export function heldRoom(room: SupervisorRoom): SupervisorRoom {
  const parts = (seed: number) => [...room.parts(seed), room.rows(seed).superviseHeld];
  const held = viewOf(
    room,
    (seed) => room.rows(seed),
    parts,
    () => held,
  );
  return held;
}

/**
 * Two rooms of what is `supervise` here, halved by groups: each learns from one half and is asked
 * about the other, of which a tenth is its validation. Neither has a test.
 */
export function halfRooms(room: SupervisorRoom): readonly [SupervisorRoom, SupervisorRoom] {
  const half = (learns: "kept" | "held", asked: "kept" | "held") => {
    const bySeed = new Map<number, SeedRows>();
    const rows = (seed: number): SeedRows => {
      const known = bySeed.get(seed) ?? halfRows(room, seed, learns, asked);
      bySeed.set(seed, known);
      return known;
    };
    const parts = (seed: number) => {
      const { transfer, validation, test } = rows(seed);
      return [transfer, validation, test];
    };
    return viewOf(room, rows, parts);
  };
  return [half("kept", "held"), half("held", "kept")];
}

function halfRows(
  room: SupervisorRoom,
  seed: number,
  learns: "kept" | "held",
  asked: "kept" | "held",
): SeedRows {
  const { examples } = room;
  const halves = holdOut(room.rows(seed).supervise, examples, 0.5, seed);
  const own = holdOut(halves[learns], examples, heldShare, seed);
  const other = holdOut(halves[asked], examples, heldShare, seed);
  return {
    supervise: halves[learns],
    superviseTrain: own.kept,
    superviseHeld: own.held,
    transfer: other.kept,
    validation: other.held,
    test: new Int32Array(0),
  };
}

/** The room with rows of its own; what supervisors say in it is planned once a seed. */
function viewOf(
  room: SupervisorRoom,
  rows: SupervisorRoom["rows"],
  parts: SupervisorRoom["parts"],
  withHeld?: () => SupervisorRoom,
): SupervisorRoom {
  const askedBySeed = new Map<number, Int32Array>();
  const said = new Map<SupervisorBase, Map<number, Step<Labels>>>();
  let held: SupervisorRoom | undefined;
  let halves: ReturnType<typeof halfRooms> | undefined;
  const view: SupervisorRoom = {
    task: room.task,
    texts: room.texts,
    graph: room.graph,
    examples: room.examples,
    truth: room.truth,
    baseDir: room.baseDir,
    model: (source) => room.model(source),
    rows,
    parts,
    asked(seed) {
      const known = askedBySeed.get(seed) ?? joinRows(...parts(seed));
      askedBySeed.set(seed, known);
      return known;
    },
    withHeld() {
      held ??= withHeld?.() ?? heldRoom(view);
      return held;
    },
    halves() {
      halves ??= halfRooms(view);
      return halves;
    },
    truthOn: (some) => room.truthOn(some),
    fit: (...request) => room.fit(...request),
    say(supervisor, seed) {
      const bySeed = said.get(supervisor) ?? new Map<number, Step<Labels>>();
      said.set(supervisor, bySeed);
      const step = bySeed.get(seed) ?? supervisorKind(supervisor).say(supervisor, seed, view);
      bySeed.set(seed, step);
      return step;
    },
  };
  return view;
}
