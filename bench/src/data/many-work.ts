// The students of finetune-many: one small decoder, Llama-style as the zoo's, from weights of each
// one's own, on labels of its own.

import { join } from "node:path";
import { type Arrays, type NdArray, ndarray, zerosArray } from "@w2s/grad";
import { naive, random } from "@w2s/lab";
import {
  epochBatches,
  finetuneRecipe,
  learningRateAt,
  type SideBySideStudent,
} from "@w2s/lab/internals";
import { architectureOf, parseModelConfig, writeSafetensors } from "@w2s/models";
import { writeRaw } from "./files.js";

export const students = 8;
const tokens = 16;
const examples = 1024;
const config = {
  model_type: "llama",
  vocab_size: 96,
  hidden_size: 64,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  intermediate_size: 128,
  hidden_act: "silu",
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  tie_word_embeddings: true,
} as const;

export const recipe = finetuneRecipe({
  epochs: 3,
  batchSize: 32,
  learningRate: 1e-3,
  pooling: "last",
});

export interface ManyWork {
  readonly students: readonly SideBySideStudent[];
  readonly weights: readonly Arrays[];
  readonly ids: readonly Int32Array[];
}

/**
 * The class is whether a text holds more even words than odd ones; one label in ten is wrong,
 * another one for each student.
 */
export function manyWork(): ManyWork {
  const draw = random(0, "finetune-many");
  const rows = Int32Array.from({ length: examples }, (_, i) => i);
  const ids = Array.from(rows, () =>
    Int32Array.from({ length: tokens }, () => draw.integer(config.vocab_size)),
  );
  const isEven = (text: Int32Array) =>
    text.reduce((sum, word) => sum + 1 - (word % 2), 0) > tokens / 2;
  const few = rows.slice(0, recipe.batchSize);
  const weights = Array.from({ length: students }, (_, seed) => drawnWeights(seed));
  const all = weights.map((own, seed): SideBySideStudent => {
    const said = ids.map((text) => Number(isEven(text) !== draw.uniform() < 0.1));
    const labels = ndarray(Float32Array.from(said.flatMap((label) => [1 - label, label])), [
      examples,
      2,
    ]);
    const validation = ndarray(labels.data.slice(0, 2 * few.length), [few.length, 2]);
    return {
      student: { name: `student ${seed}`, method: naive(), train: labels, validation },
      data: {
        model: modelOf(own),
        shape: "classify",
        options: 2,
        ids,
        train: rows,
        validation: few,
        predict: few,
      },
      seed,
    };
  });
  return { students: all, weights, ids };
}

const parsed = parseModelConfig(config, "the bench's decoder");
const architecture = architectureOf(parsed);

function modelOf(weights: Arrays): SideBySideStudent["data"]["model"] {
  return {
    name: "decoder",
    config: parsed,
    architecture,
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    weights: (shapes) =>
      Object.fromEntries(Object.keys(shapes).map((name) => [name, weights[name]!])),
  };
}

function drawnWeights(seed: number): Arrays {
  const draw = random(seed, "finetune-many weights");
  const shapes = Object.entries(architecture.parameters(config.num_hidden_layers));
  return Object.fromEntries(
    shapes.map(([name, shape]): [string, NdArray] => {
      const array = zerosArray("float32", shape as readonly number[]);
      array.data.forEach((_, i) => {
        array.data[i] = shape.length === 1 ? 1 : 0.1 * draw.normal();
      });
      return [name, array];
    }),
  );
}

/** What the peer needs to train the same students on the same batches. */
export async function writeManyWork(folder: string, { students: all, weights, ids }: ManyWork) {
  const named = weights.flatMap((own, s) =>
    Object.entries(own).map(([name, array]) => [`${s} ${name}`, array] as const),
  );
  const file = join(folder, "many.safetensors");
  await writeSafetensors(file, Object.fromEntries(named));
  const orders = all.flatMap(({ seed, data }) =>
    Array.from({ length: recipe.epochs }, (_, epoch) =>
      epochBatches(data.train, recipe.batchSize, { seed, epoch: epoch + 1 }).flatMap((rows) => [
        ...rows,
      ]),
    ).flat(),
  );
  const steps = recipe.epochs * Math.ceil(examples / recipe.batchSize);
  const labels = all.flatMap(({ student }) => [...(student.train.data as Float32Array)]);
  return {
    config,
    students,
    batch: recipe.batchSize,
    epochs: recipe.epochs,
    weights: file,
    ids: writeRaw(folder, "ids.i32", Int32Array.from(ids.flatMap((text) => [...text]))),
    labels: writeRaw(folder, "labels.f32", Float32Array.from(labels)),
    orders: writeRaw(folder, "orders.i32", Int32Array.from(orders)),
    rates: Array.from({ length: steps }, (_, step) => learningRateAt(recipe, step, steps)),
  };
}
