// Features: a model's activations for texts, pooled over tokens, for all wanted layers in one pass.
// Texts run in batches of nearly equal length, so that next to nothing is computed for padding.

import { InputError } from "@w2s/base";
import {
  compile,
  type Executable,
  input,
  type NdArray,
  ndarray,
  type Program,
  type Runtime,
  type Signature,
} from "@w2s/grad";
import { type Batch, batchesByLength } from "./batches.js";
import type { Model } from "./model.js";
import { lackOf } from "./tokenizer/lack.js";
import { type Architecture, weightInputs } from "./transformers/architecture.js";
import { tokenBatch } from "./transformers/padded-batch.js";
import { type Pooling, poolTokens } from "./transformers/token-batch.js";

/** Which layers' activations are wanted, how they become one vector a text, and what runs. */
export interface FeatureOptions {
  /** Which layers, each in [0, model.layers]. */
  readonly layers: readonly number[];
  /** Over a text's tokens, special ones included: their mean (default), the first or the last. */
  readonly pooling?: Pooling;
  /** Longer texts are cut; default: the model's context. */
  readonly maxTokens?: number;
  /** What stands behind each text, and stays where the text is cut. */
  readonly endings?: readonly string[];
  readonly runtime: Runtime;
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of texts done. */
  readonly onProgress?: (texts: number) => void;
}

/** Pooled activations of texts, by layer. */
export interface Features {
  /** By layer: `[texts, width]`, in the order of the texts. */
  readonly features: ReadonlyMap<number, NdArray<"float32">>;
  /** How many texts were cut. */
  readonly truncated: number;
  /** What the vocabulary knows nothing of, as the end of a line; undefined where that is little. */
  readonly lack: string | undefined;
  /** The limit they were cut at. */
  readonly maxTokens: number;
  /** Tokens read in all. */
  readonly tokens: number;
}

/**
 * Reads texts with a model.
 * @throws InputError for a layer that the model does not have or a text without a token; the
 * signal's reason when aborted.
 */
export async function extractFeatures(
  model: Model,
  texts: readonly string[],
  options: FeatureOptions,
): Promise<Features> {
  const { pooling = "mean", runtime, threads = 2, signal, onProgress } = options;
  const layers = checkedLayers(model, options.layers);
  const tokenizer = model.tokenizer(options.maxTokens);
  const { endings } = options;
  const encodings = texts.map((text, i) =>
    endings ? tokenizer.encodeWith(text, endings[i]!) : tokenizer.encode(text),
  );
  const empty = encodings.findIndex(({ ids }) => ids.length === 0);
  if (empty >= 0)
    throw new InputError(
      `features: text ${empty + 1} has no token for ${model.name}; leave it out`,
    );
  const ids = encodings.map((encoding) => encoding.ids);

  const features = new Map(
    layers.map((layer) => [layer, new Float32Array(texts.length * model.width)]),
  );
  const reader = new BatchReader(model, layers, pooling, runtime, threads);
  try {
    let done = 0;
    for (const batch of batchesByLength(ids.map(({ length }) => length))) {
      signal?.throwIfAborted();
      const pooled = await reader.read(batch, ids);
      for (const layer of layers) {
        const rows = pooled[`layer${layer}`]!.data as Float32Array;
        batch.rows.forEach((row, i) => {
          features
            .get(layer)!
            .set(rows.subarray(i * model.width, (i + 1) * model.width), row * model.width);
        });
      }
      done += batch.rows.length;
      onProgress?.(done);
    }
  } finally {
    await reader.release();
  }
  return {
    features: new Map(
      [...features].map(([layer, data]) => [layer, ndarray(data, [texts.length, model.width])]),
    ),
    truncated: encodings.filter(({ truncated }) => truncated).length,
    lack: lackOf(texts, encodings, tokenizer.unknown),
    maxTokens: tokenizer.maxLength,
    tokens: ids.reduce((total, { length }) => total + length, 0),
  };
}

function checkedLayers({ name, layers }: Model, wanted: readonly number[]): readonly number[] {
  const wrong = wanted.find((layer) => !Number.isInteger(layer) || layer < 0 || layer > layers);
  if (wrong === undefined) return [...new Set(wanted)];
  throw new InputError(`features: ${name} has layers 0 to ${layers}, got ${wrong}`);
}

/** Runs batches; padded and unpadded ones have a program each, loaded when first needed. */
class BatchReader {
  private readonly loaded = new Map<boolean, Promise<Executable>>();
  private readonly blocks: number;
  private readonly weights: Readonly<Record<string, NdArray>>;

  constructor(
    private readonly model: Model,
    private readonly layers: readonly number[],
    private readonly pooling: Pooling,
    private readonly runtime: Runtime,
    private readonly threads: number,
  ) {
    this.blocks = Math.max(...layers);
    this.weights = model.weights(model.architecture.parameters(this.blocks));
  }

  async read(
    { rows, length }: Batch,
    ids: readonly Int32Array[],
  ): Promise<Readonly<Record<string, NdArray>>> {
    const padded = rows.some((row) => ids[row]!.length < length);
    const executable = await this.executable(padded);
    const tokens = new Int32Array(rows.length * length);
    const lengths = Int32Array.from(rows, (row) => ids[row]!.length);
    rows.forEach((row, i) => {
      tokens.set(ids[row]!, i * length);
    });
    return executable.run({
      ...this.weights,
      ids: ndarray(tokens, [rows.length, length]),
      ...(padded ? { lengths: ndarray(lengths, [rows.length]) } : {}),
    });
  }

  async release(): Promise<void> {
    for (const executable of this.loaded.values()) await (await executable).release();
  }

  private executable(padded: boolean): Promise<Executable> {
    const known = this.loaded.get(padded);
    if (known) return known;
    const program = featuresProgram(
      this.model.architecture,
      this.blocks,
      this.layers,
      this.pooling,
      padded,
    );
    const executable = this.runtime.load(program, { threads: this.threads });
    this.loaded.set(padded, executable);
    return executable;
  }
}

/**
 * A program from token ids to one vector a text and layer: outputs `layer0`, `layer5`, ... of
 * `[batch, width]`.
 */
function featuresProgram(
  architecture: Architecture,
  blocks: number,
  layers: readonly number[],
  pooling: Pooling,
  padded: boolean,
): Program {
  const signature: Signature = {
    ...weightInputs(architecture.parameters(blocks)),
    ids: input("int32", ["batch", "seq"]),
    ...(padded ? { lengths: input("int32", ["batch"]) } : {}),
  };
  return compile(signature, (tensors) => {
    const batch = tokenBatch(tensors.ids!, tensors.lengths);
    const states = architecture.hiddenStates(batch, (name) => tensors[name]!, blocks);
    const pool = (layer: number) => poolTokens(states[layer]!, batch, pooling);
    return Object.fromEntries(layers.map((layer) => [`layer${layer}`, pool(layer)]));
  });
}
