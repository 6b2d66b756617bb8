// The decoder that Llama made common, and the options in which its descendants differ: RMS norm
// before each sublayer, rotary positions, grouped-query attention, a gated feed-forward. Source:
// arXiv 2302.13971 and 2307.09288; names and order of operations are those of transformers'
// modeling_llama.py.

import type { GatedDecoderConfig, GatedDecoderSizes } from "../../config/gated-decoder.js";
import type { Architecture, Block, Linear } from "../architecture.js";
import { lookBack } from "./attention.js";
import { rotaryDecoder } from "./decoder.js";
import { gatedFeedForward } from "./feed-forward.js";
import { linear, type NormAt, rmsNormAt } from "./layers.js";
import { residualBlock } from "./residual-block.js";
import { type Turning, turningOf } from "./rotary.js";
import { perHead, selfAttention } from "./self-attention.js";

export interface GatedDecoderOptions {
  /** Biases of the query, key and value projections. */
  readonly qkvBias: boolean;
  /** Bias of the projection after attention. */
  readonly outputBias: boolean;
  readonly mlpBias: boolean;
  /** Queries and keys are normalised within each head, before they are rotated. */
  readonly qkNorm: boolean;
  /** How many tokens block `index` looks back over, itself counted; null: all. */
  window(index: number): number | null;
  /** Whether block `index` turns queries and keys; default: every one does. */
  turns?(index: number): boolean;
  /** Default: the RMS norm. */
  readonly norm?: NormAt;
  /** What embeddings are multiplied with; default: they stay. */
  readonly embeddingScale?: number;
}

export function gatedDecoder(
  config: GatedDecoderConfig,
  options: GatedDecoderOptions,
): Architecture {
  const turning = turningOf(config.rope, config.headSize);
  return rotaryDecoder(config, {
    ...options,
    block: (index) => block(config, options, index, turning),
  });
}

function block(
  config: GatedDecoderConfig,
  { qkvBias, outputBias, mlpBias, qkNorm, window, turns, norm = rmsNormAt }: GatedDecoderOptions,
  index: number,
  turning: Turning,
): Block {
  const { hiddenSize: d, headSize, normEps } = config;
  const at = `layers.${index}`;
  const ofHeads = (name: string) => perHead(norm(name, headSize, normEps), headSize);
  return residualBlock(
    {
      before: norm(`${at}.input_layernorm`, d, normEps),
      inner: selfAttention({
        ...config,
        ...attentionLinears(config, `${at}.self_attn`, qkvBias, outputBias),
        look: lookBack(window(index)),
        norms: qkNorm
          ? { q: ofHeads(`${at}.self_attn.q_norm`), k: ofHeads(`${at}.self_attn.k_norm`) }
          : undefined,
        turning: turns?.(index) === false ? undefined : turning,
      }),
    },
    {
      before: norm(`${at}.post_attention_layernorm`, d, normEps),
      inner: gatedMlp(config, `${at}.mlp`, mlpBias),
    },
  );
}

/** Llama's four linear layers of attention. */
export function attentionLinears(
  { hiddenSize: d, heads, kvHeads, headSize }: GatedDecoderSizes,
  at: string,
  qkvBias: boolean,
  outputBias = qkvBias,
): { readonly qkv: readonly [Linear, Linear, Linear]; readonly output: Linear } {
  return {
    qkv: [
      linear(`${at}.q_proj`, heads * headSize, d, qkvBias),
      linear(`${at}.k_proj`, kvHeads * headSize, d, qkvBias),
      linear(`${at}.v_proj`, kvHeads * headSize, d, qkvBias),
    ],
    output: linear(`${at}.o_proj`, d, heads * headSize, outputBias),
  };
}

/** Llama's feed-forward. */
export function gatedMlp(config: GatedDecoderSizes, at: string, bias: boolean) {
  const { hiddenSize: d, intermediateSize: wide, activation } = config;
  const layers = ["gate_proj", "up_proj"].map((name) => linear(`${at}.${name}`, wide, d, bias));
  return gatedFeedForward(
    activation,
    layers as [Linear, Linear],
    linear(`${at}.down_proj`, d, wide, bias),
  );
}
