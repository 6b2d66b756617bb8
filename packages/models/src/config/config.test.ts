import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixture, fixtureArrays, floats, maxDifference } from "../testing/fixtures.js";
import { parseModelConfig, readModelConfig } from "./config.js";
import { ropeFrequencies } from "./rope.js";

const bert = JSON.parse(readFileSync(fixture("tiny-bert-f16", "config.json"), "utf8"));
const llama = JSON.parse(readFileSync(fixture("tiny-llama-f32", "config.json"), "utf8"));
const parse = (json: object) => parseModelConfig(json, "config.json");

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

  it.each<[string, object, string]>([
    [
      "a family that is not implemented",
      { ...llama, model_type: "llema" },
      'config.json: model_type "llema" is not supported; supported are bert, llama; did you mean "llama"?',
    ],
    ["a config without model_type", {}, 'config.json: "model_type": expected string, got nothing'],
    [
      "a rope type that is not implemented",
      { ...llama, rope_scaling: { rope_type: "yarn", factor: 4 } },
      'config.json: rope_scaling: rope type "yarn" is not supported; supported are default, linear, llama3',
    ],
    [
      "a rope type without its settings",
      { ...llama, rope_parameters: { rope_type: "linear" } },
      'config.json: rope_parameters: "factor": expected number, got nothing',
    ],
    [
      "an unknown activation",
      { ...bert, hidden_act: "gelu_nwe" },
      'config.json: "hidden_act" "gelu_nwe" is not supported; supported are gelu, gelu_new, gelu_pytorch_tanh, relu, silu, swish, tanh; did you mean "gelu_new"?',
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
      "weights quantised by another library",
      { ...llama, quantization_config: { quant_method: "gptq" } },
      'config.json: weights quantised with "gptq" are not supported; use float weights or a GGUF file',
    ],
    [
      "a number of layers that is not one",
      { ...bert, num_hidden_layers: "six" },
      'config.json: "num_hidden_layers": expected number, got "six"',
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
  it.each(["", "linear", "llama3", "parameters"])("has transformers' frequencies for rope %j", (variant) => {
    const suffix = variant === "" ? "" : `-${variant}`;
    const config = readModelConfig(fixture("tiny-llama-f32", `config${suffix}.json`));
    if (config.modelType !== "llama") throw new Error("not a Llama config");
    const expected = floats(reference, variant === "" ? "frequencies" : `frequencies@${variant}`);
    expect(maxDifference(ropeFrequencies(config.rope, config.headSize), expected)).toBeLessThan(1e-7);
  });
});
