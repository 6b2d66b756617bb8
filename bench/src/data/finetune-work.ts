// The full steps that the finetuning benches take: models of real sizes with drawn weights, one
// batch without padding, its loss, AdamW.

import { join } from "node:path";
import {
  type Arrays,
  adamW,
  input,
  logSoftmaxAt,
  matmul,
  mean,
  mul,
  type NdArray,
  ndarray,
  neg,
  reshape,
  type SegmentedStepSpec,
  type StepSpec,
  sum,
  zerosArray,
} from "@w2s/grad";
import { type Random, random } from "@w2s/lab";
import {
  type Architecture,
  architectureOf,
  modelSegments,
  nextTokenLogProbabilities,
  packedBatch,
  packedInputs,
  packedPieces,
  packTexts,
  parseModelConfig,
  type SegmentOptions,
  tokenBatch,
  type Weights,
  weightInputs,
  writeSafetensors,
} from "@w2s/models";

export type FinetuneModel = "encoder" | "decoder";

/** MiniLM's shape, and that of SmolLM2-135M. */
export const configs = {
  encoder: {
    model_type: "bert",
    vocab_size: 30522,
    hidden_size: 384,
    num_hidden_layers: 6,
    num_attention_heads: 12,
    intermediate_size: 1536,
    hidden_act: "gelu",
    max_position_embeddings: 512,
    type_vocab_size: 2,
    layer_norm_eps: 1e-12,
  },
  decoder: {
    model_type: "llama",
    vocab_size: 49152,
    hidden_size: 576,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    intermediate_size: 1536,
    hidden_act: "silu",
    max_position_embeddings: 2048,
    rms_norm_eps: 1e-5,
    rope_theta: 1e5,
    tie_word_embeddings: true,
  },
} as const satisfies Readonly<Record<FinetuneModel, object>>;

export const batches = {
  encoder: { texts: 32, tokens: 128 },
  decoder: { texts: 8, tokens: 128 },
} as const satisfies Readonly<Record<FinetuneModel, object>>;

export const classes = 2;
export const learningRate = 5e-5;

export interface FinetuneWork {
  readonly model: FinetuneModel;
  readonly architecture: Architecture;
  readonly spec: StepSpec;
  readonly weights: Arrays;
  readonly batch: Arrays;
}

/**
 * The encoder is trained to classify by the mean of its tokens; the decoder to say the next token,
 * after every token but a text's last, by the tied embeddings.
 */
export function finetuneWork(model: FinetuneModel): FinetuneWork {
  const config = configs[model];
  const architecture = architectureOf(parseModelConfig(config, `the bench's ${model}`));
  const parameters = {
    ...weightInputs(architecture.parameters(architecture.layers)),
    ...(model === "encoder" ? { [head]: input("float32", [classes, config.hidden_size]) } : {}),
  };
  const draw = random(0, `finetuning bench, ${model}`);
  const weights = Object.entries(parameters).map(
    ([name, { shape }]) => [name, drawn(name, shape as readonly number[], draw)] as const,
  );
  return {
    model,
    architecture,
    weights: Object.fromEntries(weights),
    batch: drawnBatch(model, draw),
    spec: {
      parameters,
      inputs: {
        ids: input("int32", ["batch", "seq"]),
        ...(model === "encoder" ? { labels: input("int32", ["batch"]) } : {}),
        ...(model === "decoder"
          ? { next: input("int32", ["batch", "seq"]), shares: input("float32", ["batch", "seq"]) }
          : {}),
      },
      optimizer: adamW({ weightDecay: 0.01 }),
      loss: wholeLoss(model, architecture),
    },
  };
}

export const head = "head.weight";

/** The encoder's loss sees a vector a text, the decoder's the activations of every token. */
const pooling = { encoder: "mean", decoder: undefined } as const;

type Loss = SegmentOptions["loss"];
/** `columns`: of the vocabulary, how many the decoder's head computes at a time. */
const lossOf: Readonly<
  Record<FinetuneModel, (architecture: Architecture, columns?: number) => Loss>
> = {
  encoder:
    () =>
    (vectors, { weights, inputs }) =>
      neg(mean(logSoftmaxAt(matmul(vectors, weights(head), { transposeB: true }), inputs.labels!))),
  decoder:
    (architecture, columns = Number.POSITIVE_INFINITY) =>
    (states, { weights, inputs }) => {
      const targets = reshape(inputs.next!, [-1]);
      const found = nextTokenLogProbabilities(states, targets, architecture.head!, weights, {
        columns,
      });
      return neg(sum(mul(found, reshape(inputs.shares!, [-1]))));
    },
};

export function wholeLoss(model: FinetuneModel, architecture: Architecture): StepSpec["loss"] {
  const loss = lossOf[model](architecture, 8192);
  return ({ weights: tensors, inputs }) => {
    const weights: Weights = (name) => tensors[name]!;
    const batch = tokenBatch(inputs.ids!);
    const states =
      model === "encoder"
        ? architecture.pooled(batch, weights, "mean")
        : architecture.hiddenStates(batch, weights, architecture.layers).at(-1)!;
    return loss(states, { weights, inputs });
  };
}

/**
 * The same model, loss and batch by segments, whose insides are computed once more on the way back;
 * packed and in pieces of 1,024 tokens, as students are trained.
 */
export function segmentedWork({ model, architecture, spec, batch }: FinetuneWork): {
  readonly spec: SegmentedStepSpec;
  readonly batch: Arrays;
} {
  const { loss, ...stepping } = spec;
  const { ids: rows, ...labels } = batch;
  const dim = model === "encoder" ? "texts" : "tokens";
  const flat = Object.entries(labels).map(
    ([name, { data }]) => [name, { data, dtype: spec.inputs[name]!.dtype }] as const,
  );
  const inputs = {
    ...Object.fromEntries(flat.map(([name, { dtype }]) => [name, input(dtype, [dim])])),
    ...packedInputs(buckets),
  };
  const segments = modelSegments(architecture, {
    batch: (tensors) => packedBatch(tensors, buckets),
    ...(pooling[model] ? { pooling: pooling[model] } : {}),
    head: model === "encoder" ? [head] : [architecture.head!.matrix],
    loss: lossOf[model](architecture),
  });
  const { texts, tokens } = batches[model];
  const data = rows!.data as Int32Array;
  const each = Array.from({ length: texts }, (_, i) => data.slice(i * tokens, (i + 1) * tokens));
  const pieces = (all: Arrays) => packedPieces(all, inputs, { buckets, tokens: 1024 });
  return {
    spec: { ...stepping, inputs, segments, pieces },
    batch: {
      ...Object.fromEntries(
        flat.map(([name, { data }]) => [name, ndarray(data as Float32Array, [data.length])]),
      ),
      ...packTexts(each, buckets),
    },
  };
}

const buckets = 4;

/**
 * Matrices as models are initialised (standard deviation 0.02; uniform, which is quick to draw),
 * norms one, biases zero.
 */
function drawn(name: string, shape: readonly number[], draw: Random): NdArray {
  const array = zerosArray("float32", shape);
  const { data } = array;
  if (shape.length === 1) return name.endsWith("weight") ? ndarray(data.fill(1), shape) : array;
  let state = draw.integer(2 ** 32);
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    data[i] = (0.02 * Math.sqrt(3) * state) / 2 ** 31;
  }
  return array;
}

function drawnBatch(model: FinetuneModel, draw: Random): Arrays {
  const { texts, tokens } = batches[model];
  const shape = [texts, tokens];
  const ids = Int32Array.from({ length: texts * tokens }, () =>
    draw.integer(configs[model].vocab_size),
  );
  if (model === "encoder") {
    const labels = Int32Array.from({ length: texts }, () => draw.integer(classes));
    return { ids: ndarray(ids, shape), labels: ndarray(labels, [texts]) };
  }
  const hasNext = (i: number) => (i + 1) % tokens !== 0;
  const share = 1 / (texts * (tokens - 1));
  return {
    ids: ndarray(ids, shape),
    next: ndarray(
      ids.map((_, i) => (hasNext(i) ? ids[i + 1]! : 0)),
      shape,
    ),
    shares: ndarray(
      Float32Array.from(ids, (_, i) => (hasNext(i) ? share : 0)),
      shape,
    ),
  };
}

/**
 * What the peer needs to take the same steps: its own config, the weights under its names, the
 * batch.
 */
export async function writeFinetuneWork(folder: string, { model, weights, batch }: FinetuneWork) {
  const prefix = model === "decoder" ? "model." : "";
  const file = join(folder, `${model}.safetensors`);
  const named = Object.entries(weights).map(
    ([name, array]) => [name === head ? name : prefix + name, array] as const,
  );
  await writeSafetensors(file, Object.fromEntries(named));
  const ids = batch.ids!;
  const rows = Array.from({ length: ids.shape[0]! }, (_, i) => [
    ...ids.data.slice(i * ids.shape[1]!, (i + 1) * ids.shape[1]!),
  ]);
  return {
    model,
    config: configs[model],
    weights: file,
    rate: learningRate,
    decay: 0.01,
    ids: rows,
    labels: batch.labels ? [...batch.labels.data] : null,
  };
}
