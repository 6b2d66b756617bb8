// The training step of probes that are trained side by side: one matrix product for all, one loss a
// method, one column a student.

import {
  concat,
  input,
  mean,
  type NdArray,
  ndarray,
  type StepContext,
  sizeOf,
  slice,
  type Tensor,
  type TrainingSpec,
} from "@w2s/grad";
import { methodHash } from "../methods/index.js";
import {
  asChoices,
  columnsPerStudent,
  type HeadShape,
  headOptimizer,
  headParameters,
  headScores,
} from "./head.js";
import type { AdamRecipe } from "./probe/recipe.js";
import type { ProbeData, ProbeStudent } from "./probe-fit.js";

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
 * groups.
 */
export function probeTraining(
  groups: readonly (readonly ProbeStudent[])[],
  head: HeadShape,
  recipe: AdamRecipe,
): TrainingSpec {
  const masked = groups.flat().some(({ features }) => features !== undefined);
  const columns = head.students * columnsPerStudent(head);
  return {
    parameters: headParameters(head),
    data: {
      x: input("float32", ["rows", head.features]),
      labels: input("float32", ["rows", columns]),
    },
    constants: masked ? { mask: input("float32", [head.features, columns]) } : {},
    ...headOptimizer(head, recipe),
    loss: (context: StepContext) => groupLosses(groups, head, context),
  };
}

/** The mean loss of every student, `[students]`. */
function groupLosses(
  groups: readonly (readonly ProbeStudent[])[],
  head: HeadShape,
  { parameters, batch, constants, progress }: StepContext,
): Tensor {
  const scores = headScores(head, parameters.weight!, batch.x!, constants.mask);
  const width = columnsPerStudent(head);
  let start = 0;
  const losses = groups.map((group) => {
    const [from, to] = [start * width, (start + group.length) * width];
    start += group.length;
    const part = (x: Tensor) => slice(x, 1, from, to);
    const logits = asChoices(head, part(scores), true);
    const labels = asChoices(head, part(batch.labels!), false);
    return mean(group[0]!.method.loss({ logits, labels, progress }), 0);
  });
  return concat(losses, 0);
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
