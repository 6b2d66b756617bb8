// The form of tokenizer.json; what its parts need is for them to say.

import { z } from "zod";

const part = z.looseObject({}).nullable().default(null);

export const tokenizerJson = z.looseObject({
  model: z.looseObject({ vocab: z.unknown() }),
  added_tokens: z.array(z.unknown()).nullable().default([]),
  normalizer: part,
  pre_tokenizer: part,
  post_processor: part,
  decoder: part,
  truncation: z.looseObject({ direction: z.enum(["Left", "Right"]).optional() }).nullish(),
});

/** What of tokenizer.json makes ids. */
export type TokenizerJson = z.infer<typeof tokenizerJson>;
