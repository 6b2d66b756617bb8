// One layer's activations of every token: what a frozen part of a model gives the blocks above it,
// computed once.

import { InputError } from "@w2s/base";
import { compile, type NdArray, ndarray, type Program, type Runtime } from "@w2s/grad";
import { batchesByLength } from "./batches.js";
import type { Model } from "./model.js";
import { type Architecture, weightInputs } from "./transformers/architecture.js";
import { packTexts } from "./transformers/pack-texts.js";
import { packedBatch, packedInputs } from "./transformers/packed-batch.js";

/** Activations of every token of texts, at one layer. */
export interface TokenStates {
  /** `[tokens, width]`: the tokens of all texts, one text after the other, in their order. */
  readonly states: NdArray<"float32">;
  /** `[texts + 1]`: where each text's tokens begin, and the number of all tokens. */
  readonly offsets: NdArray<"int32">;
}

/** Which layer's activations are wanted, and what runs. */
export interface TokenStateOptions {
  /** In [0, model.layers]. */
  readonly layer: number;
  readonly runtime: Runtime;
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of texts done. */
  readonly onProgress?: (texts: number) => void;
}

const buckets = 2;

/**
 * Reads texts, given as token ids, up to a layer.
 * @throws InputError for a layer that the model does not have or a text without a token; the
 * signal's reason when aborted.
 */
export async function extractTokenStates(
  model: Pick<Model, "name" | "architecture" | "layers" | "width" | "weights">,
  ids: readonly Int32Array[],
  { layer, runtime, threads = 2, signal, onProgress }: TokenStateOptions,
): Promise<TokenStates> {
  if (!Number.isInteger(layer) || layer < 0 || layer > model.layers) {
    throw new InputError(
      `token states: ${model.name} has layers 0 to ${model.layers}, got ${layer}`,
    );
  }
  const empty = ids.findIndex(({ length }) => length === 0);
  if (empty >= 0)
    throw new InputError(
      `token states: text ${empty + 1} has no token for ${model.name}; leave it out`,
    );
  const { width } = model;
  const offsets = offsetsOf(ids);
  const states = new Float32Array(offsets.at(-1)! * width);
  const weights = model.weights(model.architecture.parameters(layer));
  const executable = await runtime.load(statesProgram(model.architecture, layer), {
    threads,
    planned: false,
  });
  try {
    let done = 0;
    for (const { rows } of batchesByLength(
      ids.map(({ length }) => length),
      { maxPadding: 0.2 },
    )) {
      signal?.throwIfAborted();
      const texts = rows.map((row) => ids[row]!);
      const { states: read } = await executable.run({ ...weights, ...packTexts(texts, buckets) });
      let at = 0;
      rows.forEach((row, i) => {
        const end = at + texts[i]!.length * width;
        states.set(read!.data.subarray(at, end) as Float32Array, offsets[row]! * width);
        at = end;
      });
      done += rows.length;
      onProgress?.(done);
    }
  } finally {
    await executable.release();
  }
  return {
    states: ndarray(states, [offsets.at(-1)!, width]),
    offsets: ndarray(offsets, [offsets.length]),
  };
}

function offsetsOf(ids: readonly Int32Array[]): Int32Array {
  const offsets = new Int32Array(ids.length + 1);
  ids.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  return offsets;
}

/** `states: [tokens, width]` of packed texts. */
function statesProgram(architecture: Architecture, layer: number): Program {
  const signature = { ...weightInputs(architecture.parameters(layer)), ...packedInputs(buckets) };
  return compile(signature, (tensors) => {
    const batch = packedBatch(tensors, buckets);
    return { states: architecture.hiddenStates(batch, (name) => tensors[name]!, layer).at(-1)! };
  });
}
