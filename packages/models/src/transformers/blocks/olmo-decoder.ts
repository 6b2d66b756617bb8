// The decoder of OLMo 2 and 3: Llama's layers with norms after each sublayer in place of before,
// and queries and keys normalised over all heads together. Source: arXiv 2501.00656; transformers'
// modeling_olmo2.py.

import type { GatedDecoderSizes } from "../../config/gated-decoder.js";
import type { Architecture, Block } from "../architecture.js";
import { lookBack } from "./attention.js";
import { rotaryDecoder } from "./decoder.js";
import { attentionLinears, gatedMlp } from "./gated-decoder.js";
import { rmsNormAt } from "./layers.js";
import { residualBlock } from "./residual-block.js";
import type { Turning } from "./rotary.js";
import { selfAttention } from "./self-attention.js";

interface OlmoConfig extends GatedDecoderSizes {
  readonly attentionBias: boolean;
}

export interface OlmoOptions {
  /** How many tokens block `index` looks back over, itself counted; null: all. */
  window(index: number): number | null;
  /** How block `index` turns queries and keys. */
  turning(index: number): Turning;
}

export function olmoDecoder(config: OlmoConfig, options: OlmoOptions): Architecture {
  return rotaryDecoder(config, { block: (index) => block(config, options, index) });
}

function block(config: OlmoConfig, { window, turning }: OlmoOptions, index: number): Block {
  const { hiddenSize, heads, kvHeads, headSize, normEps, attentionBias } = config;
  const at = `layers.${index}`;
  const norm = (name: string, size: number) => rmsNormAt(`${at}.${name}`, size, normEps);
  return residualBlock(
    {
      inner: selfAttention({
        ...config,
        ...attentionLinears(config, `${at}.self_attn`, attentionBias),
        look: lookBack(window(index)),
        norms: {
          q: norm("self_attn.q_norm", heads * headSize),
          k: norm("self_attn.k_norm", kvHeads * headSize),
        },
        turning: turning(index),
      }),
      after: norm("post_attention_layernorm", hiddenSize),
    },
    {
      inner: gatedMlp(config, `${at}.mlp`, false),
      after: norm("post_feedforward_layernorm", hiddenSize),
    },
  );
}
