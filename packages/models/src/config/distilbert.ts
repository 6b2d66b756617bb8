// config.json of DistilBERT: BERT's blocks under other names, and no token types.

import { z } from "zod";
import { activationOf } from "./activation.js";
import { blockCount, type ModelSizes, positiveSize, wholeHeads } from "./sizes.js";

export interface DistilBertConfig extends ModelSizes {
  readonly modelType: "distilbert";
  readonly normEps: number;
}

/** `sinusoidal_pos_embds` says how the table of positions was first filled; it is stored whole. */
export const distilBertSchema = z.object({
  model_type: z.literal("distilbert"),
  vocab_size: positiveSize,
  dim: positiveSize,
  n_layers: blockCount,
  n_heads: positiveSize,
  hidden_dim: positiveSize,
  activation: z.string().default("gelu"),
  max_position_embeddings: positiveSize.default(512),
});

/** @throws InputError for an unknown activation, or heads that do not divide the width. */
export function distilBertConfig(
  label: string,
  json: z.infer<typeof distilBertSchema>,
): DistilBertConfig {
  return {
    modelType: "distilbert",
    vocabSize: json.vocab_size,
    hiddenSize: json.dim,
    layers: json.n_layers,
    heads: json.n_heads,
    headSize: wholeHeads(label, json.dim, json.n_heads, ["dim", "n_heads"]),
    intermediateSize: json.hidden_dim,
    activation: activationOf(label, "activation", json.activation),
    normEps: 1e-12,
    maxPositions: json.max_position_embeddings,
  };
}
