// ELECTRA: BERT whose embeddings have a width of their own, and are brought to that of the blocks;
// dropout of embeddings stands behind that here, and before it in transformers. Source: arXiv
// 2003.10555; transformers' modeling_electra.py.

import type { ElectraConfig } from "../config/electra.js";
import { type Architecture, architecture, type Embedding } from "./architecture.js";
import { bertBlock, bertEmbedding, bertNames } from "./blocks/bert-parts.js";
import { linear, shapesOf } from "./blocks/layers.js";

export function electra(config: ElectraConfig): Architecture {
  return architecture({
    layers: config.layers,
    storedNames: (name) => [name, `electra.${name}`],
    embedding: embedding(config),
    block: (index) => bertBlock(config, bertNames(index)),
    finalNorm: null,
    head: null,
  });
}

function embedding(config: ElectraConfig): Embedding {
  const { hiddenSize: d, embeddingSize } = config;
  const own = bertEmbedding({ ...config, hiddenSize: embeddingSize }, config);
  if (embeddingSize === d) return own;
  const projection = linear("embeddings_project", d, embeddingSize);
  return {
    table: own.table,
    shapes: shapesOf(own, projection),
    run: (batch, weights) => projection.run(own.run(batch, weights), weights),
  };
}
