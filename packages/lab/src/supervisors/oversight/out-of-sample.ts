// What a supervisor says of examples that it did not learn from: of those that are asked about, as
// ever; and of `supervise`, of each half by one that learnt from the other. What an overseer that
// is trained with assistance is shown, and what a judge learns a debate's worth from.

import { type Step, smallKind } from "../../engine/index.js";
import { joinRows, type Labels, labelsCodec, labelsOn, Rows } from "../../labels/index.js";
import { once } from "../../once.js";
import type { View } from "../poses.js";
import type { SupervisorBase, SupervisorRoom } from "../supervisor.js";
import { halvesOfSupervise, learntHalf } from "./learnt-half.js";
import { OnceAList } from "./once-a-list.js";

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
  const [one, other] = halvesOf(room, seed);
  const steps: Step<Labels>[] = [];
  const rows: Rows[] = [];
  const ask = (where: SupervisorRoom, about: Int32Array) => {
    const posed = view && where.posed(view);
    steps.push((posed?.room ?? where).say(supervisor, seed));
    const key = view?.key ?? "as it is";
    rows.push(askedOf.of(about, key, () => Rows.of(posed ? posed.poses.asked(about) : about)));
  };
  ask(room, room.asked(seed));
  ask(one.room, other.learnt);
  ask(other.room, one.learnt);
  const name = `${supervisor.label} on ${room.task.name}, out of sample, ${seed}`;
  return room.graph.step(heardKind, { rows }, { by: steps }, name);
}

const askedOf = new OnceAList<Rows>();

/** A half of `supervise`, and the room in which it is learnt from and the other asked about. */
interface Half {
  readonly learnt: Int32Array;
  readonly room: SupervisorRoom;
}

const halves = new WeakMap<SupervisorRoom, Map<number, readonly [Half, Half]>>();

/** Both halves of a seed, drawn once a room. */
function halvesOf(room: SupervisorRoom, seed: number): readonly [Half, Half] {
  const bySeed = once(halves, room, () => new Map<number, readonly [Half, Half]>());
  const known = bySeed.get(seed);
  if (known) return known;
  const [one, other] = halvesOfSupervise(room, seed);
  const made: readonly [Half, Half] = [halfOf(room, one, other), halfOf(room, other, one)];
  bySeed.set(seed, made);
  return made;
}

function halfOf(room: SupervisorRoom, learnt: Int32Array, asked: Int32Array): Half {
  const half = room.changed({
    rows: (seed) => ({ ...room.rows(seed), ...learntHalf(room, seed, learnt) }),
    parts: (seed) => [...room.parts(seed), asked],
  });
  return { learnt, room: half };
}
