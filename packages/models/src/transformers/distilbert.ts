// DistilBERT: BERT's blocks under other names, and no token types. Source: arXiv 1910.01108;
// transformers' modeling_distilbert.py.

import type { DistilBertConfig } from "../config/distilbert.js";
import { type Architecture, architecture } from "./architecture.js";
import { type BertNames, bertBlock, bertEmbedding } from "./blocks/bert-parts.js";

export function distilBert(config: DistilBertConfig): Architecture {
  return architecture({
    layers: config.layers,
    storedNames: (name) => [name, `distilbert.${name}`],
    embedding: bertEmbedding(config, { typeVocabSize: null }),
    block: (index) => bertBlock(config, namesOf(`transformer.layer.${index}`)),
    finalNorm: null,
    head: null,
  });
}

function namesOf(at: string): BertNames {
  return {
    qkv: [`${at}.attention.q_lin`, `${at}.attention.k_lin`, `${at}.attention.v_lin`],
    output: `${at}.attention.out_lin`,
    afterAttention: `${at}.sa_layer_norm`,
    wide: `${at}.ffn.lin1`,
    narrow: `${at}.ffn.lin2`,
    afterFeedForward: `${at}.output_layer_norm`,
  };
}
