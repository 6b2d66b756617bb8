// config.json of RoBERTa, XLM-R and CamemBERT: BERT whose positions count on from the padding
// token's id.

import { InputError } from "@w2s/base";
import { z } from "zod";
import { type BertConfig, bertConfig, bertSchema } from "./bert.js";
import { positiveSize } from "./sizes.js";

export interface RobertaConfig extends Omit<BertConfig, "modelType"> {
  readonly modelType: "roberta" | "xlm-roberta" | "camembert";
  /** The row of the position table that a text's first token has: those before are never used. */
  readonly firstPosition: number;
}

export const robertaSchema = z.object({
  ...bertSchema.shape,
  model_type: z.literal(["roberta", "xlm-roberta", "camembert"]),
  max_position_embeddings: positiveSize.default(512),
  pad_token_id: z.int().nonnegative().default(1),
});

/** @throws InputError as `bertConfig`, and where the position table has no row for a text */
export function robertaConfig(label: string, json: z.infer<typeof robertaSchema>): RobertaConfig {
  const firstPosition = json.pad_token_id + 1;
  const rows = json.max_position_embeddings;
  if (rows <= firstPosition) {
    throw new InputError(
      `${label}: "max_position_embeddings" must be above "pad_token_id" + 1, got ${rows} and ` +
        `${json.pad_token_id}`,
    );
  }
  return {
    ...bertConfig(label, { ...json, model_type: "bert" }),
    modelType: json.model_type,
    maxPositions: rows - firstPosition,
    firstPosition,
  };
}
