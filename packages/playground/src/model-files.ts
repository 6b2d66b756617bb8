// What of a model lies beside the page, and what the page fetches of it: the same list.

/** Files of a model that the lab reads. */
export const modelFiles = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "model.safetensors",
  "card.json",
] as const;
