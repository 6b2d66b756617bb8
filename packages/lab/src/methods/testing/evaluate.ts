// For tests: what a method's loss says of one batch.

import {
  compile,
  expandDims,
  gradients,
  input,
  mean,
  mul,
  ndarray,
  nodeRuntime,
  sum,
  type Tensor,
} from "@w2s/grad";
import { lossParts } from "../loss.js";
import type { LossMethod } from "../method.js";

export interface Batch {
  /** By example, student and option. */
  readonly logits: readonly (readonly (readonly number[])[])[];
  readonly labels: readonly (readonly (readonly number[])[])[];
  readonly progress: number;
  /** By student and option; default: equal ones. */
  readonly prior?: readonly (readonly number[])[];
  /** Mean teachers' scores, by example, student and option; default: some. */
  readonly teacher?: readonly (readonly (readonly number[])[])[];
}

export interface Evaluated {
  /** By example and student. */
  readonly losses: readonly (readonly number[])[];
  /** Gradients of the batch means by the logits. */
  readonly slopes: readonly (readonly (readonly number[])[])[];
}

/** What students' heads see of example i: three numbers. */
const featuresOf = (i: number) => [Math.sin(i + 1), Math.cos(2 * i), 0.3 * i - 0.5];

/**
 * Weights of a student's head, `[options, 3]`: its logits are not those given, but methods'
 * forward.
 */
const headOf = (student: number, options: number) =>
  Array.from({ length: options }, (_, k) => [0.5 * k, student - k, 0.1 * (k + student)]);

/** What the mean teacher of a student says of example i. */
const teacherOf = (i: number, student: number, options: number) =>
  Array.from({ length: options }, (_, k) => Math.sin(i + 2 * student + 3 * k));

export async function evaluate(
  method: LossMethod,
  { logits, labels, progress, prior, teacher }: Batch,
  firstStudent = 0,
): Promise<Evaluated> {
  const [examples, students, options] = [
    logits.length,
    logits[0]!.length,
    logits[0]![0]!.length,
  ] as const;
  const scores = input("float32", ["batch", students, options]);
  const kept = Object.entries(method.kept?.state ?? {}).map(([name, { axes }]) => {
    const sizes = { examples, students, options };
    return [
      `state ${name}`,
      input(
        "float32",
        axes.map((axis) => sizes[axis]),
      ),
    ] as const;
  });
  const signature = {
    logits: scores,
    labels: scores,
    progress: input("float32", []),
    prior: input("float32", [students, options]),
    index: input("int32", ["batch"]),
    uniform: input("float32", ["batch"]),
    features: input("float32", ["batch", 3]),
    teacher: scores,
    heads: input("float32", [students, options, 3]),
  };
  const program = compile({ ...signature, ...Object.fromEntries(kept) }, (tensors) => {
    const forward = (x: Tensor) => {
      const own = x.shape.length === 2 ? expandDims(x, 1) : x;
      return sum(mul(expandDims(own, 2), tensors.heads), 3);
    };
    const state = Object.fromEntries(
      Object.keys(method.kept?.state ?? {}).map((name) => [
        name,
        (tensors as Readonly<Record<string, Tensor>>)[`state ${name}`]!,
      ]),
    );
    const { losses } = lossParts(method, { ...tensors, forward, state });
    const [slopes] = gradients(sum(mean(losses, 0)), [tensors.logits]);
    return { losses, slopes: slopes! };
  });
  const executable = await nodeRuntime.load(program);
  const floats = (values: readonly number[], shape: readonly number[]) =>
    ndarray(Float32Array.from(values), shape);
  const rows = Array.from({ length: examples }, (_, i) => i);
  const heads = Array.from({ length: students }, (_, s) => headOf(firstStudent + s, options));
  const said = rows.map((i) => heads.map((_, s) => teacherOf(i, firstStudent + s, options)));
  const equal = Array.from({ length: students }, () =>
    new Array<number>(options).fill(1 / options),
  );
  const results = await executable.run({
    logits: floats(logits.flat(2), [examples, students, options]),
    labels: floats(labels.flat(2), [examples, students, options]),
    progress: floats([progress], []),
    prior: floats((prior ?? equal).flat(), [students, options]),
    index: ndarray(Int32Array.from(rows), [examples]),
    uniform: floats(
      rows.map((i) => ((i * 7) % 10) / 10),
      [examples],
    ),
    features: floats(rows.flatMap(featuresOf), [examples, 3]),
    teacher: floats((teacher ?? said).flat(2), [examples, students, options]),
    heads: floats(heads.flat(2), [students, options, 3]),
    ...Object.fromEntries(
      kept.map(([name, { shape }]) => {
        const sizes = shape as readonly number[];
        return [
          name,
          floats(new Array<number>(sizes.reduce((n, size) => n * size, 1)).fill(0.1), sizes),
        ];
      }),
    ),
  });
  await executable.release();
  const flat = (name: "losses" | "slopes") => [...results[name].data].map(Number);
  return {
    losses: rows.map((i) => flat("losses").slice(i * students, (i + 1) * students)),
    slopes: rows.map((i) =>
      Array.from({ length: students }, (_, s) => {
        const at = (i * students + s) * options;
        return flat("slopes").slice(at, at + options);
      }),
    ),
  };
}

/**
 * A batch of one student with two options, by log-odds and by labels' probabilities of option 1.
 */
export function binary(
  odds: readonly number[],
  labels: readonly number[],
  progress = 0.5,
  prior?: number,
): Batch {
  return {
    logits: odds.map((z) => [[0, z]]),
    labels: labels.map((p) => [[1 - p, p]]),
    progress,
    ...(prior !== undefined && { prior: [[1 - prior, prior]] }),
  };
}

/** Losses of a batch of one student. */
export async function lossesOf(method: LossMethod, batch: Batch): Promise<number[]> {
  const { losses } = await evaluate(method, batch);
  return losses.map(([loss]) => loss!);
}
