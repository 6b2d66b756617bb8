import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import { fixture, fixtureArrays } from "../testing/fixtures.js";
import { architectureOf } from "./build.js";
import { WeightStore } from "./weights.js";

/** Loads all that one family's config asks for from the checkpoint of another. */
function load(configOf: string, weightsOf: string) {
  const architecture = architectureOf(
    readModelConfig(fixture("families", configOf, "config.json")),
  );
  const file = fixtureArrays("families", weightsOf, "model.safetensors");
  const shapes = { ...architecture.parameters(architecture.layers), ...architecture.head?.shapes };
  return new WeightStore(file, architecture.storedNames).load(shapes);
}

describe("WeightStore", () => {
  it("finds parameters without the family's prefix, and passes over masks beside them", () => {
    expect(load("gpt2-untied", "gpt2-untied")["h.0.attn.c_attn.weight"]?.shape).toEqual([16, 48]);
    expect(load("gpt-neox", "gpt-neox")["embed_out.weight"]?.shape).toEqual([32, 16]);
  });

  it("keeps what it has read", () => {
    const architecture = architectureOf(
      readModelConfig(fixture("families", "qwen3", "config.json")),
    );
    const store = new WeightStore(
      fixtureArrays("families", "qwen3", "model.safetensors"),
      architecture.storedNames,
    );
    const shapes = architecture.parameters(1);
    expect(store.load(shapes)["embed_tokens.weight"]).toBe(
      store.load(shapes)["embed_tokens.weight"],
    );
  });

  it.each([
    ["gpt2", "llama", 'no tensor "transformer.wte.weight"'],
    ["gpt-neox", "gpt-neox-serial", 'no tensor "gpt_neox.layers.0.attention.query_key_value.bias"'],
    [
      "qwen3",
      "llama",
      '"model.layers.0.self_attn.q_proj.weight" must be [24, 16] as config.json says, got [16, 16]',
    ],
    ["llama", "qwen2", 'no tensor "model.layers.0.self_attn.o_proj.bias"'],
  ])(
    "refuses the checkpoint of another model: %s's config, %s's weights",
    (config, weights, message) => {
      expect(() => load(config, weights)).toThrow(
        `families/${weights}/model.safetensors: ${message}`,
      );
    },
  );
});
