// Audited labels steps: ground truth in place of some labels of transfer.

import { type Step, smallKind } from "../engine/index.js";
import { type Labels, labelsCodec, labelsOn, mostProbable, Rows } from "../labels/index.js";
import { random } from "../random.js";
import type { SupervisorRoom } from "./supervisor.js";

interface Value {
  /** All rows that are asked about. */
  readonly rows: Rows;
  /** Those that may be asked of the oracle. */
  readonly transfer: Rows;
  readonly oracle: number;
  readonly where: "unsure" | "sure" | "random";
  readonly seed: number;
}

/** Logits of a label that is known; only their order counts. */
const known = 100;

const auditedStepKind = smallKind<
  Labels,
  Value,
  {
    readonly by: Step<Labels>;
    readonly truth: Step<Labels>;
    /** Whose doubt counts; undefined: its own. */
    readonly doubt: Step<Labels> | undefined;
  }
>({
  name: "audited labels",
  version: 1,
  codec: labelsCodec,
  label: "labels with an oracle's",
  async compute({ value, inputs }, context) {
    const said = labelsOn(await context.result(inputs.by), value.rows.list);
    const truth = labelsOn(await context.result(inputs.truth), value.transfer.list);
    const doubt = inputs.doubt ? labelsOn(await context.result(inputs.doubt), said.rows) : said;
    return withTruth(said, doubt, truth, value);
  },
});

function withTruth(
  { rows, probabilities, scores }: Labels,
  doubt: Labels,
  truth: Labels,
  value: Value,
): Labels {
  const options = probabilities.shape[1]!;
  const said = probabilities.data.slice();
  const logits = scores?.data.slice();
  const places = new Map(Array.from(rows, (row, place) => [row, place]));
  const sureness = (at: number): number => {
    return doubt.probabilities.data[at * options + mostProbable(said, at, options)]!;
  };
  const sure = Array.from(value.transfer.list, (row) => sureness(places.get(row)!));
  for (const i of askedPlaces(sure, value)) {
    const at = places.get(value.transfer.list[i]!)! * options;
    for (let k = 0; k < options; k++) {
      const right = truth.probabilities.data[i * options + k]!;
      said[at + k] = right;
      if (logits) logits[at + k] = right === 1 ? known : -known;
    }
  }
  return {
    rows,
    probabilities: { ...probabilities, data: said },
    ...(scores && logits && { scores: { ...scores, data: logits } }),
  };
}

/** Which of transfer's rows are asked, by their place in it; ties in an order that is drawn. */
function askedPlaces(sure: readonly number[], { oracle, where, seed }: Value): number[] {
  const order = [...random(seed, "oracle").permutation(sure.length)];
  const sign = where === "sure" ? -1 : 1;
  if (where !== "random") order.sort((a, b) => sign * (sure[a]! - sure[b]!));
  return order.slice(0, oracle);
}

/** What `by` says of all asked rows, an oracle in its place where it was asked. */
export function auditedStep(
  { oracle, where, label }: Pick<Value, "oracle" | "where"> & { readonly label: string },
  { by, doubt }: { readonly by: Step<Labels>; readonly doubt: Step<Labels> | undefined },
  seed: number,
  room: SupervisorRoom,
): Step<Labels> {
  const { transfer } = room.rows(seed);
  const rows = new Rows(room.asked(seed));
  const value = { rows, transfer: new Rows(transfer), oracle, where, seed };
  const inputs = { by, doubt, truth: room.truthOn(transfer) };
  return room.graph.step(auditedStepKind, value, inputs, `${label} on ${room.task.name}, ${seed}`);
}
