// Students trained as the scripts of reference/lab train theirs: the same examples, in the same
// order, from the same weights, so that steps can be held against PyTorch's.

import { readFileSync } from "node:fs";
import { type Arrays, batchBounds, ndarray, nodeRuntime, Trainer, zerosArray } from "@w2s/grad";
import type { LossMethod } from "../../methods/losses.js";
import { type FinetuneOptions, finetuneRecipe } from "../finetune/recipe.js";
import { finetuneStudent } from "../finetune/training/fit.js";
import { type AdamRecipe, probeRecipe } from "../probe/recipe.js";
import type { Groups, ProbeData, ProbeStudent } from "../probe/training/fit.js";
import { headOptimizer, headRows, withScores } from "../probe/training/head.js";
import { startingState } from "../probe/training/losses.js";
import { scoredWeights } from "../probe/training/mean-teachers.js";
import {
  groupByMethod,
  labelMatrix,
  priorVector,
  probeTraining,
} from "../probe/training/program.js";
import { tinyModel } from "./tiny-student.js";

/** A fixture that a script of reference/lab wrote. */
export const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../methods/fixtures/${name}.json`, import.meta.url), "utf8"));

/** The examples of losses.py, by how many options they have. */
interface Examples {
  readonly n: number;
  readonly batch: number;
  readonly epochs: number;
  readonly labels: readonly number[];
}
const examples: {
  readonly probes: Readonly<
    Record<string, Examples & { readonly d: number; readonly x: readonly number[] }>
  >;
  readonly finetuned: Readonly<
    Record<string, Examples & { readonly ids: readonly (readonly number[])[] }>
  >;
} = fixture("losses");

/** The scripts' order, and what they draw. */
const orderOf = (epoch: number, n: number) =>
  Int32Array.from({ length: n }, (_, i) => (i * 7 + 13 * epoch) % n);
const drawsOf = (epoch: number, n: number) =>
  Float32Array.from({ length: n }, (_, i) => ((37 * i + 11 * epoch) % 64) / 64);
/** Rows 0 to n - 1. */
export const rowsOf = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

export interface TrainedProbe {
  /** The loss of each step. */
  readonly steps: number[];
  /**
   * What is scored of its logits' head, or of the log-odds' with two options: `[d + 1][columns]`.
   */
  readonly weight: number[][];
}

/** A head as PyTorch has it. */
export interface Head {
  /** `[options, d]` and `[options]`. */
  readonly weight: readonly number[];
  readonly bias: readonly number[];
}

/** PyTorch's head as our probes have it, as in `TrainedProbe`. */
export function columnsOf({ weight, bias }: Head, options: number): number[][] {
  const d = weight.length / options;
  return Array.from({ length: d + 1 }, (_, row) => {
    const values = Array.from({ length: options }, (_, k) =>
      row === d ? bias[k]! : weight[k * d + row]!,
    );
    return options === 2 ? [values[1]! - values[0]!] : values;
  });
}

/** Trains probes side by side, one a method, and gives them in the methods' order. */
export async function trainProbes(
  options: number,
  methods: readonly LossMethod[],
  settings: { readonly weightDecay?: number; readonly epsilon?: number } = {},
): Promise<TrainedProbe[]> {
  const { n, d, batch, epochs, x, labels } = examples.probes[options]!;
  const own = ndarray(Float32Array.from(labels), [n, options]);
  const students = methods.map(
    (method): ProbeStudent => ({
      name: method.name,
      method,
      train: own,
      validation: own,
      features: undefined,
    }),
  );
  const groups: Groups = groupByMethod(students, options);
  const ordered = groups.flat();
  const head = { shape: "classify", options, features: d, students: students.length } as const;
  const { weightDecay = 0, epsilon } = settings;
  const given = { batchSize: batch, epochs, learningRate: 0.02, weightDecay };
  const recipe = probeRecipe(given) as AdamRecipe;
  const bounds = batchBounds(n, batch);
  const spec = {
    ...probeTraining(groups, head, recipe, n),
    ...headOptimizer(head, recipe, epsilon),
  };
  const trainer = await Trainer.load(
    nodeRuntime,
    withScores(spec, head, [], scoredWeights(groups, head)),
    epochs * bounds.starts.length,
  );
  const features = ndarray(Float32Array.from(x), [n, d]);
  const rows = rowsOf(n);
  const data: ProbeData = {
    shape: "classify",
    options,
    features,
    train: rows,
    validation: rows,
  };
  const width = options === 2 ? 1 : options;
  const columns = students.length * width;
  let state = trainer.start(
    { weight: zerosArray("float32", [headRows(head), columns]) },
    startingState(groups, head, n),
  );
  const steps: number[][] = methods.map(() => []);
  let scored = state.parameters.weight!;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const inputs: Arrays = {
      x: features,
      labels: labelMatrix(ordered, data),
      index: ndarray(rows, [n]),
      uniform: ndarray(drawsOf(epoch, n), [n]),
    };
    const constants = { prior: priorVector(ordered, options) };
    const order = orderOf(epoch, n);
    const result = await trainer.run(state, inputs, constants, { order, ...bounds });
    state = result.state;
    scored = (result.after.weight ?? state.parameters.weight!) as typeof scored;
    result.losses.data.forEach((loss, i) => {
      steps[i % methods.length]!.push(Number(loss));
    });
  }
  await trainer.release();
  return students.map((student) => {
    const s = ordered.indexOf(student);
    return {
      steps: steps[s]!,
      weight: Array.from({ length: d + 1 }, (_, row) =>
        Array.from({ length: width }, (_, c) => Number(scored.data[row * columns + s * width + c])),
      ),
    };
  });
}

/** Finetunes the tiny model by a method. */
export function finetuneTiny(options: number, method: LossMethod, more: FinetuneOptions = {}) {
  const { n, batch, epochs, ids, labels } = examples.finetuned[options]!;
  const own = ndarray(Float32Array.from(labels), [n, options]);
  const few = rowsOf(1);
  const data = {
    model: tinyModel,
    shape: "classify",
    options,
    ids: ids.map((text) => Int32Array.from(text)),
    train: rowsOf(n),
    validation: few,
    predict: few,
  } as const;
  const student = {
    name: method.name,
    method,
    train: own,
    validation: ndarray(own.data.slice(0, options), [1, options]),
  };
  const recipe = finetuneRecipe({
    batchSize: batch,
    epochs,
    learningRate: 2e-3,
    schedule: "constant",
    warmup: 0,
    evaluateEvery: 1,
    ...more,
  });
  const cut = (order: Int32Array) =>
    Array.from({ length: Math.ceil(n / batch) }, (_, i) => order.slice(i * batch, (i + 1) * batch));
  return finetuneStudent(student, data, recipe, {
    runtime: nodeRuntime,
    seed: 0,
    threads: 1,
    batches: (epoch) => cut(orderOf(epoch - 1, n)),
    draws: (epoch) => drawsOf(epoch - 1, n),
  });
}
