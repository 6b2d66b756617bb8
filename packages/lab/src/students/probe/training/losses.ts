// The losses of probes that are trained side by side, each method's for its own students, and what
// they keep from step to step.

import {
  add,
  concat,
  constant,
  expandDims,
  input,
  matmul,
  mean,
  mul,
  ndarray,
  reshape,
  type Signature,
  type StepContext,
  sizeOf,
  slice,
  sliceRows,
  split,
  squeeze,
  stopGradient,
  type Tensor,
  transpose,
} from "@w2s/grad";
import {
  checkLoss,
  type LossContext,
  type LossMethod,
  lossParts,
  type StateAxis,
} from "../../../methods/losses.js";
import type { Groups } from "./fit.js";
import { asChoices, columnsPerStudent, type HeadShape, headScores } from "./head.js";
import { carriedTeachers, teacherSignature, teacherWeights } from "./mean-teachers.js";

/** What the losses of some students read besides scores, labels and progress. */
export function readsOf(groups: Groups, { options }: Pick<HeadShape, "options">) {
  return new Set(groups.flatMap(([first]) => [...checkLoss(first!.method, options).reads]));
}

const stateName = (group: number, key: string): string => `state ${group} ${key}`;

/** The types of what the losses keep, by name. */
export function stateSignature(groups: Groups, head: HeadShape, examples: number): Signature {
  const { options } = head;
  const states = groups.flatMap((group, g) => {
    const sizes: Readonly<Record<StateAxis, number>> = {
      examples,
      students: group.length,
      options,
    };
    return Object.entries(group[0]!.method.kept?.state ?? {}).map(
      ([key, { axes }]) =>
        [
          stateName(g, key),
          input(
            "float32",
            axes.map((axis) => sizes[axis]),
          ),
        ] as const,
    );
  });
  return { ...Object.fromEntries(states), ...teacherSignature(groups, head) };
}

/** What the losses keep, as it is at first. */
export function startingState(groups: Groups, head: HeadShape, examples: number) {
  const shapes = Object.entries(stateSignature(groups, head, examples));
  const starts = groups.flatMap(([first]) => Object.values(first!.method.kept?.state ?? {}));
  return Object.fromEntries(
    shapes.map(([name, { shape }], i) => {
      const sizes = shape as readonly number[];
      const data = new Float32Array(sizeOf(sizes)).fill(starts[i]?.start ?? 0);
      return [name, ndarray(data, sizes)];
    }),
  );
}

/** The mean loss of every student, `[students]`, and what the losses keep. */
export function groupLosses(groups: Groups, head: HeadShape, context: StepContext) {
  const { parameters, batch, constants, carried, progress } = context;
  const scores = headScores(head, parameters.weight!, batch.x!, constants.mask);
  const width = columnsPerStudent(head);
  const ofGroups = split(
    scores,
    groups.map(({ length }) => length * width),
    1,
  );
  const teachers = teacherWeights(groups, head, context);
  const kept: Record<string, Tensor> = { ...carriedTeachers(teachers, carried) };
  let start = 0;
  const both = groups.map((group, g) => {
    const [from, to] = [start * width, (start + group.length) * width];
    start += group.length;
    const part = (x: Tensor) => slice(x, x.shape.length - 1, from, to);
    const { method } = group[0]!;
    const own = { ...head, students: group.length };
    const names = Object.keys(method.kept?.state ?? {});
    const scoresBy = (weight: Tensor, features: Tensor) =>
      secondScores(own, features, weight, constants.mask && part(constants.mask));
    const loss: LossContext = {
      logits: asChoices(head, ofGroups[g]!, true),
      labels: asChoices(head, part(batch.labels!), false),
      progress,
      prior: (constants.prior && priorOf(head, part(constants.prior)))!,
      index: batch.index!,
      uniform: batch.uniform!,
      features: batch.x!,
      forward: (features) => scoresBy(part(parameters.weight!), features),
      state: Object.fromEntries(
        names.map((key) => [key, stopGradient(carried[stateName(g, key)]!)]),
      ),
      teacher: (teachers[g] && scoresBy(teachers[g], batch.x!))!,
    };
    const result = lossParts(method, loss);
    for (const key of names) kept[stateName(g, key)] = stopGradient(result.state[key]!);
    const losses = mean(result.losses, 0);
    if (!isSampled(method, head)) return { losses, shown: losses };
    const some = {
      ...loss,
      logits: asChoices(head, firstRows(stopGradient(ofGroups[g]!)), true),
      labels: asChoices(head, firstRows(part(batch.labels!)), false),
    };
    return { losses, shown: mean(lossParts(method, some).losses, 0) };
  });
  return {
    losses: concat(
      both.map(({ losses }) => losses),
      0,
    ),
    shown: concat(
      both.map(({ shown }) => shown),
      0,
    ),
    carried: kept,
  };
}

/**
 * Rows of a batch whose loss is shown in curves. The gradient of most losses does not need their
 * value, and logarithms of all of a batch's scores would be a tenth of a step's work.
 */
const sampled = 32;

/** Fewer students than this have so few scores that taking a sample costs more than it saves. */
const manyStudents = 16;

/**
 * Whether a loss can be told from some rows: it looks at nothing else of them, and keeps nothing.
 */
function isSampled(method: LossMethod, { options, students }: HeadShape): boolean {
  if (method.kept !== undefined || students < manyStudents) return false;
  return [...checkLoss(method, options).reads].every((name) => name === "prior");
}

/** The first rows of a batch, as many as are shown or there are. */
function firstRows(x: Tensor): Tensor {
  const bound = (row: number) => constant(ndarray(BigInt64Array.of(BigInt(row)), [1]));
  return sliceRows(x, bound(0), bound(sampled), "sample");
}

/** `[students, options]`, of columns. */
function priorOf(head: HeadShape, columns: Tensor): Tensor {
  return squeeze(asChoices(head, expandDims(columns, 0), false), 0);
}

/**
 * The scores `[batch, students, options]` of other features: `[batch, d]`, or each student's own,
 * `[batch, students, d]`.
 */
function secondScores(head: HeadShape, x: Tensor, weight: Tensor, mask?: Tensor): Tensor {
  if (x.shape.length === 2) return asChoices(head, headScores(head, weight, x, mask), true);
  const width = columnsPerStudent(head);
  const alone = { ...head, students: 1 };
  const columns = (of: Tensor) =>
    transpose(reshape(of, [of.shape[0]!, head.students, width]), [1, 0, 2]);
  const ofStudent = transpose(x, [1, 0, 2]);
  const slopes = slice(weight, 0, 0, head.features);
  const product = matmul(ofStudent, columns(mask ? mul(slopes, mask) : slopes));
  const scores =
    head.shape === "compare"
      ? product
      : add(product, columns(slice(weight, 0, head.features, head.features + 1)));
  const placed = transpose(scores, [1, 0, 2]);
  return asChoices(alone, reshape(placed, [x.shape[0]!, head.students * width]), true);
}
