// BERT: an encoder, norm after each sublayer, learnt positions. Source: arXiv 1810.04805; the
// checkpoint names and the order of operations are those of transformers' modeling_bert.py. Dropout
// is off.

import type { BertConfig } from "../config/bert.js";
import { type Architecture, architecture } from "./architecture.js";
import { bertBlock, bertEmbedding, bertNames } from "./blocks/bert-parts.js";

export function bert(config: BertConfig): Architecture {
  return architecture({
    layers: config.layers,
    storedNames: (name) => [name, `bert.${name}`],
    embedding: bertEmbedding(config, config),
    block: (index) => bertBlock(config, bertNames(index)),
    finalNorm: null,
    head: null,
  });
}
