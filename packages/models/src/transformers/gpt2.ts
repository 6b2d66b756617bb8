// GPT-2: a decoder, layer norm before each sublayer, learnt positions, queries, keys and values by
// one product, linear layers stored as [in, out]. Names and order of operations are those of
// transformers' modeling_gpt2.py.

import { add, gather, split, type Tensor } from "@w2s/grad";
import type { Gpt2Config } from "../config/gpt2.js";
import { type Architecture, architecture, type Block, underPrefix } from "./architecture.js";
import { attend, lookBack } from "./blocks/attention.js";
import { activate, conv1d, headOf, layerNormAt, linearsOf, shapesOf } from "./blocks/layers.js";
import { embedTokens } from "./token-batch.js";

export function gpt2(config: Gpt2Config): Architecture {
  const { hiddenSize, vocabSize, maxPositions, layers, normEps } = config;
  return architecture({
    layers,
    storedNames: underPrefix("transformer.", "lm_head"),
    embedding: {
      table: "wte.weight",
      shapes: { "wte.weight": [vocabSize, hiddenSize], "wpe.weight": [maxPositions, hiddenSize] },
      run: (batch, weights) =>
        embedTokens(
          batch,
          weights("wte.weight"),
          gather(weights("wpe.weight"), batch.tokens.positions),
        ),
    },
    block: (index) => block(config, `h.${index}`),
    finalNorm: layerNormAt("ln_f", hiddenSize, normEps),
    head: headOf({ own: "lm_head", tied: "wte" }, config),
  });
}

function block(config: Gpt2Config, at: string): Block {
  const { hiddenSize: d, intermediateSize, heads, headSize, normEps, activation } = config;
  const layers = {
    before: layerNormAt(`${at}.ln_1`, d, normEps),
    qkv: conv1d(`${at}.attn.c_attn`, 3 * d, d),
    output: conv1d(`${at}.attn.c_proj`, d, d),
    between: layerNormAt(`${at}.ln_2`, d, normEps),
    wide: conv1d(`${at}.mlp.c_fc`, intermediateSize, d),
    narrow: conv1d(`${at}.mlp.c_proj`, d, intermediateSize),
  };
  return {
    shapes: shapesOf(...Object.values(layers)),
    linears: linearsOf(...Object.values(layers)),
    branches: [layers.output.name, layers.narrow.name],
    run(x, batch, weights, rows = batch.tokens) {
      const qkv = layers.qkv.run(layers.before.run(x, weights), weights);
      const [q, k, v] = split(qkv, [d, d, d], 1) as [Tensor, Tensor, Tensor];
      const sizes = { heads, kvHeads: heads, headSize };
      const mixed = attend({ q: rows.take(q), k, v }, batch, rows, lookBack(null), sizes);
      const attended = add(rows.take(x), layers.output.run(mixed, weights));
      const wide = activate(
        activation,
        layers.wide.run(layers.between.run(attended, weights), weights),
      );
      return add(attended, layers.narrow.run(wide, weights));
    },
  };
}
