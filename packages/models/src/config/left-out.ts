// Sizes that a config.json may leave out, by its model_type: the defaults of transformers' own
// configs (reference/models/config_defaults.py; a test compares them). Options that are no sizes
// have theirs in each family's file.

/** BERT's and its descendants'. */
const ENCODER = {
  vocab_size: 30_522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 512,
};

const DECODER = {
  vocab_size: 32_000,
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  intermediate_size: 11_008,
  max_position_embeddings: 2048,
};

const QWEN = {
  ...DECODER,
  vocab_size: 151_936,
  num_key_value_heads: 32,
  intermediate_size: 22_016,
  max_position_embeddings: 32_768,
};

const GEMMA = {
  vocab_size: 256_000,
  hidden_size: 2304,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  intermediate_size: 9216,
  max_position_embeddings: 8192,
};

export const LEFT_OUT_SIZES = {
  bert: ENCODER,
  roberta: { ...ENCODER, vocab_size: 50_265 },
  "xlm-roberta": ENCODER,
  camembert: ENCODER,
  distilbert: {
    vocab_size: 30_522,
    dim: 768,
    n_layers: 6,
    n_heads: 12,
    hidden_dim: 3072,
    max_position_embeddings: 512,
  },
  electra: {
    ...ENCODER,
    hidden_size: 256,
    num_attention_heads: 4,
    intermediate_size: 1024,
  },
  modernbert: {
    vocab_size: 50_368,
    hidden_size: 768,
    num_hidden_layers: 22,
    num_attention_heads: 12,
    intermediate_size: 1152,
    max_position_embeddings: 8192,
  },
  gpt2: { vocab_size: 50_257, n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024 },
  gpt_neox: {
    vocab_size: 50_432,
    hidden_size: 6144,
    num_hidden_layers: 44,
    num_attention_heads: 64,
    intermediate_size: 24_576,
    max_position_embeddings: 2048,
  },
  opt: {
    vocab_size: 50_272,
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    ffn_dim: 3072,
    max_position_embeddings: 2048,
  },
  llama: DECODER,
  mistral: {
    ...DECODER,
    num_key_value_heads: 8,
    intermediate_size: 14_336,
    max_position_embeddings: 131_072,
  },
  qwen2: QWEN,
  qwen3: QWEN,
  gemma: {
    vocab_size: 256_000,
    hidden_size: 3072,
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 16,
    intermediate_size: 24_576,
    max_position_embeddings: 8192,
  },
  gemma2: GEMMA,
  gemma3_text: { ...GEMMA, vocab_size: 262_208, max_position_embeddings: 131_072 },
  smollm3: {
    ...DECODER,
    vocab_size: 128_256,
    hidden_size: 2048,
    num_hidden_layers: 36,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    max_position_embeddings: 32_768,
  },
  olmo2: { ...DECODER, vocab_size: 50_304 },
  olmo3: { ...DECODER, vocab_size: 50_304 },
  phi3: {
    ...DECODER,
    vocab_size: 32_064,
    hidden_size: 3072,
    intermediate_size: 8192,
    max_position_embeddings: 4096,
  },
} as const;
