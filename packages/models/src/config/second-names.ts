// Second names of fields: a config of these families may be written with the names that others
// have, as transformers takes them (`attribute_map` of its configs).

import { InputError, shownValue } from "@w2s/base";

type Json = Readonly<Record<string, unknown>>;

const SECOND_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  distilbert: { hidden_size: "dim", num_attention_heads: "n_heads", num_hidden_layers: "n_layers" },
  gpt2: {
    hidden_size: "n_embd",
    max_position_embeddings: "n_positions",
    num_attention_heads: "n_head",
    num_hidden_layers: "n_layer",
  },
};

/**
 * The config with its family's own names, null as left out.
 * @throws InputError where the two names of a field say different things
 */
export function withOwnNames(label: string, type: string, json: Json): Json {
  const own = { ...json };
  for (const [second, first] of Object.entries(SECOND_NAMES[type] ?? {})) {
    const value = json[second] ?? undefined;
    if (value === undefined) continue;
    own[first] ??= value;
    if (own[first] === value) continue;
    throw new InputError(
      `${label}: "${first}" is ${shownValue(own[first])}, and "${second}", which means the same, ` +
        `${shownValue(value)}; keep one`,
    );
  }
  return own;
}
