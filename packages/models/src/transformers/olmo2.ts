// OLMo 2: Llama's layers with norms after each sublayer in place of before, and queries and keys
// normalised over all heads together. Source: arXiv 2501.00656; transformers' modeling_olmo2.py.

import type { Olmo2Config } from "../config/olmo2.js";
import type { Architecture, Block } from "./architecture.js";
import { lookBack } from "./blocks/attention.js";
import { rotaryDecoder } from "./blocks/decoder.js";
import { attentionLinears, gatedMlp } from "./blocks/gated-decoder.js";
import { rmsNormAt } from "./blocks/layers.js";
import { residualBlock } from "./blocks/residual-block.js";
import { type Turning, turningOf } from "./blocks/rotary.js";
import { selfAttention } from "./blocks/self-attention.js";

export function olmo2(config: Olmo2Config): Architecture {
  const turning = turningOf(config.rope, config.headSize);
  return rotaryDecoder(config, { block: (index) => block(config, `layers.${index}`, turning) });
}

function block(config: Olmo2Config, at: string, turning: Turning): Block {
  const { hiddenSize, heads, kvHeads, headSize, normEps, attentionBias } = config;
  const norm = (name: string, size: number) => rmsNormAt(`${at}.${name}`, size, normEps);
  return residualBlock(
    {
      inner: selfAttention({
        ...config,
        ...attentionLinears(config, `${at}.self_attn`, attentionBias),
        look: lookBack(null),
        norms: {
          q: norm("self_attn.q_norm", heads * headSize),
          k: norm("self_attn.k_norm", kvHeads * headSize),
        },
        turning,
      }),
      after: norm("post_attention_layernorm", hiddenSize),
    },
    {
      inner: gatedMlp(config, `${at}.mlp`, false),
      after: norm("post_feedforward_layernorm", hiddenSize),
    },
  );
}
