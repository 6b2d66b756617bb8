// GPT-NeoX (Pythia): a decoder with layer norms, rotary positions on a part of each head, and
// attention and feed-forward side by side on one input where the config says so. Source: arXiv
// 2204.06745; names and order of operations are those of transformers' modeling_gpt_neox.py.

import { add, reshape, split, type Tensor } from "@w2s/grad";
import type { GptNeoxConfig } from "../config/gpt-neox.js";
import { type Architecture, architecture, type Block, underPrefix } from "./architecture.js";
import { attend, lookBack } from "./blocks/attention.js";
import { activate, headOf, layerNormAt, linear, linearsOf, shapesOf } from "./blocks/layers.js";
import { rotate, type Turning, turningOf } from "./blocks/rotary.js";
import { embedTokens } from "./token-batch.js";

export function gptNeox(config: GptNeoxConfig): Architecture {
  const { hiddenSize, vocabSize, layers, normEps } = config;
  const turning = turningOf(config.rope, config.rotarySize);
  return architecture({
    layers,
    storedNames: underPrefix("gpt_neox.", "embed_out", ["lm_head"]),
    embedding: {
      table: "embed_in.weight",
      shapes: { "embed_in.weight": [vocabSize, hiddenSize] },
      run: (batch, weights) => embedTokens(batch, weights("embed_in.weight")),
    },
    block: (index) => block(config, `layers.${index}`, turning),
    finalNorm: layerNormAt("final_layer_norm", hiddenSize, normEps),
    head: headOf({ own: "embed_out", tied: "embed_in" }, config),
  });
}

function block(config: GptNeoxConfig, at: string, turning: Turning): Block {
  const {
    hiddenSize: d,
    intermediateSize,
    heads,
    headSize,
    normEps,
    activation,
    attentionBias,
  } = config;
  const layers = {
    before: layerNormAt(`${at}.input_layernorm`, d, normEps),
    qkv: linear(`${at}.attention.query_key_value`, 3 * d, d, attentionBias),
    output: linear(`${at}.attention.dense`, d, d, attentionBias),
    between: layerNormAt(`${at}.post_attention_layernorm`, d, normEps),
    wide: linear(`${at}.mlp.dense_h_to_4h`, intermediateSize, d),
    narrow: linear(`${at}.mlp.dense_4h_to_h`, d, intermediateSize),
  };
  return {
    shapes: shapesOf(...Object.values(layers)),
    linears: linearsOf(...Object.values(layers)),
    branches: [layers.output.name, layers.narrow.name],
    run(x, batch, weights, rows = batch.tokens) {
      // Each head's query, key and value lie side by side: [heads, 3, headSize].
      const qkv = reshape(layers.qkv.run(layers.before.run(x, weights), weights), [
        -1,
        heads,
        3 * headSize,
      ]);
      const [q, k, v] = split(qkv, [headSize, headSize, headSize], 2).map((part) =>
        reshape(part, [-1, d]),
      ) as [Tensor, Tensor, Tensor];
      const mixed = attend(
        {
          q: rotate(rows.take(q), heads, rows, turning),
          k: rotate(k, heads, batch.tokens, turning),
          v,
        },
        batch,
        rows,
        lookBack(null),
        { heads, kvHeads: heads, headSize },
      );
      const own = rows.take(x);
      const attended = add(own, layers.output.run(mixed, weights));
      const inner = layers.between.run(config.parallelResidual ? own : attended, weights);
      const wide = activate(activation, layers.wide.run(inner, weights));
      return add(attended, layers.narrow.run(wide, weights));
    },
  };
}
