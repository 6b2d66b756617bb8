// What the configs of Llama and its descendants have in common.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { activationOf } from "./activation.js";
import { refusePartialRotation, ropeFields, ropeOf } from "./rope.js";
import { contextOf, type Rope } from "./rope-scalings.js";
import {
  blockCount,
  decoderFields,
  epsilon,
  flag,
  type ModelSizes,
  positiveSize,
  wholeHeads,
} from "./sizes.js";

/** Sizes of a decoder whose blocks have attention and a gated feed-forward. */
export interface GatedDecoderSizes extends ModelSizes {
  /** Key and value heads; each serves `heads / kvHeads` query heads. */
  readonly kvHeads: number;
  readonly normEps: number;
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
}

/** Such a decoder whose heads all turn alike. */
export interface GatedDecoderConfig extends GatedDecoderSizes {
  readonly rope: Rope;
}

/**
 * `num_key_value_heads: null` means as many as heads; where a family has a default of its own, it
 * must be said.
 */
export const gatedDecoderFields = {
  ...decoderFields,
  vocab_size: positiveSize,
  hidden_size: positiveSize,
  num_hidden_layers: blockCount,
  num_attention_heads: positiveSize,
  num_key_value_heads: positiveSize.nullable(),
  head_dim: positiveSize.nullish(),
  intermediate_size: positiveSize,
  hidden_act: z.string().default("silu"),
  rms_norm_eps: epsilon.default(1e-6),
  max_position_embeddings: positiveSize,
  tie_word_embeddings: flag,
  ...ropeFields,
};

type Fields = z.infer<z.ZodObject<typeof gatedDecoderFields>>;

/**
 * @throws InputError as `gatedDecoderSizes`, and for an unknown rope type or a partial rotation.
 */
export function gatedDecoderConfig(
  label: string,
  json: Fields,
  defaultTheta?: number,
): GatedDecoderConfig {
  refusePartialRotation(label, json);
  const sizes = gatedDecoderSizes(label, json);
  const rope = ropeOf(label, json, sizes.headSize, defaultTheta);
  return { ...sizes, rope, maxPositions: contextOf(sizes.maxPositions, rope) };
}

/** @throws InputError for an unknown activation, or head counts that do not divide. */
export function gatedDecoderSizes(label: string, json: Fields): GatedDecoderSizes {
  const heads = json.num_attention_heads;
  const kvHeads = json.num_key_value_heads ?? heads;
  if (heads % kvHeads !== 0) {
    throw new InputError(
      `${label}: "num_attention_heads" must be a multiple of "num_key_value_heads", got ` +
        `${heads} and ${kvHeads}`,
    );
  }
  const headSize = json.head_dim ?? wholeHeads(label, json.hidden_size, heads);
  if (headSize % 2 !== 0) {
    throw new InputError(`${label}: rotary positions need an even head size, got ${headSize}`);
  }
  return {
    vocabSize: json.vocab_size,
    hiddenSize: json.hidden_size,
    layers: json.num_hidden_layers,
    heads,
    kvHeads,
    headSize,
    intermediateSize: json.intermediate_size,
    activation: activationOf(label, "hidden_act", json.hidden_act),
    normEps: json.rms_norm_eps,
    maxPositions: json.max_position_embeddings,
    tiedEmbeddings: json.tie_word_embeddings,
  };
}
