// BERT: an encoder, norm after each sublayer, learnt positions. Source: arXiv 1810.04805; the
// checkpoint names and the order of operations are those of transformers' modeling_bert.py. Dropout
// is off.

import { add, gather, slice } from "@w2s/grad";
import type { BertConfig } from "../config/bert.js";
import { type Architecture, architecture, type Block, type Embedding } from "./architecture.js";
import { attend, lookAtAll } from "./blocks/attention.js";
import { activate, layerNormAt, linear, linearsOf, shapesOf } from "./blocks/layers.js";
import { embedTokens } from "./token-batch.js";

export function bert(config: BertConfig): Architecture {
  return architecture({
    layers: config.layers,
    storedNames: (name) => [name, `bert.${name}`],
    embedding: embedding(config),
    block: (index) => block(config, `encoder.layer.${index}`),
    finalNorm: null,
    head: null,
  });
}

/** Words, positions and the first token type, normalised. */
function embedding({ hiddenSize: d, normEps, ...config }: BertConfig): Embedding {
  const norm = layerNormAt("embeddings.LayerNorm", d, normEps);
  const [words, places, types] = ["word", "position", "token_type"].map(
    (table) => `embeddings.${table}_embeddings.weight`,
  ) as [string, string, string];
  return {
    table: words,
    shapes: {
      [words]: [config.vocabSize, d],
      [places]: [config.maxPositions, d],
      [types]: [config.typeVocabSize, d],
      ...norm.shapes,
    },
    run(batch, weights) {
      const placed = add(
        gather(weights(places), batch.tokens.positions),
        slice(weights(types), 0, 0, 1),
      );
      return norm.run(embedTokens(batch, weights(words), placed), weights);
    },
  };
}

function block(config: BertConfig, at: string): Block {
  const { hiddenSize: d, intermediateSize, heads, headSize, normEps, activation } = config;
  const layers = {
    q: linear(`${at}.attention.self.query`, d, d),
    k: linear(`${at}.attention.self.key`, d, d),
    v: linear(`${at}.attention.self.value`, d, d),
    output: linear(`${at}.attention.output.dense`, d, d),
    afterAttention: layerNormAt(`${at}.attention.output.LayerNorm`, d, normEps),
    wide: linear(`${at}.intermediate.dense`, intermediateSize, d),
    narrow: linear(`${at}.output.dense`, d, intermediateSize),
    afterFeedForward: layerNormAt(`${at}.output.LayerNorm`, d, normEps),
  };
  return {
    shapes: shapesOf(...Object.values(layers)),
    linears: linearsOf(...Object.values(layers)),
    branches: [layers.output.name, layers.narrow.name],
    run(x, batch, weights, rows = batch.tokens) {
      const own = rows.take(x);
      const parts = {
        q: layers.q.run(own, weights),
        k: layers.k.run(x, weights),
        v: layers.v.run(x, weights),
      };
      const mixed = attend(parts, batch, rows, lookAtAll, { heads, kvHeads: heads, headSize });
      const attended = layers.afterAttention.run(
        add(layers.output.run(mixed, weights), own),
        weights,
      );
      const wide = activate(activation, layers.wide.run(attended, weights));
      return layers.afterFeedForward.run(add(layers.narrow.run(wide, weights), attended), weights);
    },
  };
}
