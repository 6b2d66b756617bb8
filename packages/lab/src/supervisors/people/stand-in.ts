// What stands for a supervisor on test where nobody labelled test: its labels of transfer, dealt
// out by class. Its score there is then what its labels of transfer score, with test's own balance.

import { hashOf, type Identified, type Step, smallKind } from "../../engine/index.js";
import { joinRows, type Labels, labelsCodec, labelsOf } from "../../labels/index.js";
import { once } from "../../once.js";
import { random } from "../../random.js";
import type { SupervisorRoom } from "../supervisor.js";

/** Whose label each asked row takes: its own, or, of test, that of a row of transfer. */
class Donors implements Identified {
  readonly identity: string;

  constructor(
    readonly rows: Int32Array,
    readonly from: Int32Array,
  ) {
    this.identity = hashOf([rows, from]);
  }
}

const standInKind = smallKind<Labels, { donors: Donors }, { by: Step<Labels> }>({
  name: "labels dealt out to test",
  version: 1,
  codec: labelsCodec,
  label: "labels of transfer in place of test's",
  async compute({ value: { donors }, inputs }, context) {
    const said = await context.result(inputs.by);
    return { rows: donors.rows, probabilities: labelsOf(said, donors.from) };
  },
});

/**
 * A test example of class y takes the label of a transfer example of class y: these in random
 * order, one after another, and from the first again when all were taken.
 */
export function standInStep(
  by: Step<Labels>,
  label: string,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const parts = room.parts(seed);
  const [transfer, , test] = parts as [Int32Array, Int32Array, Int32Array];
  const from = donorsOf(transfer, test, seed, room.truth);
  const rows = joinRows(...parts);
  const given = joinRows(...parts.map((part) => (part === test ? from : part)));
  const name = `${label} on ${room.task.name}, test from transfer, seed ${seed}`;
  return room.graph.step(standInKind, { donors: new Donors(rows, given) }, { by }, name);
}

function donorsOf(
  transfer: Int32Array,
  test: Int32Array,
  seed: number,
  truth: Int32Array,
): Int32Array {
  const stream = random(seed, "labels dealt out to test");
  const order = Int32Array.from(stream.permutation(transfer.length), (i) => transfer[i]!);
  const byClass = new Map<number, Int32Array>();
  const taken = new Map<number, number>();
  return test.map((row) => {
    const option = truth[row]!;
    const own = once(byClass, option, () => order.filter((other) => truth[other] === option));
    const at = taken.get(option) ?? 0;
    taken.set(option, at + 1);
    const pool = own.length > 0 ? own : order;
    return pool[at % pool.length]!;
  });
}
