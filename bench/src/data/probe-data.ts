// Data for training linear probes: normal features, and label sets that a linear rule over some of
// them explains in part.

import { ndarray } from "@w2s/grad";
import { naive, random } from "@w2s/lab";
import type { ProbeData, ProbeStudent } from "@w2s/lab/internals";
import { writeRaw } from "./files.js";

export interface ProbeProblem {
  readonly rows: number;
  readonly width: number;
  readonly data: ProbeData;
  /** One a label set: 0 or 1 for every training row. */
  readonly labels: readonly Uint8Array[];
  readonly students: readonly ProbeStudent[];
}

// Besides the training rows, a few to validate on: the peers do not validate at all.
const validationRows = 100;
const relevant = 24;

export function probeProblem(
  rows: number,
  width: number,
  labelSets: number,
  seed = 1,
): ProbeProblem {
  const all = rows + validationRows;
  const draw = random(seed, "bench features");
  const x = Float32Array.from({ length: all * width }, () => draw.normal());
  const labels = Array.from({ length: labelSets }, (_, set) => labelSet(x, all, width, set));
  return {
    rows,
    width,
    labels: labels.map((set) => set.subarray(0, rows)),
    data: {
      shape: "classify",
      options: 2,
      features: ndarray(x, [all, width]),
      train: Int32Array.from({ length: rows }, (_, row) => row),
      validation: Int32Array.from({ length: validationRows }, (_, i) => rows + i),
    },
    students: labels.map((set, s) => ({
      name: `probe ${s}`,
      method: naive(),
      train: asProbabilities(set.subarray(0, rows)),
      validation: asProbabilities(set.subarray(rows)),
      features: undefined,
    })),
  };
}

function labelSet(x: Float32Array, rows: number, width: number, set: number): Uint8Array {
  const draw = random(set, "bench labels");
  const used = Array.from({ length: relevant }, () => draw.integer(width));
  const weights = used.map(() => draw.normal());
  return Uint8Array.from({ length: rows }, (_, row) => {
    const score = used.reduce((sum, j, i) => sum + x[row * width + j]! * weights[i]!, 0);
    return Number(score + 3 * draw.normal() > 0);
  });
}

function asProbabilities(labels: Uint8Array): ProbeStudent["train"] {
  const data = new Float32Array(2 * labels.length);
  labels.forEach((label, i) => {
    data[2 * i + label] = 1;
  });
  return ndarray(data, [labels.length, 2]);
}

/**
 * Writes what a peer trains on, and gives what it needs to know of it. `orders`: the rows' order in
 * every epoch.
 */
export function writeProblem(
  folder: string,
  { rows, width, data, labels }: ProbeProblem,
  orders?: Int32Array,
) {
  const flat = new Uint8Array(labels.length * rows);
  labels.forEach((set, s) => {
    flat.set(set, s * rows);
  });
  return {
    rows,
    width,
    sets: labels.length,
    features: writeRaw(folder, "x.f32", data.features.data.subarray(0, rows * width)),
    labels: writeRaw(folder, "y.u8", flat),
    ...(orders ? { orders: writeRaw(folder, "orders.i32", orders) } : {}),
  };
}
