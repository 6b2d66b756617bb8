// What decoders with rotary positions have around their blocks: an embedding of tokens alone, a
// final RMS norm, a head, and the names of transformers' checkpoints.

import { mul } from "@w2s/grad";
import type { GatedDecoderSizes } from "../../config/gated-decoder.js";
import { type Architecture, architecture, type Block, underPrefix } from "../architecture.js";
import { embedTokens } from "../token-batch.js";
import { headOf, type NormAt, rmsNormAt } from "./layers.js";

export interface RotaryDecoder {
  block(index: number): Block;
  /** What embeddings are multiplied with; default: they stay. */
  readonly embeddingScale?: number;
  /** Default: the RMS norm. */
  readonly norm?: NormAt;
  /** The soft cap of logits, where there is one. */
  readonly cap?: number | null;
}

export function rotaryDecoder(
  config: GatedDecoderSizes,
  { block, embeddingScale, norm = rmsNormAt, cap = null }: RotaryDecoder,
): Architecture {
  const { hiddenSize, layers, normEps } = config;
  const table = "embed_tokens.weight";
  return architecture({
    layers,
    storedNames: underPrefix("model.", "lm_head"),
    embedding: {
      table,
      shapes: { [table]: [config.vocabSize, hiddenSize] },
      run(batch, weights) {
        const tokens = embedTokens(batch, weights(table));
        return embeddingScale === undefined ? tokens : mul(tokens, embeddingScale);
      },
    },
    block,
    finalNorm: norm("norm", hiddenSize, normEps),
    head: headOf({ own: "lm_head", tied: "embed_tokens" }, config, { cap }),
  });
}
