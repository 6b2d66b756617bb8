// Noisy labels steps: so many labels of each split, flipped.

import type { NdArray } from "@w2s/grad";
import { hashOf, type Identified, type Step, smallKind } from "../engine/index.js";
import { joinRows, type Labels, labelsCodec, labelsOn, mostProbable } from "../labels/index.js";
import { random } from "../random.js";
import type { SupervisorRoom } from "./supervisor.js";

type Where = "random" | "unsure" | "sure" | { readonly class: number };

/** Splits, each with flips of its own. */
class PartRows implements Identified {
  readonly identity: string;

  constructor(readonly list: readonly Int32Array[]) {
    this.identity = hashOf(list);
  }
}

interface Value {
  readonly parts: PartRows;
  readonly rate: number;
  readonly where: Where;
  readonly seed: number;
}

const noisyStepKind = smallKind<Labels, Value, { by: Step<Labels> }>({
  name: "noisy labels",
  version: 1,
  codec: labelsCodec,
  label: "labels with noise",
  async compute({ value, inputs }, context) {
    const rows = joinRows(...value.parts.list);
    return withNoise(labelsOn(await context.result(inputs.by), rows), value);
  },
});

function withNoise({ rows, probabilities, scores }: Labels, value: Value): Labels {
  const options = probabilities.shape[1]!;
  const said = copied(probabilities);
  const ordered = scores && copied(scores);
  const stream = random(value.seed, "noise");
  let start = 0;
  for (const part of value.parts.list) {
    for (const i of flippedIn(part.length, start, said, value, stream.permutation(part.length))) {
      const top = topOf(said, i);
      const other = (top + 1 + stream.integer(options - 1)) % options;
      for (const table of ordered ? [said, ordered] : [said]) exchange(table, i, top, other);
    }
    start += part.length;
  }
  return { rows, probabilities: said, ...(ordered && { scores: ordered }) };
}

/** Places of the labels to flip, of `count` that begin at `start`; ties in the order given. */
function flippedIn(
  count: number,
  start: number,
  said: NdArray<"float32">,
  { rate, where }: Value,
  order: Int32Array,
): number[] {
  const places = Array.from(order, (i) => start + i);
  const pool =
    typeof where === "string" ? places : places.filter((i) => topOf(said, i) === where.class);
  const flips = Math.round(rate * (typeof where === "string" ? count : pool.length));
  const sign = where === "unsure" ? 1 : -1;
  const sureness = (i: number) => sign * said.data[i * said.shape[1]! + topOf(said, i)]!;
  if (where === "unsure" || where === "sure") pool.sort((a, b) => sureness(a) - sureness(b));
  return pool.slice(0, flips);
}

const topOf = ({ data, shape }: NdArray<"float32">, row: number): number =>
  mostProbable(data, row, shape[1]!);

function exchange({ data, shape }: NdArray<"float32">, row: number, a: number, b: number): void {
  const at = row * shape[1]!;
  [data[at + a], data[at + b]] = [data[at + b]!, data[at + a]!];
}

const copied = ({ shape, data }: NdArray<"float32">): NdArray<"float32"> => ({
  dtype: "float32",
  shape,
  data: data.slice(),
});

/** What `by` says of all asked rows, with noise. */
export function noisyStep(
  { rate, where, label }: Pick<Value, "rate" | "where"> & { readonly label: string },
  by: Step<Labels>,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const value = { parts: new PartRows(room.parts(seed)), rate, where, seed };
  const name = `${label} on ${room.task.name}, seed ${seed}`;
  return room.graph.step(noisyStepKind, value, { by }, name);
}
