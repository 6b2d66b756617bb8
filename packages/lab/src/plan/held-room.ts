// A task's room in which supervisors are asked about `superviseHeld` as well: there, ground truth
// tells how good they are, and none of it is what students learn from.

import type { Step } from "../engine/index.js";
import { joinRows, type Labels } from "../labels/index.js";
import { type SupervisorBase, type SupervisorRoom, supervisorKind } from "../supervisors/index.js";

/** The room, asked about one split more; what supervisors say is planned once a seed. */
export function heldRoom(room: SupervisorRoom): SupervisorRoom {
  const askedBySeed = new Map<number, Int32Array>();
  const said = new Map<SupervisorBase, Map<number, Step<Labels>>>();
  const parts = (seed: number) => [...room.parts(seed), room.rows(seed).superviseHeld];
  const held: SupervisorRoom = {
    task: room.task,
    texts: room.texts,
    graph: room.graph,
    examples: room.examples,
    truth: room.truth,
    baseDir: room.baseDir,
    model: (source) => room.model(source),
    rows: (seed) => room.rows(seed),
    parts,
    asked(seed) {
      const known = askedBySeed.get(seed) ?? joinRows(...parts(seed));
      askedBySeed.set(seed, known);
      return known;
    },
    withHeld: () => held,
    truthOn: (rows) => room.truthOn(rows),
    fit: (...request) => room.fit(...request),
    say(supervisor, seed) {
      const bySeed = said.get(supervisor) ?? new Map<number, Step<Labels>>();
      said.set(supervisor, bySeed);
      const step = bySeed.get(seed) ?? supervisorKind(supervisor).say(supervisor, seed, held);
      bySeed.set(seed, step);
      return step;
    },
  };
  return held;
}
