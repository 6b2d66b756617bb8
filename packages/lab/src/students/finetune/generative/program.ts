// The language-model loss over a batch of texts: every token after a text's first, predicted from
// those before it.

import {
  gather,
  input,
  mul,
  type NdArray,
  ndarray,
  neg,
  type Signature,
  sum,
  type Tensor,
  type Tensors,
} from "@w2s/grad";
import {
  headOfDecoder,
  nextTokenLogProbabilities,
  packedBatch,
  packedInputs,
  packTexts,
  type Weights,
} from "@w2s/models";
import type { TunedModel } from "../program/tuning.js";

/** Groups of nearly equal length that attention runs in. */
export const buckets = 4;

/**
 * Packed texts; for each prediction the row it is made from, and the token that comes; and what
 * their losses' sum is multiplied by.
 */
export function generativeInputs(): Signature {
  return {
    ...packedInputs(buckets),
    rows: input("int32", ["predictions"]),
    targets: input("int32", ["predictions"]),
    share: input("float32", []),
  };
}

/**
 * Values of these inputs for some texts. Of each, tokens are predicted from place `from[i]` on,
 * which is at least 1; default: all that there are but the first.
 */
export function generativeBatch(
  texts: readonly Int32Array[],
  share: number,
  from: readonly number[] = texts.map(() => 1),
): Record<string, NdArray> {
  let end = 0;
  const rows = texts.flatMap(({ length }, text) => {
    end += length;
    const first = end - length + from[text]! - 1;
    return Array.from({ length: length - from[text]! }, (_, i) => first + i);
  });
  const targets = texts.flatMap((ids, text) => [...ids.subarray(from[text]!)]);
  return {
    ...packTexts(texts, buckets),
    rows: ndarray(Int32Array.from(rows), [rows.length]),
    targets: ndarray(Int32Array.from(targets), [targets.length]),
    share: ndarray(Float32Array.of(share), []),
  };
}

/**
 * Arrays as wide as a vocabulary, larger by far than all others of a step, would leave holes
 * between them in the runtime's memory.
 */
const columns = 8192;

/** The sum of the predictions' cross-entropies in nats, times `share`. */
export function generativeLoss(model: TunedModel, lookUp: Weights, inputs: Tensors): Tensor {
  const batch = packedBatch(inputs, buckets);
  const states = model.architecture.hiddenStates(batch, lookUp, model.layers).at(-1)!;
  const chosen = gather(states, inputs.rows!);
  const head = headOfDecoder(model);
  const logs = nextTokenLogProbabilities(chosen, inputs.targets!, head, lookUp, { columns });
  return mul(neg(sum(logs)), inputs.share!);
}
