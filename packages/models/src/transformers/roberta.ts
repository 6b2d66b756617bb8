// RoBERTa, XLM-R and CamemBERT: BERT whose positions count on from the padding token's id. A text
// that has the padding token in it keeps counting there, where transformers does not. Source: arXiv
// 1907.11692, 1911.02116 and 1911.03894; transformers' modeling_roberta.py.

import type { RobertaConfig } from "../config/roberta.js";
import { type Architecture, architecture } from "./architecture.js";
import { bertBlock, bertEmbedding, bertNames } from "./blocks/bert-parts.js";

export function roberta(config: RobertaConfig): Architecture {
  return architecture({
    layers: config.layers,
    storedNames: (name) => [name, `roberta.${name}`],
    embedding: bertEmbedding(config, config),
    block: (index) => bertBlock(config, bertNames(index)),
    finalNorm: null,
    head: null,
  });
}
