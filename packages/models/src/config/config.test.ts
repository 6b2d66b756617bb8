import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixture, fixtureArrays, floats, maxDifference } from "../testing/fixtures.js";
import { MODEL_TYPES, parseModelConfig, readModelConfig, sizesLeftOut } from "./config.js";
import { ropeFrequencies } from "./rope-scalings.js";

const readJsonFixture = (...parts: string[]) => JSON.parse(readFileSync(fixture(...parts), "utf8"));
const bert = readJsonFixture("tiny-bert-f16", "config.json");
const llama = readJsonFixture("tiny-llama-f32", "config.json");
const gpt2 = readJsonFixture("families", "gpt2", "config.json");
const neox = readJsonFixture("families", "gpt-neox", "config.json");
const qwen3 = readJsonFixture("families", "qwen3", "config.json");
const family = (name: string) => readJsonFixture("families", name, "config.json");
const parse = (json: object) => parseModelConfig(json, "config.json");

/** Null means something for these: as many as heads. */
const kvOf = ({ num_key_value_heads: kv }: Record<string, number>) =>
  kv === undefined ? {} : { num_key_value_heads: kv };

describe("readModelConfig", () => {
  it("reads a BERT config", () => {
    expect(readModelConfig(fixture("tiny-bert-f16", "config.json"))).toEqual({
      modelType: "bert",
      vocabSize: 50,
      hiddenSize: 16,
      layers: 3,
      heads: 2,
      headSize: 8,
      intermediateSize: 24,
      activation: "gelu",
      normEps: 1e-12,
      maxPositions: 20,
      typeVocabSize: 2,
    });
  });

  it("reads a Llama config with the older rope fields", () => {
    expect(parse(llama)).toMatchObject({
      modelType: "llama",
      heads: 4,
      kvHeads: 2,
      headSize: 8,
      activation: "silu",
      rope: { type: "default", theta: 500 },
      tiedEmbeddings: false,
      attentionBias: true,
    });
  });

  it("reads a Llama config with the newer rope fields and a head size of its own", () => {
    expect(readModelConfig(fixture("tiny-llama-bf16", "config.json"))).toMatchObject({
      headSize: 12,
      kvHeads: 1,
      tiedEmbeddings: true,
      rope: { type: "default", theta: 100 },
    });
  });

  it("takes what a config leaves out from the family's defaults", () => {
    const { num_key_value_heads, rope_theta, attention_bias, hidden_act, ...bare } = llama;
    expect(parse(bare)).toMatchObject({
      kvHeads: 4,
      attentionBias: false,
      activation: "silu",
      rope: { type: "default", theta: 10_000 },
    });
  });

  it.each([
    ["llama", ["attention_bias", "mlp_bias", "tie_word_embeddings"]],
    ["qwen3", ["attention_bias", "tie_word_embeddings"]],
    ["bert", ["is_decoder"]],
    ["gpt2", ["scale_attn_by_inverse_layer_idx", "add_cross_attention"]],
    ["modernbert", ["norm_bias", "mlp_bias"]],
  ])("takes null for off in what is off by default: %s", (name, flags) => {
    const nulls = Object.fromEntries(flags.map((flag) => [flag, null]));
    const off = Object.fromEntries(flags.map((flag) => [flag, false]));
    const bare = { ...family(name) };
    expect(parse({ ...bare, ...nulls })).toEqual(parse({ ...bare, ...off }));
  });

  it("refuses null in what is on by default: nobody says which is meant", () => {
    const off = { ...family("gpt-neox"), use_parallel_residual: null };
    expect(() => parse(off)).toThrow('"use_parallel_residual" must be true or false, got null');
  });

  it("tells which sizes are left out", () => {
    const left = (config: object) => sizesLeftOut(config, "config.json");
    expect(left(family("qwen3"))).toEqual([]);
    const { hidden_size, num_hidden_layers, ...rest } = family("qwen3");
    expect(left({ ...rest, hidden_size: null })).toEqual(["hidden_size", "num_hidden_layers"]);
  });

  it("takes sizes that are left out, or null, from transformers' defaults", () => {
    const { defaults } = readJsonFixture("config-defaults.json");
    expect(Object.keys(defaults).sort()).toEqual([...MODEL_TYPES].sort());
    for (const [model_type, sizes] of Object.entries<Record<string, number>>(defaults)) {
      const bare = parse({ model_type });
      expect(parse({ model_type, ...sizes }), model_type).toEqual(bare);
      const nulls = Object.keys(sizes).filter((name) => name !== "num_key_value_heads");
      const asNull = Object.fromEntries(nulls.map((name) => [name, null]));
      expect(parse({ model_type, ...asNull, ...kvOf(sizes) }), model_type).toEqual(bare);
      for (const [name, size] of Object.entries(sizes)) {
        if (!/heads|_head$/.test(name))
          expect(parse({ model_type, [name]: 2 * size }), `${model_type} ${name}`).not.toEqual(
            bare,
          );
      }
    }
  });

  it("finds theta beside the settings of rope, wherever they stand", () => {
    const { rope_theta: _, ...bare } = llama;
    const settings = {
      rope_type: "llama3",
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 32,
    };
    const expected = parse({ ...bare, rope_theta: 500_000, rope_scaling: settings });
    expect(expected).toMatchObject({ rope: { type: "llama3", theta: 500_000 } });
    const nested = { ...settings, rope_theta: 500_000 };
    expect(parse({ ...bare, rope_scaling: nested })).toEqual(expected);
    expect(parse({ ...bare, rope_scaling: nested, rope_theta: 10_000 })).toEqual(expected);
    expect(parse({ ...bare, rope_parameters: nested })).toEqual(expected);
    expect(() => parse({ ...bare, rope_scaling: nested, rope_theta: 1e6 })).toThrow(
      '"rope_theta" is 1000000, and rope_scaling.rope_theta is 500000; keep the one that the ' +
        "model is to run with",
    );
    expect(parse({ ...bare, rope_scaling: { rope_theta: 500_000 } })).toMatchObject({
      rope: { type: "default", theta: 500_000 },
    });
  });

  it("reads GPT-2's names for sizes, four times the width where feed-forward's is not said", () => {
    expect(parse({ ...gpt2, n_inner: null })).toEqual({
      modelType: "gpt2",
      vocabSize: 32,
      hiddenSize: 16,
      layers: 2,
      heads: 4,
      headSize: 4,
      intermediateSize: 64,
      activation: "gelu-tanh",
      normEps: 1e-5,
      maxPositions: 32,
      tiedEmbeddings: true,
    });
  });

  it("takes GPT-2's and DistilBERT's sizes under the names of other families, too", () => {
    const { n_embd, n_layer, n_head, n_positions, ...rest } = gpt2;
    const others = {
      hidden_size: n_embd,
      num_hidden_layers: n_layer,
      num_attention_heads: n_head,
      max_position_embeddings: n_positions,
    };
    expect(parse({ ...rest, ...others })).toEqual(parse(gpt2));
    expect(parse({ ...gpt2, ...others })).toEqual(parse(gpt2));
    const { dim, n_layers, n_heads, ...bare } = family("distilbert");
    const distilled = {
      hidden_size: dim,
      num_hidden_layers: n_layers,
      num_attention_heads: n_heads,
    };
    expect(parse({ ...bare, ...distilled })).toEqual(parse(family("distilbert")));
  });

  it("takes two sets of rope settings that say the same, and none for an empty one", () => {
    const { rope_theta: theta, ...bare } = llama;
    const older = { type: "linear", factor: 4 };
    const newer = { rope_type: "linear", factor: 4, rope_theta: theta };
    const expected = parse({ ...llama, rope_scaling: older });
    expect(parse({ ...llama, rope_parameters: newer, rope_scaling: older })).toEqual(expected);
    expect(parse({ ...llama, rope_parameters: {}, rope_scaling: older })).toEqual(expected);
    expect(parse({ ...bare, rope_parameters: newer, rope_scaling: {} })).toEqual(expected);
  });

  it("finds the context before Llama 3's stretching beside the settings, too", () => {
    const settings = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
    const inside = { ...settings, original_max_position_embeddings: 16 };
    const expected = parse({ ...llama, rope_scaling: inside });
    const beside = { ...llama, original_max_position_embeddings: 16 };
    expect(parse({ ...beside, rope_scaling: settings })).toEqual(expected);
    expect(parse({ ...beside, rope_scaling: inside })).toEqual(expected);
  });

  it("takes ModernBERT's reach under the name of transformers' property, too", () => {
    const { local_attention, ...bare } = family("modernbert");
    expect(parse({ ...bare, sliding_window: 2 })).toEqual(parse(family("modernbert")));
    expect(parse({ ...bare, local_attention, sliding_window: 2 })).toMatchObject({ reach: 2 });
  });

  it("reads which part of GPT-NeoX's heads turns, from older and newer fields", () => {
    expect(parse(neox)).toMatchObject({ rotarySize: 2, rope: { type: "default", theta: 500 } });
    expect(readModelConfig(fixture("families", "gpt-neox-serial", "config.json"))).toMatchObject({
      headSize: 8,
      rotarySize: 4,
      rope: { theta: 100 },
      parallelResidual: false,
    });
  });

  it("gives blocks windows by layer_types or from max_window_layers on, where used", () => {
    expect(parse(qwen3)).toMatchObject({ windows: [2, null] });
    const { layer_types, ...older } = qwen3;
    expect(parse({ ...older, max_window_layers: 1 })).toMatchObject({ windows: [null, 2] });
    expect(parse({ ...older, use_sliding_window: false, max_window_layers: 0 })).toMatchObject({
      windows: [null, null],
    });
  });

  it("takes Qwen 3's head size from its default, not from the width", () => {
    const { head_dim, ...bare } = qwen3;
    expect(parse(bare)).toMatchObject({ headSize: 128 });
  });

  it("reads Mistral's window: the family's default where unsaid, none where null", () => {
    const mistral = readJsonFixture("families", "mistral", "config.json");
    const { sliding_window, ...bare } = mistral;
    expect(parse(mistral)).toMatchObject({ window: 3 });
    expect(parse(bare)).toMatchObject({ window: 4096 });
    expect(parse({ ...bare, sliding_window: null })).toMatchObject({ window: null });
  });

  it("counts RoBERTa's positions on from the padding token", () => {
    // 18 rows, of which those up to the padding token's are never used: 18 - 2 and 18 - 5.
    expect(parse(family("roberta"))).toMatchObject({ firstPosition: 2, maxPositions: 16 });
    expect(parse(family("xlm-roberta"))).toMatchObject({
      modelType: "xlm-roberta",
      firstPosition: 5,
      maxPositions: 13,
      typeVocabSize: 2,
    });
    const { pad_token_id, type_vocab_size, ...bare } = family("roberta");
    expect(parse(bare)).toMatchObject({ firstPosition: 2, typeVocabSize: 2 });
  });

  it("reads DistilBERT's own names for sizes", () => {
    expect(parse(family("distilbert"))).toEqual({
      modelType: "distilbert",
      vocabSize: 32,
      hiddenSize: 16,
      layers: 2,
      heads: 2,
      headSize: 8,
      intermediateSize: 20,
      activation: "gelu",
      normEps: 1e-12,
      maxPositions: 16,
    });
  });

  it("reads which of ModernBERT's blocks are local and how each turns", () => {
    const { global_rope_theta, local_rope_theta, global_attn_every_n_layers, ...bare } =
      family("modernbert");
    expect(parse(family("modernbert"))).toMatchObject({
      layerTypes: ["full_attention", "sliding_attention", "full_attention"],
      ropes: { full_attention: { theta: 500 }, sliding_attention: { theta: 20 } },
      reach: 2,
    });
    expect(parse({ ...bare, num_hidden_layers: 4, local_attention: undefined })).toMatchObject({
      layerTypes: ["full_attention", "sliding_attention", "sliding_attention", "full_attention"],
      ropes: { full_attention: { theta: 160_000 }, sliding_attention: { theta: 10_000 } },
      reach: 64,
      maxPositions: 32,
    });
    // transformers 4: `if config.local_rope_theta is not None`.
    expect(parse({ ...family("modernbert"), local_rope_theta: null })).toMatchObject({
      ropes: { full_attention: { theta: 500 }, sliding_attention: { theta: 500 } },
    });
    expect(parse(family("modernbert-biased"))).toMatchObject({
      layerTypes: ["sliding_attention", "full_attention"],
      ropes: {
        full_attention: { type: "linear", theta: 300, factor: 2 },
        sliding_attention: { type: "default", theta: 30 },
      },
    });
  });

  it("reads OPT's narrower embeddings and where its norms stand", () => {
    expect(parse(family("opt"))).toMatchObject({
      embeddingSize: 16,
      activation: "relu",
      normBefore: true,
      finalNorm: true,
      bias: true,
      tiedEmbeddings: true,
    });
    expect(parse(family("opt-projected"))).toMatchObject({
      hiddenSize: 16,
      embeddingSize: 12,
      normBefore: false,
      finalNorm: false,
      tiedEmbeddings: false,
    });
    const early = parse({ ...family("opt"), _remove_final_layer_norm: true });
    expect(early).toMatchObject({ normBefore: true, finalNorm: false });
  });

  it("takes what Gemma's configs leave out from each family's defaults", () => {
    const bare = (name: string) => {
      const { vocab_size, hidden_size, num_hidden_layers, num_attention_heads, ...rest } =
        family(name);
      const { num_key_value_heads, intermediate_size, model_type } = rest;
      return parse({
        ...{ vocab_size, hidden_size, num_attention_heads, num_key_value_heads },
        ...{ intermediate_size, model_type, num_hidden_layers: 7 },
      });
    };
    const both = {
      headSize: 256,
      queryScalar: 256,
      activation: "gelu-tanh",
      normEps: 1e-6,
      attentionBias: false,
      tiedEmbeddings: true,
    };
    const [, w] = [null, 4096];
    expect(bare("gemma2")).toMatchObject({
      ...both,
      attentionCap: 50,
      logitCap: 30,
      maxPositions: 8192,
      windows: [w, null, w, null, w, null, w],
      rope: { type: "default", theta: 10_000 },
    });
    expect(bare("gemma3")).toMatchObject({
      ...both,
      logitCap: null,
      maxPositions: 131_072,
      windows: [w, w, w, w, w, null, w],
      ropes: { full_attention: { theta: 1_000_000 }, sliding_attention: { theta: 10_000 } },
    });
  });

  it("scales Gemma 3's global rope alone, as its older configs say it", () => {
    expect(parse(family("gemma3"))).toMatchObject({
      ropes: {
        full_attention: { type: "linear", theta: 1000, factor: 4 },
        sliding_attention: { type: "default", theta: 10 },
      },
    });
  });

  it("refuses an epsilon that no float32 of a norm could be", () => {
    expect(() => parse({ ...family("qwen3"), rms_norm_eps: 1e308 })).toThrow(/"rms_norm_eps" must/);
    expect(() => parse({ ...family("gpt2"), layer_norm_epsilon: 2 })).toThrow("layer_norm_epsilon");
  });

  it("takes what OLMo 2's and Phi 3's configs leave out from their defaults", () => {
    const bare = (name: string) => {
      const { rms_norm_eps, num_key_value_heads, sliding_window, partial_rotary_factor, ...rest } =
        family(name);
      return parse(rest);
    };
    expect(bare("olmo2")).toMatchObject({ normEps: 1e-5, kvHeads: 4, attentionBias: false });
    expect(bare("phi3")).toMatchObject({ normEps: 1e-5, kvHeads: 4, window: null, rotarySize: 4 });
    expect(parse(family("phi3"))).toMatchObject({ window: 3, rotarySize: 2 });
    const newer = { rope_parameters: { rope_theta: 7, partial_rotary_factor: 0.5 } };
    const { partial_rotary_factor, rope_theta, ...rest } = family("phi3");
    expect(parse({ ...rest, ...newer })).toMatchObject({ rotarySize: 2, rope: { theta: 7 } });
  });

  it("takes what newer configs and ELECTRA's leave out from their defaults", () => {
    const { head_dim, hidden_act, rope_theta, ...gemma } = family("gemma");
    expect(parse(gemma)).toMatchObject({
      headSize: 256,
      activation: "gelu-tanh",
      tiedEmbeddings: true,
      rope: { theta: 10_000 },
    });
    const { no_rope_layers, rope_theta: _, sliding_window, ...smol } = family("smollm3");
    expect(parse({ ...smol, num_hidden_layers: 5 })).toMatchObject({
      turns: [true, true, true, false, true],
      windows: [null, null, null, null, null],
      rope: { theta: 2_000_000 },
    });
    // Only blocks without positions have a window, where their types are not said.
    expect(parse({ ...smol, num_hidden_layers: 5, sliding_window: 7 })).toMatchObject({
      windows: [null, null, null, 7, null],
    });
    const { rope_scaling, sliding_window: __, ...olmo } = family("olmo3");
    expect(parse(olmo)).toMatchObject({
      windows: [4096, 4096, 4096, null],
      ropes: { full_attention: { theta: 500_000 }, sliding_attention: { theta: 500_000 } },
    });
    const { embedding_size, ...electra } = family("electra");
    expect(parse(electra)).toMatchObject({ embeddingSize: 128, hiddenSize: 16 });
  });

  it("takes the first Gemma's gelu for its approximation, as it was trained", () => {
    const { hidden_activation, ...gemma } = family("gemma");
    for (const hidden_act of ["gelu", "gelu_pytorch_tanh"])
      expect(parse({ ...gemma, hidden_act })).toMatchObject({ activation: "gelu-tanh" });
    expect(parse({ ...gemma, hidden_act: "silu" })).toMatchObject({ activation: "silu" });
  });

  it.each<[string, object, string]>([
    [
      "two activations of the first Gemma",
      { ...family("gemma"), hidden_activation: "relu" },
      'config.json: "hidden_activation" is "relu", and "hidden_act", its older name, is "gelu"; ' +
        "keep the one that the model is to run with",
    ],
    [
      "the first Gemma that looks ahead",
      { ...family("gemma"), use_bidirectional_attention: true },
      'config.json: "use_bidirectional_attention" must be false, got true',
    ],
    [
      "blocks of SmolLM3 of which it is not said whether they turn",
      { ...family("smollm3"), no_rope_layers: [1] },
      'config.json: "no_rope_layers" must have an entry for each of 3 layers, got 1',
    ],
    [
      "a base for OLMo 3 that transformers 4 and 5 read differently",
      { ...family("olmo3"), rope_theta: 100 },
      'config.json: "rope_theta" 100 is read differently by transformers 4 and 5 for blocks with ' +
        "a window; say it in rope_parameters.sliding_attention.rope_theta and ",
    ],
    [
      "a sliding layer of OLMo 3 without a window",
      { ...family("olmo3"), sliding_window: null },
      'config.json: "layer_types.0" is "sliding_attention", but "sliding_window" gives no window',
    ],
    [
      "ELECTRA as a decoder",
      { ...family("electra"), is_decoder: true },
      '"is_decoder" must be false',
    ],
    [
      "a model of images and texts",
      { model_type: "gemma3", text_config: { model_type: "gemma3_text" } },
      'config.json: model_type "gemma3" reads more than text, which is not supported; use its ' +
        'language model saved alone (model_type "gemma3_text")',
    ],
    [
      "RoBERTa as a decoder",
      { ...family("roberta"), is_decoder: true },
      '"is_decoder" must be false',
    ],
    [
      "a table of positions that ends at the padding token",
      { ...family("roberta"), max_position_embeddings: 2 },
      '"max_position_embeddings" must be above "pad_token_id" + 1, got 2 and 1',
    ],
    [
      "norms without parameters",
      { ...family("opt"), layer_norm_elementwise_affine: false },
      'config.json: "layer_norm_elementwise_affine" must be true, got false',
    ],
    [
      "a decoder that looks ahead",
      { ...family("gemma2"), use_bidirectional_attention: true },
      'config.json: "use_bidirectional_attention" must be false, got true',
    ],
    [
      "a sliding layer of Gemma without a window",
      { ...family("gemma3"), sliding_window: null },
      'config.json: "layer_types.0" is "sliding_attention", but "sliding_window" gives no window',
    ],
    [
      "one rope for all layers where types differ",
      { ...family("modernbert-biased"), rope_parameters: { rope_theta: 9 } },
      "config.json: rope_parameters: must have a set for each of full_attention, " +
        'sliding_attention, got "rope_theta"',
    ],
    [
      "a rope type that is not implemented, for one type of layer",
      {
        ...family("gemma3-capped"),
        rope_parameters: { full_attention: { rope_type: "proportional", factor: 4 } },
      },
      'config.json: rope_parameters.full_attention: rope type "proportional" is not supported',
    ],
    [
      "an unknown activation under Gemma's name for it",
      { ...family("gemma2"), hidden_activation: "geglu" },
      'config.json: "hidden_activation" "geglu" is not supported',
    ],
    [
      "two names of one size that say different things",
      { ...gpt2, num_attention_heads: 2 },
      'config.json: "n_head" is 4, and "num_attention_heads", which means the same, 2; keep one',
    ],
    [
      "two sets of rope settings that say different things",
      {
        ...llama,
        rope_parameters: { rope_type: "default", rope_theta: 50 },
        rope_scaling: { type: "linear", factor: 4 },
      },
      "config.json: rope_parameters and rope_scaling say different things; keep the one that the " +
        "model is to run with",
    ],
    [
      "two sets of rope settings of which one has a theta of its own",
      {
        ...llama,
        rope_parameters: { rope_type: "linear", factor: 4, rope_theta: 50 },
        rope_scaling: { rope_type: "linear", factor: 4 },
      },
      "config.json: rope_parameters and rope_scaling say different things",
    ],
    [
      "the older spelling of a rope type where transformers 5 reads it over",
      { ...family("gemma3"), rope_scaling: { type: "linear", factor: 4 } },
      'config.json: rope_scaling: "type" must be "rope_type" for this family, transformers 4 and ' +
        "5 read it differently; rename it, or leave rope_scaling out",
    ],
    [
      "heads of a family with rope by layer type that turn in part",
      { ...family("gemma3"), partial_rotary_factor: 0.5 },
      'config.json: "partial_rotary_factor" must be 1 for this family, got 0.5',
    ],
    [
      "the context before Llama 3's stretching beside settings by layer type",
      {
        ...family("gemma3"),
        rope_scaling: { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 },
        original_max_position_embeddings: 16,
      },
      'config.json: rope_scaling: "original_max_position_embeddings" must be given',
    ],
    [
      "two sets of rope settings for one type of layer",
      { ...family("gemma3-capped"), rope_scaling: { rope_type: "linear", factor: 4 } },
      "config.json: rope_parameters.full_attention and rope_scaling say different things",
    ],
    [
      "two contexts before Llama 3's stretching",
      {
        ...llama,
        original_max_position_embeddings: 8,
        rope_scaling: {
          rope_type: "llama3",
          factor: 4,
          low_freq_factor: 1,
          high_freq_factor: 4,
          original_max_position_embeddings: 16,
        },
      },
      'config.json: rope_scaling: "original_max_position_embeddings" must be 8 as beside it, got ' +
        "16; keep one",
    ],
    [
      "heads of GPT-NeoX of another size",
      { ...neox, head_dim: 2 },
      'config.json: "head_dim" must be 8, the width by the heads, got 2',
    ],
    [
      "two windows of ModernBERT",
      { ...family("modernbert"), sliding_window: 5 },
      'config.json: "sliding_window" must be half of "local_attention", got 5 and 5; keep one',
    ],
    ...["llama", "mistral", "qwen2", "gemma3", "phi3", "gpt2", "gpt-neox", "opt"].map(
      (name): [string, object, string] => [
        `a ${name} that looks to both sides`,
        { ...family(name), is_causal: false },
        'config.json: "is_causal" must be true, got false',
      ],
    ),
    [
      "a family that is not implemented",
      { ...llama, model_type: "llema" },
      'config.json: model_type "llema" is not supported; supported are bert, roberta, ' +
        "xlm-roberta, camembert, distilbert, electra, modernbert, gpt2, gpt_neox, opt, llama, " +
        "mistral, qwen2, qwen3, gemma, gemma2, gemma3_text, smollm3, olmo2, olmo3, phi3; " +
        'did you mean "llama"?',
    ],
    [
      "more blocks than any model has",
      { ...llama, num_hidden_layers: 1e9 },
      'config.json: "num_hidden_layers" must be at most 10000, got 1000000000',
    ],
    [
      "a config without model_type",
      {},
      'config.json: "model_type" must be given; add one of bert, roberta, xlm-roberta, ',
    ],
    [
      "a config without model_type that names its class",
      { ...qwen3, model_type: null, architectures: ["Qwen3ForCausalLM"] },
      'config.json: "model_type" must be given; for "Qwen3ForCausalLM" add "model_type": "qwen3"',
    ],
    [
      "a factor of rope without a type",
      { ...llama, rope_scaling: { factor: 4, rope_theta: 500 } },
      'config.json: rope_scaling: has "factor" and no "rope_type"; say which: default, linear, ' +
        "dynamic, yarn, longrope, llama3",
    ],
    [
      "a factor of newer rope settings without a type",
      { ...llama, rope_parameters: { rope_type: null, factor: 4 } },
      'config.json: rope_parameters: has "factor" and no "rope_type"',
    ],
    [
      "a rope type that is not implemented",
      { ...llama, rope_scaling: { rope_type: "longrop", factor: 4 } },
      'config.json: rope_scaling: rope type "longrop" is not supported; supported are default, ' +
        'linear, dynamic, yarn, longrope, llama3; did you mean "longrope"?',
    ],
    [
      "a rope type without its settings",
      { ...llama, rope_parameters: { rope_type: "linear" } },
      'config.json: rope_parameters: "factor" must be given',
    ],
    [
      "an unknown activation",
      { ...bert, hidden_act: "gelu_nwe" },
      'config.json: "hidden_act" "gelu_nwe" is not supported; supported are gelu, gelu_fast, ' +
        'gelu_new, gelu_pytorch_tanh, relu, silu, swish, tanh; did you mean "gelu_new"?',
    ],
    [
      "relative positions",
      { ...bert, position_embedding_type: "relative_key" },
      'config.json: "position_embedding_type" must be "absolute", got "relative_key"',
    ],
    [
      "heads that do not divide the width",
      { ...bert, num_attention_heads: 3 },
      '"hidden_size" must be a multiple of "num_attention_heads", got 16 and 3',
    ],
    [
      "key heads that do not divide the heads",
      { ...llama, num_key_value_heads: 3 },
      '"num_attention_heads" must be a multiple of "num_key_value_heads", got 4 and 3',
    ],
    [
      "attention that is not scaled",
      { ...gpt2, scale_attn_weights: false },
      'config.json: "scale_attn_weights" must be true, got false',
    ],
    [
      "attention scaled by the layer",
      { ...gpt2, scale_attn_by_inverse_layer_idx: true },
      'config.json: "scale_attn_by_inverse_layer_idx" must be false, got true',
    ],
    [
      "cross-attention",
      { ...gpt2, add_cross_attention: true },
      'config.json: "add_cross_attention" must be false, got true',
    ],
    [
      "an unknown activation under GPT-2's name for it",
      { ...gpt2, activation_function: "quick_gelu" },
      'config.json: "activation_function" "quick_gelu" is not supported',
    ],
    [
      "heads that do not divide GPT-2's width",
      { ...gpt2, n_head: 3 },
      'config.json: "n_embd" must be a multiple of "n_head", got 16 and 3',
    ],
    [
      "a rotated part of a head that has no pairs",
      { ...neox, rotary_pct: 0.4 },
      "the rotated part of a head must be an even number of dimensions, got 3 (0.4 of 8)",
    ],
    [
      "a family whose heads turn whole, turned in part",
      { ...qwen3, rope_parameters: { rope_theta: 50, partial_rotary_factor: 0.5 } },
      'config.json: "partial_rotary_factor" must be 1 for this family, got 0.5',
    ],
    [
      "rope settings that differ between layer types",
      { ...qwen3, rope_parameters: { full_attention: { rope_theta: 50 } } },
      "config.json: rope_parameters: settings by layer type are not supported",
    ],
    [
      "a layer type that is not implemented",
      { ...qwen3, layer_types: ["full_attention", "sliding_atention"] },
      'config.json: "layer_types.1" "sliding_atention" is not supported; supported are ' +
        'full_attention, sliding_attention; did you mean "sliding_attention"?',
    ],
    [
      "layer types for another number of layers",
      { ...qwen3, layer_types: ["full_attention"] },
      'config.json: "layer_types" must name 2 layers, got 1',
    ],
    [
      "a sliding layer without a window",
      { ...qwen3, use_sliding_window: false },
      'config.json: "layer_types.0" is "sliding_attention", but "use_sliding_window" and ' +
        '"sliding_window" give no window',
    ],
    [
      "weights quantised by another library",
      { ...llama, quantization_config: { quant_method: "gptq" } },
      'config.json: weights quantised with "gptq" are not supported; use float weights or a GGUF ' +
        "file",
    ],
    [
      "a number of layers that is not one",
      { ...bert, num_hidden_layers: "six" },
      'config.json: "num_hidden_layers" must be a number, got "six"',
    ],
  ])("refuses %s", (_, json, message) => {
    expect(() => parse(json)).toThrow(message);
  });

  it("refuses a missing file", () => {
    expect(() => readModelConfig(fixture("nowhere.json"))).toThrow(
      "nowhere.json: cannot be read: no such file",
    );
  });
});

describe("ropeFrequencies", () => {
  const reference = fixtureArrays("tiny-llama-f32", "reference.safetensors");
  it.each(["", "linear", "llama3", "parameters"])(
    "has transformers' frequencies for rope %j",
    (variant) => {
      const suffix = variant === "" ? "" : `-${variant}`;
      const config = readModelConfig(fixture("tiny-llama-f32", `config${suffix}.json`));
      if (config.modelType !== "llama") throw new Error("not a Llama config");
      const expected = floats(reference, variant === "" ? "frequencies" : `frequencies@${variant}`);
      expect(maxDifference(ropeFrequencies(config.rope, config.headSize), expected)).toBeLessThan(
        1e-7,
      );
    },
  );
});
