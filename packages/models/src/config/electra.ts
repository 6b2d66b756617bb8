// config.json of ELECTRA: BERT with embeddings of another width.

import { z } from "zod";
import { type BertConfig, bertConfig, bertSchema } from "./bert.js";
import { positiveSize } from "./sizes.js";

export interface ElectraConfig extends Omit<BertConfig, "modelType"> {
  readonly modelType: "electra";
  /** Width of the embeddings, which are brought to the blocks' width where it is another. */
  readonly embeddingSize: number;
}

export const electraSchema = z.object({
  ...bertSchema.shape,
  model_type: z.literal("electra"),
  embedding_size: positiveSize.default(128),
});

/** @throws InputError as `bertConfig` does. */
export function electraConfig(label: string, json: z.infer<typeof electraSchema>): ElectraConfig {
  return {
    ...bertConfig(label, { ...json, model_type: "bert" }),
    modelType: "electra",
    embeddingSize: json.embedding_size,
  };
}
