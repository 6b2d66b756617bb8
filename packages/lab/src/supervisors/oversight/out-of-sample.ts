// What a supervisor says of examples that it did not learn from: of those that are asked about, as
// ever; and of `supervise`, of each half by one that learnt from the other. What an overseer that
// is trained with assistance is shown, and what a judge learns a debate's worth from.

import { type Step, smallKind } from "../../engine/index.js";
import { joinRows, type Labels, labelsCodec, labelsOn, Rows } from "../../labels/index.js";
import { holdOut } from "../../tasks/index.js";
import type { View } from "../poses.js";
import type { SupervisorBase, SupervisorRoom } from "../supervisor.js";

/** The share of a half that early stopping looks at. */
const heldShare = 0.1;

interface Value {
  /** Which rows are taken from each. */
  readonly rows: readonly Rows[];
}

const heardKind = smallKind<Labels, Value, { readonly by: readonly Step<Labels>[] }>({
  name: "labels out of sample",
  version: 1,
  codec: labelsCodec,
  label: "of what their model did not learn from",
  async compute({ value: { rows }, inputs }, context) {
    const all: Labels[] = [];
    for (const [i, by] of inputs.by.entries()) {
      all.push(labelsOn(await context.result(by), rows[i]!.list));
    }
    const data = new Float32Array(all.flatMap(({ probabilities }) => [...probabilities.data]));
    const options = all[0]!.probabilities.shape[1]!;
    return {
      rows: joinRows(...all.map((some) => some.rows)),
      probabilities: { dtype: "float32", shape: [data.length / options, options], data },
    };
  },
});

/**
 * What a supervisor says of `asked` and of all of `supervise`, out of sample; with a view, of what
 * those rows are posed as.
 */
export function outOfSample(
  supervisor: SupervisorBase,
  seed: number,
  room: SupervisorRoom,
  view?: View,
): Step<Labels> {
  const { supervise } = room.rows(seed);
  const { kept: one, held: other } = holdOut(supervise, room.examples, 0.5, seed, room.task.name);
  const steps: Step<Labels>[] = [];
  const rows: Rows[] = [];
  const ask = (where: SupervisorRoom, about: Int32Array) => {
    const posed = view && where.posed(view);
    steps.push((posed?.room ?? where).say(supervisor, seed));
    rows.push(new Rows(posed ? posed.poses.asked(about) : about));
  };
  ask(room, room.asked(seed));
  ask(halfRoom(room, one, other), other);
  ask(halfRoom(room, other, one), one);
  const name = `${supervisor.label} on ${room.task.name}, out of sample, ${seed}`;
  return room.graph.step(heardKind, { rows }, { by: steps }, name);
}

const halves = new WeakMap<SupervisorRoom, Map<string, SupervisorRoom>>();

/** The room in which one half of `supervise` is learnt from, and the other asked about as well. */
function halfRoom(room: SupervisorRoom, learnt: Int32Array, asked: Int32Array): SupervisorRoom {
  const known = halves.get(room) ?? new Map<string, SupervisorRoom>();
  halves.set(room, known);
  const key = new Rows(learnt).identity;
  const made =
    known.get(key) ??
    room.changed({
      rows(seed) {
        const { kept, held } = holdOut(learnt, room.examples, heldShare, seed, room.task.name);
        return { ...room.rows(seed), supervise: learnt, superviseTrain: kept, superviseHeld: held };
      },
      parts: (seed) => [...room.parts(seed), asked],
    });
  known.set(key, made);
  return made;
}
