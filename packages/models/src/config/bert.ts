// config.json of the BERT family: encoders with absolute positions and layer norm after each
// sublayer (MiniLM, BGE, Arctic Embed S/M).

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import {
  blockCount,
  epsilon,
  flag,
  type ModelSizes,
  positiveSize as size,
  wholeHeads,
} from "./sizes.js";

export interface BertConfig extends ModelSizes {
  readonly modelType: "bert";
  readonly normEps: number;
  readonly typeVocabSize: number;
}

export const bertSchema = z.object({
  model_type: z.literal("bert"),
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: blockCount,
  num_attention_heads: size,
  intermediate_size: size,
  hidden_act: z.string().default("gelu"),
  layer_norm_eps: epsilon.default(1e-12),
  max_position_embeddings: size,
  type_vocab_size: size.default(2),
  position_embedding_type: z.string().default("absolute"),
  is_decoder: flag,
});

/**
 * @throws InputError for relative positions, a decoder, an unknown activation, or heads that do not
 * divide the width.
 */
export function bertConfig(label: string, json: z.infer<typeof bertSchema>): BertConfig {
  if (json.position_embedding_type !== "absolute") {
    throw new InputError(
      `${label}: "position_embedding_type" must be "absolute", got ` +
        `"${json.position_embedding_type}"`,
    );
  }
  if (json.is_decoder) throw new InputError(`${label}: "is_decoder" must be false, got true`);
  return {
    modelType: "bert",
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    layers: json.num_hidden_layers,
    heads: json.num_attention_heads,
    headSize: wholeHeads(label, json.hidden_size, json.num_attention_heads),
    intermediateSize: json.intermediate_size,
    activation: activationOf(label, "hidden_act", json.hidden_act),
    normEps: json.layer_norm_eps,
    maxPositions: json.max_position_embeddings,
    typeVocabSize: json.type_vocab_size,
  };
}
