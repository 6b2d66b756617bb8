// Labels changed by a function: filters, relabellings, resamplings. It runs in a step of its own,
// and sees labels, features and random numbers, nothing else.

import { createHash } from "node:crypto";
import { InputError } from "@w2s/base";
import { type NdArray, takeRows } from "@w2s/grad";
import { type Identified, type Step, smallKind } from "../engine/index.js";
import {
  joinRows,
  type Labels,
  labelledAmong,
  labelsCodec,
  labelsOf,
  type Rows,
} from "../labels/index.js";
import { type Random, random } from "../random.js";
import { byExample, type Features } from "../reading/index.js";
import type { JsonObject } from "../store/index.js";

/** What an adjustment sees of the training examples. */
export interface AdjustmentInput {
  /** Label probabilities `[n, options]`. */
  readonly probabilities: NdArray<"float32">;
  /** Features `[n, d]` of the same examples, where they were asked for. */
  readonly features: Features | undefined;
  /** What others say of the same examples, `[n, options]` each. */
  readonly said: readonly NdArray<"float32">[];
  /** Random numbers of the trial's seed. */
  readonly random: Random;
}

/** What it makes of them. */
export interface AdjustmentResult {
  /**
   * Indices of the examples that stay, in 0..n-1; one that stands twice counts twice. Default: all.
   */
  readonly keep?: Int32Array;
  /** New probabilities `[n, options]` (of all n, before `keep`); default: as they were. */
  readonly probabilities?: NdArray<"float32">;
}

/** A named function of labels. */
export interface Adjustment {
  readonly name: string;
  /** All that it depends on besides its code. */
  readonly options: JsonObject;
  /**
   * A number that stands for its code, raised when that gives something else; default: the code.
   */
  readonly version?: number;
  /** Whether it may leave examples out. */
  readonly filters: boolean;
  apply(input: AdjustmentInput): AdjustmentResult;
}

/** An adjustment, named by name, options and code. */
export class IdentifiedAdjustment implements Identified {
  readonly identity: JsonObject;

  constructor(readonly adjustment: Adjustment) {
    const { name, options, version, apply } = adjustment;
    const code = version ?? createHash("sha256").update(String(apply)).digest("hex");
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
  /** Texts of one example, where it is made of several; its features are those of all. */
  readonly texts?: number | undefined;
}

interface AdjustedInputs {
  readonly labels: Step<Labels>;
  readonly features: Step<Features> | undefined;
  readonly said: readonly Step<Labels>[];
  readonly [role: string]: Step | readonly Step[] | undefined;
}

/** Steps that filter or change labels by a function of them. */
export const adjustedKind = smallKind<Labels, Value, AdjustedInputs>({
  name: "adjusted labels",
  version: 1,
  codec: labelsCodec,
  label: "labels filtered or changed",
  async compute({ value, inputs, label }, context) {
    const labels = await context.result(inputs.labels);
    const rows = labelledAmong(labels, value.rows.list);
    const features = inputs.features && (await context.result(inputs.features));
    const said: NdArray<"float32">[] = [];
    for (const one of inputs.said) said.push(labelsOf(await context.result(one), rows));
    const given = labelsOf(labels, rows);
    const { adjustment } = value.adjustment;
    const { keep, probabilities = given } = adjustment.apply({
      probabilities: given,
      features: features && takeRows(byExample(features, value.texts), rows),
      said,
      random: random(value.seed, `adjustment/${adjustment.name}`),
    });
    if (keep !== undefined && !adjustment.filters) {
      throw new InputError(
        `${label}: "${adjustment.name}" leaves examples out, and its "filters" is not true; say ` +
          "so there, or return no keep",
      );
    }
    checkShape(probabilities, given, label);
    const stay = checkedKeep(keep, rows.length, label);
    return {
      rows: joinRows(
        stay.map((i) => rows[i]!),
        value.others.list,
      ),
      probabilities: stacked(takeRows(probabilities, stay), labelsOf(labels, value.others.list)),
    };
  },
});

function checkShape({ shape }: NdArray, given: NdArray, label: string): void {
  if (shape.join() === given.shape.join()) return;
  throw new InputError(
    `${label}: "probabilities" must be [${given.shape.join(", ")}], got [${shape.join(", ")}]`,
  );
}

function checkedKeep(keep: Int32Array | undefined, count: number, label: string): Int32Array {
  if (keep === undefined) return Int32Array.from({ length: count }, (_, i) => i);
  const outside = keep.find((i) => i < 0 || i >= count);
  if (outside === undefined) return Int32Array.from(keep).toSorted();
  throw new InputError(`${label}: "keep" must be indices below ${count}, got ${outside}`);
}

function stacked(above: NdArray<"float32">, below: NdArray<"float32">): NdArray<"float32"> {
  const data = new Float32Array(above.data.length + below.data.length);
  data.set(above.data);
  data.set(below.data, above.data.length);
  return { dtype: "float32", shape: [above.shape[0]! + below.shape[0]!, above.shape[1]!], data };
}
