// The training step of probes that are trained side by side: one matrix product for all, one loss a
// method, one column a student; and what it is given.

import {
  input,
  type NdArray,
  ndarray,
  type StepContext,
  sizeOf,
  type TrainingSpec,
} from "@w2s/grad";
import { methodHash } from "../../../methods/losses.js";
import { epochDraws } from "../../course/order.js";
import type { AdamRecipe } from "../recipe.js";
import type { Groups, ProbeData, ProbeStudent } from "./fit.js";
import { columnsPerStudent, type HeadShape, headOptimizer, headParameters } from "./head.js";
import { groupLosses, readsOf, stateSignature } from "./losses.js";

/** Students of one method stand side by side, so that one slice of the scores serves them all. */
export function groupByMethod(
  students: readonly ProbeStudent[],
  options: number,
): ProbeStudent[][] {
  const groups = new Map<string, ProbeStudent[]>();
  for (const student of students) {
    const key = methodHash(student.method, options);
    groups.set(key, [...(groups.get(key) ?? []), student]);
  }
  return [...groups.keys()].sort().map((key) => groups.get(key)!);
}

/**
 * What `Trainer` runs: parameters and labels have one column (or K) a student, in the order of the
 * groups. `examples` is how many there are to train on, for losses that keep something of each.
 */
export function probeTraining(
  groups: Groups,
  head: HeadShape,
  recipe: AdamRecipe,
  examples = 0,
): TrainingSpec {
  const masked = groups.flat().some(({ features }) => features !== undefined);
  const columns = head.students * columnsPerStudent(head);
  const reads = readsOf(groups, head);
  return {
    parameters: headParameters(head),
    data: {
      x: input("float32", ["rows", head.features]),
      labels: input("float32", ["rows", columns]),
      ...(reads.has("index") && { index: input("int32", ["rows"]) }),
      ...(reads.has("uniform") && { uniform: input("float32", ["rows"]) }),
    },
    constants: {
      ...(masked && { mask: input("float32", [head.features, columns]) }),
      ...(reads.has("prior") && { prior: input("float32", [columns]) }),
    },
    carried: stateSignature(groups, head, examples),
    ...headOptimizer(head, recipe),
    loss: (context: StepContext) => groupLosses(groups, head, context),
  };
}

/**
 * Label probabilities by example row: `[examples, students]` of option 1 with two options, else
 * `[examples, students * options]`.
 */
export function labelMatrix(
  students: readonly ProbeStudent[],
  { features, train, options }: ProbeData,
): NdArray {
  const width = columnsPerStudent({ options });
  const columns = students.length * width;
  const data = new Float32Array(features.shape[0]! * columns);
  students.forEach(({ train: labels }, s) => {
    train.forEach((row, i) => {
      for (let c = 0; c < width; c++) {
        data[row * columns + s * width + c] = labels.data[i * options + (width === 1 ? 1 : c)]!;
      }
    });
  });
  return ndarray(data, [features.shape[0]!, columns]);
}

/** The mean of every student's labels, `[columns]`. */
export function priorVector(students: readonly ProbeStudent[], options: number): NdArray {
  const width = columnsPerStudent({ options });
  const data = new Float32Array(students.length * width);
  students.forEach(({ train: { shape, data: labels } }, s) => {
    for (let c = 0; c < width; c++) {
      let sum = 0;
      for (let i = 0; i < shape[0]!; i++) sum += labels[i * options + (width === 1 ? 1 : c)]!;
      data[s * width + c] = sum / shape[0]!;
    }
  });
  return ndarray(data, [students.length * width]);
}

/** Which of the training rows an example row is, from 0: `[examples]`; 0 for others. */
export function indexVector({ features, train }: ProbeData): NdArray {
  const data = new Int32Array(features.shape[0]!);
  train.forEach((row, i) => {
    data[row] = i;
  });
  return ndarray(data, [data.length]);
}

/** An epoch's numbers for losses that draw, by example row: `[examples]`. */
export function uniformVector(
  { features, train }: ProbeData,
  at: { readonly seed: number; readonly epoch: number },
): NdArray {
  const drawn = epochDraws(train.length, at)();
  const data = new Float32Array(features.shape[0]!);
  train.forEach((row, i) => {
    data[row] = drawn[i]!;
  });
  return ndarray(data, [data.length]);
}

/** 1 where a student may use a feature: `[d, columns]`. */
export function maskMatrix(students: readonly ProbeStudent[], head: HeadShape): NdArray {
  const width = columnsPerStudent(head);
  const shape = [head.features, students.length * width];
  const data = new Float32Array(sizeOf(shape)).fill(1);
  students.forEach(({ features = head.features }, s) => {
    for (let row = features; row < head.features; row++) {
      data.fill(0, row * shape[1]! + s * width, row * shape[1]! + (s + 1) * width);
    }
  });
  return ndarray(data, shape);
}
