// ModernBERT: an encoder with norms before each sublayer (but none before the first block's
// attention, whose input is normalised already), rotary positions, a gated feed-forward, queries,
// keys and values by one product; some blocks look at a neighbourhood alone, and turn at another
// speed. Source: arXiv 2412.13663; transformers' modeling_modernbert.py.

import type { ModernBertConfig } from "../config/modernbert.js";
import { type Architecture, architecture, type Block } from "./architecture.js";
import { lookAround, lookAtAll } from "./blocks/attention.js";
import { gatedFeedForward } from "./blocks/feed-forward.js";
import { layerNormAt, linear } from "./blocks/layers.js";
import { residualBlock } from "./blocks/residual-block.js";
import { type Turning, turningByType } from "./blocks/rotary.js";
import { selfAttention } from "./blocks/self-attention.js";
import { embedTokens } from "./token-batch.js";

export function modernBert(config: ModernBertConfig): Architecture {
  const { hiddenSize: d, vocabSize, layers, layerTypes } = config;
  const norm = normAt(config, "embeddings.norm");
  const table = "embeddings.tok_embeddings.weight";
  const turning = turningByType(config.ropes, config.headSize);
  return architecture({
    layers,
    storedNames: (name) => [name, `model.${name}`],
    embedding: {
      table,
      shapes: { [table]: [vocabSize, d], ...norm.shapes },
      run: (batch, weights) => norm.run(embedTokens(batch, weights(table)), weights),
    },
    block: (index) => block(config, index, turning[layerTypes[index]!]),
    finalNorm: normAt(config, "final_norm"),
    head: null,
  });
}

function normAt({ hiddenSize, normEps, normBias }: ModernBertConfig, name: string) {
  return layerNormAt(name, hiddenSize, normEps, normBias);
}

function block(config: ModernBertConfig, index: number, turning: Turning): Block {
  const { hiddenSize: d, heads, headSize, intermediateSize, activation } = config;
  const at = `layers.${index}`;
  const isLocal = config.layerTypes[index] === "sliding_attention";
  return residualBlock(
    {
      before: index === 0 ? null : normAt(config, `${at}.attn_norm`),
      inner: selfAttention({
        qkv: [linear(`${at}.attn.Wqkv`, 3 * d, d, config.attentionBias)],
        output: linear(`${at}.attn.Wo`, d, d, config.attentionBias),
        look: isLocal ? lookAround(config.reach) : lookAtAll,
        turning,
        heads,
        kvHeads: heads,
        headSize,
      }),
    },
    {
      before: normAt(config, `${at}.mlp_norm`),
      inner: gatedFeedForward(
        activation,
        [linear(`${at}.mlp.Wi`, 2 * intermediateSize, d, config.mlpBias)],
        linear(`${at}.mlp.Wo`, d, intermediateSize, config.mlpBias),
      ),
    },
  );
}
