// The mean teachers of probes that are trained side by side: of each group whose method has one,
// the moving average of its columns. A step begins by taking what the steps before have made of the
// weights into the average, so that the average is that after every step, and starts from the
// weights before training by itself: at first nothing of it is kept.

import {
  add,
  concat,
  div,
  input,
  maximum,
  mul,
  type Signature,
  type StepContext,
  slice,
  stopGradient,
  sub,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import type { Groups } from "./fit.js";
import { columnsPerStudent, type HeadShape, headRows } from "./head.js";

/** What averages are made of: the weights, and what is carried to these steps. */
type Given = Pick<StepContext, "parameters" | "carried">;

const stepsName = "teacher steps";
const teacherName = (group: number): string => `teacher ${group}`;
const teacherOf = ([first]: Groups[number]) => first!.method.teacher;

/** The types of what goes round for mean teachers, zero at first; nothing without any. */
export function teacherSignature(groups: Groups, head: HeadShape): Signature {
  const width = columnsPerStudent(head);
  const averages = groups.flatMap((group, g) =>
    teacherOf(group)
      ? [[teacherName(g), input("float32", [headRows(head), group.length * width])] as const]
      : [],
  );
  if (averages.length === 0) return {};
  return { ...Object.fromEntries(averages), [stepsName]: input("float32", []) };
}

/**
 * Every group's average weights, `[rows, columns of the group]`, once the weights that there are
 * now are taken into them; undefined for a group without a mean teacher.
 */
export function teacherWeights(
  groups: Groups,
  head: HeadShape,
  { parameters, carried }: Given,
): (Tensor | undefined)[] {
  return columnsOf(groups, head).map(([from, to], g) => {
    const teacher = teacherOf(groups[g]!);
    if (!teacher) return undefined;
    const now = stopGradient(slice(parameters.weight!, 1, from, to));
    const before = carried[teacherName(g)]!;
    const share = maximum(div(1, add(carried[stepsName]!, 1)), 1 - teacher.decay);
    return add(before, mul(sub(now, before), share));
  });
}

/** What goes round of them after a step. */
export function carriedTeachers(
  weights: readonly (Tensor | undefined)[],
  carried: Tensors,
): Tensors {
  const averages = weights.flatMap((weight, g) =>
    weight ? [[teacherName(g), stopGradient(weight)] as const] : [],
  );
  if (averages.length === 0) return {};
  return { ...Object.fromEntries(averages), [stepsName]: add(carried[stepsName]!, 1) };
}

/**
 * The weights that are scored where methods score their mean teachers: the average of those
 * students, the weights of the others. Undefined where none does.
 */
export function scoredWeights(
  groups: Groups,
  head: HeadShape,
): ((given: Given) => Tensor) | undefined {
  if (!groups.some((group) => teacherOf(group)?.scored)) return undefined;
  return (given) => {
    const averages = teacherWeights(groups, head, given);
    const columns = columnsOf(groups, head).map(([from, to], g) =>
      teacherOf(groups[g]!)?.scored ? averages[g]! : slice(given.parameters.weight!, 1, from, to),
    );
    return concat(columns, 1);
  };
}

/** Where each group's columns begin and end. */
function columnsOf(groups: Groups, head: HeadShape): (readonly [number, number])[] {
  const width = columnsPerStudent(head);
  let end = 0;
  return groups.map(({ length }) => {
    end += length * width;
    return [end - length * width, end];
  });
}
