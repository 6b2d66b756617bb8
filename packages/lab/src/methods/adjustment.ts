// Labels changed by a function: filters and relabellings. It runs in a step of its own, and sees
// labels, features and random numbers, nothing else.

import { createHash } from "node:crypto";
import type { NdArray } from "@w2s/grad";
import { type Identified, type Step, smallKind } from "../engine/index.js";
import { joinRows, type Labels, labelsCodec, labelsOf, type Rows } from "../labels/index.js";
import { type Random, random } from "../random.js";
import type { Features } from "../reading/index.js";
import type { JsonObject } from "../store/index.js";

/** What an adjustment sees of the training examples. */
export interface AdjustmentInput {
  /** Label probabilities `[n, options]`. */
  readonly probabilities: NdArray<"float32">;
  /** Features `[n, d]` of the same examples, where they were asked for. */
  readonly features: Features | undefined;
  /** Random numbers of the trial's seed. */
  readonly random: Random;
}

/** What it makes of them. */
export interface AdjustmentResult {
  /** Indices of the examples that stay, in 0..n-1, each once; default: all. */
  readonly keep?: Int32Array;
  /** New probabilities `[n, options]` (of all n, before `keep`); default: as they were. */
  readonly probabilities?: NdArray<"float32">;
}

/** A named function of labels. */
export interface Adjustment {
  readonly name: string;
  /** All that it depends on besides its code. */
  readonly options: JsonObject;
  /** Whether it may leave examples out. */
  readonly filters: boolean;
  apply(input: AdjustmentInput): AdjustmentResult;
}

/** An adjustment, named by name, options and code. */
export class IdentifiedAdjustment implements Identified {
  readonly identity: JsonObject;

  constructor(readonly adjustment: Adjustment) {
    const { name, options, apply } = adjustment;
    const code = createHash("sha256").update(String(apply)).digest("hex");
    this.identity = { name, options, code };
  }
}

interface Value {
  readonly adjustment: IdentifiedAdjustment;
  /** Training rows, which are adjusted. */
  readonly rows: Rows;
  /** Validation rows, which keep their labels. */
  readonly others: Rows;
  readonly seed: number;
}

interface AdjustedInputs {
  readonly labels: Step<Labels>;
  readonly features: Step<Features> | undefined;
  readonly [role: string]: Step | undefined;
}

export const adjustedKind = smallKind<Labels, Value, AdjustedInputs>({
  name: "adjusted labels",
  version: 1,
  codec: labelsCodec,
  label: "labels filtered or changed",
  async compute({ value, inputs, label }, context) {
    const labels = await context.result(inputs.labels);
    const known = new Set(labels.rows);
    const rows = value.rows.list.filter((row) => known.has(row));
    const features = inputs.features && (await context.result(inputs.features));
    const given = labelsOf(labels, rows);
    const { keep, probabilities = given } = value.adjustment.adjustment.apply({
      probabilities: given,
      features: features && rowsOf(features, rows),
      random: random(value.seed, `adjustment/${value.adjustment.adjustment.name}`),
    });
    const stay = checkedKeep(keep, rows.length, label);
    const said = {
      rows: joinRows(
        stay.map((i) => rows[i]!),
        value.others.list,
      ),
      probabilities: stacked(rowsOf(probabilities, stay), labelsOf(labels, value.others.list)),
    };
    return said;
  },
});

function checkedKeep(keep: Int32Array | undefined, count: number, label: string): Int32Array {
  if (keep === undefined) return Int32Array.from({ length: count }, (_, i) => i);
  const seen = new Set<number>();
  for (const i of keep) {
    if (i >= 0 && i < count && !seen.has(i)) seen.add(i);
    else
      throw new RangeError(`${label}: "keep" must be different indices below ${count}, got ${i}`);
  }
  return keep.toSorted();
}

function rowsOf({ data, shape }: NdArray<"float32">, rows: Int32Array): NdArray<"float32"> {
  const width = shape[1]!;
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return { dtype: "float32", shape: [rows.length, width], data: taken };
}

function stacked(above: NdArray<"float32">, below: NdArray<"float32">): NdArray<"float32"> {
  const data = new Float32Array(above.data.length + below.data.length);
  data.set(above.data);
  data.set(below.data, above.data.length);
  return { dtype: "float32", shape: [above.shape[0]! + below.shape[0]!, above.shape[1]!], data };
}
