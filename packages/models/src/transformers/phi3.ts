// Phi 3: Llama's block with one product for queries, keys and values and one for both halves of the
// feed-forward; a part of each head may turn. Source: arXiv 2404.14219; transformers'
// modeling_phi3.py.

import type { Phi3Config } from "../config/phi3.js";
import type { Architecture, Block } from "./architecture.js";
import { lookBack } from "./blocks/attention.js";
import { rotaryDecoder } from "./blocks/decoder.js";
import { gatedFeedForward } from "./blocks/feed-forward.js";
import { linear, rmsNormAt } from "./blocks/layers.js";
import { residualBlock } from "./blocks/residual-block.js";
import { type Turning, turningOf } from "./blocks/rotary.js";
import { selfAttention } from "./blocks/self-attention.js";

export function phi3(config: Phi3Config): Architecture {
  const turning = turningOf(config.rope, config.rotarySize);
  return rotaryDecoder(config, { block: (index) => block(config, `layers.${index}`, turning) });
}

function block(config: Phi3Config, at: string, turning: Turning): Block {
  const { hiddenSize: d, heads, kvHeads, headSize, intermediateSize, normEps, activation } = config;
  const products = (heads + 2 * kvHeads) * headSize;
  return residualBlock(
    {
      before: rmsNormAt(`${at}.input_layernorm`, d, normEps),
      inner: selfAttention({
        ...config,
        qkv: [linear(`${at}.self_attn.qkv_proj`, products, d, false)],
        output: linear(`${at}.self_attn.o_proj`, d, heads * headSize, false),
        look: lookBack(config.window),
        turning,
      }),
    },
    {
      before: rmsNormAt(`${at}.post_attention_layernorm`, d, normEps),
      inner: gatedFeedForward(
        activation,
        [linear(`${at}.mlp.gate_up_proj`, 2 * intermediateSize, d, false)],
        linear(`${at}.mlp.down_proj`, d, intermediateSize, false),
      ),
    },
  );
}
