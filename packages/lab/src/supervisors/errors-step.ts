// Errors steps: what a synthetic supervisor says. Each split has its own count of errors, so that
// transfer and test are equally wrong.

import { InternalError } from "@w2s/base";
import { hashOf, type Identified, type Step, smallKind } from "../engine/index.js";
import {
  harden,
  joinRows,
  type Labels,
  labelsCodec,
  labelsOf,
  oneHotLabels,
} from "../labels/index.js";
import { random } from "../random.js";
import type { SupervisorRoom } from "./supervisor.js";

/** Ground truth of some splits and the rule's keys; named by both. */
class Ruled implements Identified {
  readonly identity: string;

  constructor(
    readonly truth: Int32Array,
    /** The splits, each with errors of its own. */
    readonly parts: readonly Int32Array[],
    /** How strongly the rule asks for an error, by example of the task: the highest are wrong. */
    readonly keys: readonly number[],
  ) {
    const said = parts.map((part) => part.map((row) => truth[row]!));
    const asked = parts.map((part) => Array.from(part, (row) => String(keys[row])));
    this.identity = hashOf([...parts, ...said, ...asked]);
  }
}

interface Value {
  readonly ruled: Ruled;
  readonly options: number;
  /** Share of each part; null: as many as the input "like" has. */
  readonly rate: number | null;
  readonly seed: number;
}

interface ErrorInputs {
  readonly like: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}

export const errorsStepKind = smallKind<Labels, Value, ErrorInputs>({
  name: "errors",
  version: 2,
  codec: labelsCodec,
  label: "labels with errors on purpose",
  async compute({ value, inputs }, context) {
    return withErrors(value, inputs.like && (await context.result(inputs.like)));
  },
});

function withErrors({ ruled, options, rate, seed }: Value, like: Labels | undefined): Labels {
  const { truth, parts, keys } = ruled;
  const stream = random(seed, "errors on purpose");
  const said = Int32Array.from(truth);
  for (const part of parts) {
    const errors = like ? errorsIn(like, part, truth) : Math.round((rate ?? 0) * part.length);
    const order = Array.from(stream.permutation(part.length), (i) => part[i]!);
    for (const row of order.sort((a, b) => keys[b]! - keys[a]!).slice(0, errors)) {
      said[row] = (truth[row]! + 1 + stream.integer(options - 1)) % options;
    }
  }
  const rows = joinRows(...parts);
  return { rows, probabilities: oneHotLabels(said, rows, options) };
}

/** How many of the rows the most probable option has wrong. */
export function errorsIn(labels: Labels, part: Int32Array, truth: Int32Array): number {
  const hard = harden(labelsOf(labels, part));
  const options = hard.shape[1]!;
  if (hard.data.length !== part.length * options)
    throw new InternalError("errors: predictions do not fit the rows");
  return part.filter((row, i) => hard.data[i * options + truth[row]!] !== 1).length;
}

/** Ground truth of transfer, validation and test, wrong where the keys are highest. */
export function errorsStep(
  { rate, label }: { readonly rate: number | undefined; readonly label: string },
  keys: readonly number[],
  like: Step<Labels> | undefined,
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const { transfer, validation, test } = room.rows(seed);
  const ruled = new Ruled(room.truth, [transfer, validation, test], keys);
  const value = { ruled, options: room.task.options, rate: rate ?? null, seed };
  return room.graph.step(
    errorsStepKind,
    value,
    { like },
    `${label} on ${room.task.name}, seed ${seed}`,
  );
}
