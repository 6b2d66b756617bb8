// OPT: a decoder with learnt positions, whose table has two rows that no text uses, and norms
// before each sublayer; in the size of 350M norms stand after each sum, and the embeddings are
// narrower than the blocks. What brings the last activations to the embeddings' width is part of
// the head here: every layer has the blocks' width. Source: arXiv 2205.01068; transformers'
// modeling_opt.py.

import { add, gather, matmul, reshape } from "@w2s/grad";
import type { OptConfig } from "../config/opt.js";
import {
  type Architecture,
  architecture,
  type Block,
  type Embedding,
  type Linear,
  underPrefix,
} from "./architecture.js";
import { lookBack } from "./blocks/attention.js";
import { feedForward } from "./blocks/feed-forward.js";
import { headOf, layerNormAt, linear } from "./blocks/layers.js";
import { residualBlock } from "./blocks/residual-block.js";
import { selfAttention } from "./blocks/self-attention.js";
import { embedTokens } from "./token-batch.js";

const firstPosition = 2;
const normEps = 1e-5;

export function opt(config: OptConfig): Architecture {
  const { hiddenSize: d, embeddingSize, layers } = config;
  const isProjected = embeddingSize !== d;
  return architecture({
    layers,
    storedNames: underPrefix("model.", "lm_head"),
    embedding: embedding(config, isProjected),
    block: (index) => block(config, `decoder.layers.${index}`),
    finalNorm: config.finalNorm ? layerNormAt("decoder.final_layer_norm", d, normEps) : null,
    head: headOf(
      { own: "lm_head", tied: "decoder.embed_tokens" },
      { ...config, hiddenSize: embeddingSize },
      isProjected ? { projection: linear("decoder.project_out", embeddingSize, d, false) } : {},
    ),
  });
}

function embedding(config: OptConfig, isProjected: boolean): Embedding {
  const { vocabSize, embeddingSize, hiddenSize: d, maxPositions } = config;
  const [words, places, projection] = ["embed_tokens", "embed_positions", "project_in"].map(
    (name) => `decoder.${name}.weight`,
  ) as [string, string, string];
  return {
    table: words,
    shapes: {
      [words]: [vocabSize, embeddingSize],
      [places]: [maxPositions + firstPosition, d],
      ...(isProjected ? { [projection]: [d, embeddingSize] } : {}),
    },
    run(batch, weights) {
      const placed = gather(weights(places), add(batch.tokens.positions, firstPosition));
      if (!isProjected) return embedTokens(batch, weights(words), placed);
      const tokens = embedTokens(batch, weights(words));
      const wide = matmul(tokens, weights(projection), { transposeB: true });
      return reshape(add(reshape(wide, [...batch.ids.shape, d]), placed), [-1, d]);
    },
  };
}

function block(config: OptConfig, at: string): Block {
  const { hiddenSize: d, intermediateSize, heads, headSize, activation, bias } = config;
  const norm = (name: string) => {
    const layer = layerNormAt(`${at}.${name}`, d, normEps);
    return config.normBefore ? { before: layer } : { onSum: layer };
  };
  return residualBlock(
    {
      ...norm("self_attn_layer_norm"),
      inner: selfAttention({
        qkv: ["q_proj", "k_proj", "v_proj"].map((name) =>
          linear(`${at}.self_attn.${name}`, d, d, bias),
        ) as [Linear, Linear, Linear],
        output: linear(`${at}.self_attn.out_proj`, d, d, bias),
        look: lookBack(null),
        heads,
        kvHeads: heads,
        headSize,
      }),
    },
    {
      ...norm("final_layer_norm"),
      inner: feedForward(
        activation,
        linear(`${at}.fc1`, intermediateSize, d, bias),
        linear(`${at}.fc2`, d, intermediateSize, bias),
      ),
    },
  );
}
