import { describe, expect, it } from "vitest";
import { parseModelConfig } from "../config/config.js";
import { type Rope, ropeFrequencies } from "../config/rope-scalings.js";
import { ggufFile, type Metadata, openedGguf } from "../testing/gguf-writer.js";
import { configOfGguf } from "./gguf-config.js";
import { checkRope, ropeScalingOf } from "./gguf-rope.js";

const said = {
  "general.architecture": "llama",
  "llama.block_count": 1,
  "llama.context_length": 64,
  "llama.embedding_length": 16,
  "llama.feed_forward_length": 16,
  "llama.attention.head_count": 2,
  "llama.attention.layer_norm_rms_epsilon": 1e-5,
  "llama.rope.freq_base": 100,
  "llama.vocab_size": 8,
};

function fileOf(metadata: Metadata, factors: Readonly<Record<string, readonly number[]>> = {}) {
  const entries = Object.entries(factors);
  const tensors = entries.map(([name, values], i) => ({
    name,
    dimensions: [values.length],
    type: 0,
    offset: 32 * i,
  }));
  const data = new Uint8Array(32 * entries.length);
  entries.forEach(([, values], i) => {
    data.set(new Uint8Array(Float32Array.from(values).buffer), 32 * i);
  });
  return openedGguf(ggufFile(tensors, data, { ...said, ...metadata }), "m.gguf");
}

const scalingKeys = (values: Readonly<Record<string, string | number>>): Metadata =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`llama.rope.scaling.${key}`, value]),
  );

describe("ropeScalingOf", () => {
  const ropeOf = (file: ReturnType<typeof fileOf>) => {
    const config = parseModelConfig(configOfGguf(file), "m.gguf");
    if (config.modelType !== "llama") throw new Error("not a Llama config");
    return config;
  };

  it("reads yarn with what its file says of it", () => {
    const yarn = { type: "yarn", factor: 4, original_context_length: 16 };
    expect(ropeScalingOf(fileOf(scalingKeys(yarn)), "llama")).toEqual({
      rope_type: "yarn",
      factor: 4,
      original_max_position_embeddings: 16,
    });
    const told = { ...yarn, yarn_beta_fast: 8, yarn_beta_slow: 2, yarn_log_multiplier: 0 };
    expect(ropeOf(fileOf(scalingKeys(told))).rope).toMatchObject({
      type: "yarn",
      originalMaxPositions: 16,
      betaFast: 8,
      betaSlow: 2,
    });
    expect(() => ropeOf(fileOf(scalingKeys({ ...yarn, attn_factor: 0.5 })))).toThrow(
      'm.gguf: "llama.rope.scaling.attn_factor" must be 1, got 0.5; put the model\'s config.json',
    );
  });

  it("reads Llama 3's factors, which turn as its config.json says", () => {
    const llama3: Rope = {
      type: "llama3",
      theta: 100,
      factor: 4,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalMaxPositions: 16,
    };
    const turns = ropeFrequencies(llama3, 8);
    const factors = [...ropeFrequencies({ type: "default", theta: 100 }, 8)].map(
      (plain, i) => plain / turns[i]!,
    );
    expect(Math.max(...factors)).toBeCloseTo(4, 6);
    const file = fileOf({}, { "rope_freqs.weight": factors });
    const { rope, maxPositions } = ropeOf(file);
    expect(rope).toMatchObject({ type: "longrope", attentionFactor: 1 });
    expect(maxPositions).toBe(64);
    ropeFrequencies(rope, 8).forEach((speed, i) => void expect(speed).toBeCloseTo(turns[i]!, 6));
    expect(() => checkRope(file, "llama", rope, 8)).not.toThrow();
  });

  it("leaves a type that is not known to be refused by its name", () => {
    expect(() => ropeOf(fileOf(scalingKeys({ type: "other", factor: 2 })))).toThrow(
      'm.gguf: rope_scaling: rope type "other" is not supported',
    );
  });
});

describe("checkRope", () => {
  const longrope = {
    type: "longrope",
    theta: 100,
    shortFactors: [1, 1.5, 2, 3],
    longFactors: [2, 4, 6, 8],
    originalMaxPositions: 16,
    attentionFactor: 1.25,
  } as const;
  const yarn = {
    type: "yarn",
    theta: 100,
    factor: 4,
    originalMaxPositions: 16,
    attentionFactor: 1,
    betaFast: 32,
    betaSlow: 1,
    truncate: true,
  } as const;
  const both = {
    "rope_factors_short.weight": longrope.shortFactors,
    "rope_factors_long.weight": longrope.longFactors,
  };
  const check = (rope: Rope, ...file: Parameters<typeof fileOf>) =>
    checkRope(fileOf(...file), "llama", rope, 8);

  it("takes what follows from the config", () => {
    const keys = scalingKeys({ original_context_length: 16, attn_factor: 1.25 });
    expect(() => check(longrope, keys, both)).not.toThrow();
    const stretched = scalingKeys({ type: "yarn", factor: 4, original_context_length: 16 });
    expect(() => check(yarn, stretched)).not.toThrow();
    expect(() => check(yarn, {})).not.toThrow();
  });

  it.each<[string, Rope, Metadata, Parameters<typeof fileOf>[1], string]>([
    ["another factor", yarn, scalingKeys({ type: "yarn", factor: 8 }), {}, "must be 4 as config"],
    [
      "another original context",
      yarn,
      scalingKeys({ type: "yarn", factor: 4, original_context_length: 32 }),
      {},
      '"llama.rope.scaling.original_context_length" must be 16 as config.json says, got 32',
    ],
    [
      "another type",
      yarn,
      scalingKeys({ type: "longrope" }),
      {},
      'stretches its rotation ("longrope"), and config.json by "yarn"; are they of one model?',
    ],
    [
      "another factor of attention",
      longrope,
      scalingKeys({ attn_factor: 1 }),
      both,
      'attn_factor" must be 1.25',
    ],
    [
      "another list of factors",
      longrope,
      {},
      { ...both, "rope_factors_long.weight": longrope.shortFactors },
      "m.gguf: rope_factors_long.weight turns otherwise than config.json says",
    ],
    ["factors of a model without", yarn, {}, both, "rope_factors_short.weight turns otherwise"],
  ])("refuses %s", (_, rope, metadata, factors, message) => {
    expect(() => check(rope, metadata, factors)).toThrow(message);
  });
});
