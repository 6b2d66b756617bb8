// BERT: an encoder, norm after each sublayer, learnt positions. Source: arXiv 1810.04805; the checkpoint names and the
// order of operations are those of transformers' modeling_bert.py. Dropout is off.

import { add, expandDims, gather, layerNorm, reshape, type Shape, slice, type Tensor } from "@w2s/grad";
import type { BertConfig } from "../config/bert.js";
import type { Architecture, TokenBatch, Weights } from "./architecture.js";
import { activate, attend, linear, linearShapes, maskBias, reshapeRows, splitHeads } from "./layers.js";

export function bert(config: BertConfig): Architecture {
  return {
    prefixes: ["", "bert."],
    parameters: (blocks) => parameters(config, blocks),
    hiddenStates(batch, weights, blocks) {
      const states = [embed(config, batch, weights)];
      const bias = batch.mask && attentionBias(batch.mask);
      for (let block = 0; block < blocks; block++) {
        states.push(runBlock(config, batch, weights, `encoder.layer.${block}`, states.at(-1)!, bias));
      }
      return states;
    },
  };
}

function normShapes(name: string, size: number): Record<string, Shape> {
  return { [`${name}.weight`]: [size], [`${name}.bias`]: [size] };
}

function parameters(config: BertConfig, blocks: number): Record<string, Shape> {
  const { hiddenSize: d, intermediateSize } = config;
  const shapes: Record<string, Shape> = {
    "embeddings.word_embeddings.weight": [config.vocabSize, d],
    "embeddings.position_embeddings.weight": [config.maxPositions, d],
    "embeddings.token_type_embeddings.weight": [config.typeVocabSize, d],
    ...normShapes("embeddings.LayerNorm", d),
  };
  for (let block = 0; block < blocks; block++) {
    const at = `encoder.layer.${block}`;
    for (const part of ["query", "key", "value"]) {
      Object.assign(shapes, linearShapes(`${at}.attention.self.${part}`, d, d, true));
    }
    Object.assign(
      shapes,
      linearShapes(`${at}.attention.output.dense`, d, d, true),
      normShapes(`${at}.attention.output.LayerNorm`, d),
      linearShapes(`${at}.intermediate.dense`, intermediateSize, d, true),
      linearShapes(`${at}.output.dense`, d, intermediateSize, true),
      normShapes(`${at}.output.LayerNorm`, d),
    );
  }
  return shapes;
}

function normalize(x: Tensor, weights: Weights, name: string, { normEps }: BertConfig): Tensor {
  return layerNorm(x, weights(`${name}.weight`), weights(`${name}.bias`), normEps);
}

/** Words, positions and the first token type, normalised. */
function embed(config: BertConfig, { ids, positions }: TokenBatch, weights: Weights): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  const words = gather(weights("embeddings.word_embeddings.weight"), ids);
  const places = gather(weights("embeddings.position_embeddings.weight"), positions);
  const type = slice(weights("embeddings.token_type_embeddings.weight"), 0, 0, 1);
  const sum = add(words, add(places, type));
  return normalize(
    reshape(sum, [reshapeRows(batch, seq), config.hiddenSize]),
    weights,
    "embeddings.LayerNorm",
    config,
  );
}

/** `[batch, 1, 1, 1, seq]`: no token looks at padding. */
function attentionBias(mask: Tensor): Tensor {
  return maskBias(expandDims(expandDims(expandDims(mask, 1), 1), 1));
}

function runBlock(
  config: BertConfig,
  batch: TokenBatch,
  weights: Weights,
  at: string,
  x: Tensor,
  bias: Tensor | undefined,
): Tensor {
  const { heads, headSize } = config;
  const project = (part: string) =>
    splitHeads(linear(x, weights, `${at}.attention.self.${part}`, true), batch, heads, headSize);
  const mixed = attend(project("query"), project("key"), project("value"), bias, {
    heads,
    kvHeads: heads,
    headSize,
  });
  const attended = add(linear(mixed, weights, `${at}.attention.output.dense`, true), x);
  const between = normalize(attended, weights, `${at}.attention.output.LayerNorm`, config);
  const wide = activate(config.activation, linear(between, weights, `${at}.intermediate.dense`, true));
  const out = add(linear(wide, weights, `${at}.output.dense`, true), between);
  return normalize(out, weights, `${at}.output.LayerNorm`, config);
}
