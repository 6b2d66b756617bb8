// The decoder of Gemma 2 and 3: embeddings scaled by the root of the width, RMS norms whose gain is
// 1 + w, one before and one after each sublayer, scores of attention scaled by a number of the
// config, logits softly capped. Source: arXiv 2408.00118 and 2503.19786; transformers'
// modeling_gemma2.py and modeling_gemma3.py.

import type { GemmaConfig } from "../../config/gemma.js";
import type { Architecture, Block } from "../architecture.js";
import { lookBack } from "./attention.js";
import { rotaryDecoder } from "./decoder.js";
import { attentionLinears, gatedMlp } from "./gated-decoder.js";
import { offsetRmsNormAt } from "./layers.js";
import { residualBlock } from "./residual-block.js";
import type { Turning } from "./rotary.js";
import { perHead, selfAttention } from "./self-attention.js";

export interface GemmaOptions {
  /** How many tokens block `index` looks back over, itself counted; null: all. */
  window(index: number): number | null;
  /** How block `index` turns queries and keys. */
  turning(index: number): Turning;
  /** Queries and keys are normalised within each head, before they are rotated. */
  readonly qkNorm: boolean;
  /** The soft cap of attention's scores; null: none. */
  readonly cap: number | null;
}

export function gemmaDecoder(config: GemmaConfig, options: GemmaOptions): Architecture {
  return rotaryDecoder(config, {
    block: (index) => block(config, options, index),
    embeddingScale: Math.sqrt(config.hiddenSize),
    norm: offsetRmsNormAt,
    cap: config.logitCap,
  });
}

function block(config: GemmaConfig, options: GemmaOptions, index: number): Block {
  const { hiddenSize, headSize, normEps, attentionBias, queryScalar } = config;
  const at = `layers.${index}`;
  const norm = (name: string) => offsetRmsNormAt(`${at}.${name}`, hiddenSize, normEps);
  const ofHeads = (name: string) =>
    perHead(offsetRmsNormAt(`${at}.self_attn.${name}`, headSize, normEps), headSize);
  return residualBlock(
    {
      before: norm("input_layernorm"),
      inner: selfAttention({
        ...config,
        ...attentionLinears(config, `${at}.self_attn`, attentionBias),
        look: lookBack(options.window(index)),
        norms: options.qkNorm ? { q: ofHeads("q_norm"), k: ofHeads("k_norm") } : undefined,
        turning: options.turning(index),
        scale: 1 / Math.sqrt(queryScalar),
        cap: options.cap,
      }),
      after: norm("post_attention_layernorm"),
    },
    {
      before: norm("pre_feedforward_layernorm"),
      inner: gatedMlp(config, `${at}.mlp`, false),
      after: norm("post_feedforward_layernorm"),
    },
  );
}
