// ELECTRA: BERT whose embeddings have a width of their own, and are brought to that of the blocks.
// Source: arXiv 2003.10555; transformers' modeling_electra.py.

import { add, matmul } from "@w2s/grad";
import type { ElectraConfig } from "../config/electra.js";
import { type Architecture, architecture, type Embedding } from "./architecture.js";
import { bertBlock, bertEmbedding, bertNames } from "./blocks/bert-parts.js";

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
  const narrow = bertEmbedding({ ...config, hiddenSize: embeddingSize }, config);
  if (embeddingSize === d) return narrow;
  const [weight, bias] = ["embeddings_project.weight", "embeddings_project.bias"] as const;
  return {
    table: narrow.table,
    shapes: { ...narrow.shapes, [weight]: [d, embeddingSize], [bias]: [d] },
    run(batch, weights) {
      const wide = matmul(narrow.run(batch, weights), weights(weight), { transposeB: true });
      return add(wide, weights(bias));
    },
  };
}
