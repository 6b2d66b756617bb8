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
  // 1 counted a label of equal options as flipped, which stayed what it was.
  version: 2,
  codec: labelsCodec,
  label: "labels with noise",
  async compute({ value, inputs, label }, context) {
    const rows = joinRows(...value.parts.list);
    const given = labelsOn(await context.result(inputs.by), rows);
    return withNoise(given, value, (line) => context.warn(`${label}: ${line}`));
  },
});

function withNoise(
  { rows, probabilities, scores }: Labels,
  value: Value,
  warn: (line: string) => void,
): Labels {
  const options = probabilities.shape[1]!;
  const said = copied(probabilities);
  const ordered = scores && copied(scores);
  const stream = random(value.seed, "noise");
  let start = 0;
  for (const part of value.parts.list) {
    const order = stream.permutation(part.length);
    const { places, wanted } = flippedIn(part.length, start, said, value, order);
    if (places.length < wanted) {
      warn(
        `${places.length} of ${wanted} labels are flipped: the others of their split hold all ` +
          "options alike",
      );
    }
    for (const i of places) {
      const top = topOf(said, i);
      const drawn = top + 1 + stream.integer(options - 1);
      // What is as probable as the top would leave the answer as it is.
      const turns = Array.from({ length: options }, (_, turn) => (drawn + turn) % options);
      const other = turns.find((k) => isBelow(said, i, k, top))!;
      for (const table of ordered ? [said, ordered] : [said]) exchange(table, i, top, other);
    }
    start += part.length;
  }
  return { rows, probabilities: said, ...(ordered && { scores: ordered }) };
}

/**
 * Places of the labels to flip, of `count` that begin at `start`, ties in the order given; and how
 * many there should be. A label that holds all options alike says nothing that could be flipped.
 */
function flippedIn(
  count: number,
  start: number,
  said: NdArray<"float32">,
  { rate, where }: Value,
  order: Int32Array,
) {
  const speaking = Array.from(order, (i) => start + i).filter((i) => says(said, i));
  const pool =
    typeof where === "string" ? speaking : speaking.filter((i) => topOf(said, i) === where.class);
  const wanted = Math.round(rate * (typeof where === "string" ? count : pool.length));
  const sign = where === "unsure" ? 1 : -1;
  const sureness = (i: number) => sign * said.data[i * said.shape[1]! + topOf(said, i)]!;
  if (where === "unsure" || where === "sure") pool.sort((a, b) => sureness(a) - sureness(b));
  return { places: pool.slice(0, wanted), wanted };
}

/** Whether a label prefers any option to another. */
function says({ data, shape }: NdArray<"float32">, row: number): boolean {
  const own = data.subarray(row * shape[1]!, (row + 1) * shape[1]!);
  return own.some((p) => p !== own[0]);
}

/** Whether a label holds option `k` less probable than `top`. */
const isBelow = ({ data, shape }: NdArray<"float32">, row: number, k: number, top: number) =>
  data[row * shape[1]! + k]! < data[row * shape[1]! + top]!;

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
