// What BERT and its descendants share: embeddings of words and places with a norm, and blocks with
// a norm on each sum.

import { add, gather, slice, type Tensor } from "@w2s/grad";
import type { BertConfig } from "../../config/bert.js";
import type { Block, Embedding, Linear } from "../architecture.js";
import { embedTokens } from "../token-batch.js";
import { lookAtAll } from "./attention.js";
import { feedForward } from "./feed-forward.js";
import { layerNormAt, linear } from "./layers.js";
import { residualBlock } from "./residual-block.js";
import { selfAttention } from "./self-attention.js";

export type BertSizes = Omit<BertConfig, "modelType" | "typeVocabSize">;

/**
 * Words, places and, where there are types, the first of them, normalised. `firstPosition` is the
 * row that a text's first token has in the table of places.
 */
export function bertEmbedding(
  { vocabSize, hiddenSize: d, maxPositions, normEps }: BertSizes,
  {
    typeVocabSize,
    firstPosition = 0,
  }: {
    readonly typeVocabSize: number | null;
    readonly firstPosition?: number;
  },
): Embedding {
  const norm = layerNormAt("embeddings.LayerNorm", d, normEps);
  const [words, places, types] = ["word", "position", "token_type"].map(
    (table) => `embeddings.${table}_embeddings.weight`,
  ) as [string, string, string];
  return {
    table: words,
    shapes: {
      [words]: [vocabSize, d],
      [places]: [maxPositions + firstPosition, d],
      ...(typeVocabSize === null ? {} : { [types]: [typeVocabSize, d] }),
      ...norm.shapes,
    },
    run(batch, weights) {
      const { positions } = batch.tokens;
      const rows = firstPosition === 0 ? positions : add(positions, firstPosition);
      const placed = gather(weights(places), rows);
      const typed = (table: Tensor) => add(placed, slice(table, 0, 0, 1));
      const added = typeVocabSize === null ? placed : typed(weights(types));
      return norm.run(embedTokens(batch, weights(words), added), weights);
    },
  };
}

/** The names of a block's layers. */
export interface BertNames {
  readonly qkv: readonly [string, string, string];
  readonly output: string;
  readonly afterAttention: string;
  readonly wide: string;
  readonly narrow: string;
  readonly afterFeedForward: string;
}

export function bertBlock(config: BertSizes, names: BertNames): Block {
  const { hiddenSize: d, intermediateSize, heads, headSize, normEps, activation } = config;
  return residualBlock(
    {
      inner: selfAttention({
        qkv: names.qkv.map((name) => linear(name, d, d)) as [Linear, Linear, Linear],
        output: linear(names.output, d, d),
        look: lookAtAll,
        heads,
        kvHeads: heads,
        headSize,
      }),
      onSum: layerNormAt(names.afterAttention, d, normEps),
    },
    {
      inner: feedForward(
        activation,
        linear(names.wide, intermediateSize, d),
        linear(names.narrow, d, intermediateSize),
      ),
      onSum: layerNormAt(names.afterFeedForward, d, normEps),
    },
  );
}

/** The names of BERT's own blocks, which RoBERTa kept. */
export function bertNames(index: number): BertNames {
  const at = `encoder.layer.${index}`;
  return {
    qkv: [`${at}.attention.self.query`, `${at}.attention.self.key`, `${at}.attention.self.value`],
    output: `${at}.attention.output.dense`,
    afterAttention: `${at}.attention.output.LayerNorm`,
    wide: `${at}.intermediate.dense`,
    narrow: `${at}.output.dense`,
    afterFeedForward: `${at}.output.LayerNorm`,
  };
}
