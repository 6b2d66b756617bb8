// Speeds and factors of each type as the formulas say; that models with them compute what
// transformers' do is tested in transformers/families.test.ts.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixture } from "../testing/fixtures.js";
import { parseModelConfig } from "./config.js";
import { attentionFactor, contextOf, type Rope, ropeFrequencies } from "./rope-scalings.js";

const family = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(fixture("families", name, "config.json"), "utf8"));

const { rope_scaling: _, ...llama } = family("llama-yarn");

/** The rope of a Llama whose heads have 16 dimensions, with a context of 64. */
function ropeWith(fields: object): Rope {
  const config = parseModelConfig({ ...llama, ...fields }, "config.json");
  if (config.modelType !== "llama") throw new Error("not a Llama config");
  return config.rope;
}

const scaled = (rope_scaling: object) => ropeWith({ rope_scaling });

describe("yarn", () => {
  const yarn = { rope_type: "yarn", factor: 4, original_max_position_embeddings: 16 };

  it("keeps frequencies that turn often, and divides those that hardly do", () => {
    // Theta 20, 16 dimensions: one turn in 16 positions at pair 16 ln(16 / 2 pi) / (2 ln 20) =
    // 2.49, so the blend goes from pair 0 to pair 3.
    const plain = ropeFrequencies({ type: "default", theta: 20 }, 16);
    const kept = [...ropeFrequencies(scaled(yarn), 16)].map((speed, i) => speed / plain[i]!);
    const blend = [1, 1 - 0.75 / 3, 1 - 1.5 / 3, 0.25, 0.25, 0.25, 0.25, 0.25];
    kept.forEach((share, i) => void expect(share).toBeCloseTo(blend[i]!, 12));
  });

  it("multiplies by the paper's factor, by the ratio of two, or by the one that is said", () => {
    expect(attentionFactor(scaled(yarn))).toBeCloseTo(0.1 * Math.log(4) + 1, 12);
    const both = { ...yarn, mscale: 2, mscale_all_dim: 0.5 };
    expect(attentionFactor(scaled(both))).toBeCloseTo(
      (0.2 * Math.log(4) + 1) / (0.05 * Math.log(4) + 1),
      12,
    );
    expect(attentionFactor(scaled({ ...both, attention_factor: 1.5 }))).toBe(1.5);
    expect(attentionFactor(scaled({ ...yarn, factor: 1 }))).toBe(1);
    expect(attentionFactor({ type: "default", theta: 20 })).toBe(1);
  });

  it("takes the model's context for the original one where neither place says it", () => {
    expect(scaled({ type: "yarn", factor: 4 })).toMatchObject({ originalMaxPositions: 64 });
    const beside = { original_max_position_embeddings: 16 };
    expect(ropeWith({ ...beside, rope_scaling: { type: "yarn", factor: 4 } })).toEqual(
      scaled(yarn),
    );
    expect(ropeWith({ rope_parameters: { ...yarn, rope_theta: 20 }, rope_theta: null })).toEqual(
      scaled(yarn),
    );
  });

  it.each([
    [{ factor: null }, 'config.json: rope_scaling: "factor" must be'],
    [{ beta_fast: 1, beta_slow: 2 }, '"beta_fast" must be above "beta_slow", got 1 and 2'],
    [{ attention_factor: 0 }, '"attention_factor" must be'],
    [{ original_max_position_embeddings: 1.5 }, '"original_max_position_embeddings" must be'],
  ])("refuses %j", (settings, message) => {
    expect(() => scaled({ ...yarn, ...settings })).toThrow(message);
  });
});

describe("longrope", () => {
  const factors = { short_factor: [1, 1.25, 2], long_factor: [1.5, 3, 8] };
  const phi3 = family("phi3-longrope");
  const parse = (fields: object) => parseModelConfig({ ...phi3, ...fields }, "config.json");

  it("ends the context where its short factors do", () => {
    expect(parse({})).toMatchObject({
      maxPositions: 16,
      rotarySize: 6,
      rope: { shortFactors: [1, 1.25, 2], attentionFactor: Math.sqrt(1.5) },
    });
    // sqrt(1 + ln 4 / ln 16) = sqrt(1.5); Phi 3 takes 4096 where the original is not said.
    const { original_max_position_embeddings: _original, ...rest } = phi3;
    expect(parseModelConfig({ ...rest, max_position_embeddings: 131_072 }, "c")).toMatchObject({
      maxPositions: 4096,
    });
    expect(contextOf(64, { type: "default", theta: 1 })).toBe(64);
  });

  it("goes by the names that Phi 3's first configs have", () => {
    for (const type of ["su", "yarn"]) {
      expect(parse({ rope_scaling: { type, ...factors } })).toEqual(parse({}));
      const both = { type, rope_type: "longrope", rope_theta: 100, ...factors };
      expect(parse({ rope_scaling: null, rope_parameters: both })).toEqual(parse({}));
    }
    expect(() => scaled({ type: "su", factor: 4 })).toThrow('rope type "su" is not supported');
  });

  it.each([
    [{ short_factor: [1, 2] }, '"short_factor" must have 3 numbers, one for each pair of'],
    [{ long_factor: [1, 2, 3, 4] }, "that turns, got 4"],
    [{ long_factor: null }, '"long_factor" must be'],
    [{ factor: 8 }, '"factor" must be 4, "max_position_embeddings" by "original_max_position_'],
    [{ original_max_position_embeddings: 8 }, "must be 16 as beside it, got 8; keep one"],
  ])("refuses %j", (settings, message) => {
    const rope_scaling = { type: "longrope", ...factors, ...settings };
    expect(() => parse({ rope_scaling })).toThrow(message);
  });
});

describe("dynamic", () => {
  it("turns as an unscaled model does within the context, which is all that is read", () => {
    const rope = scaled({ type: "dynamic", factor: 2 });
    expect(ropeFrequencies(rope, 16)).toEqual(ropeFrequencies({ type: "default", theta: 20 }, 16));
    expect(parseModelConfig(family("mistral-dynamic"), "c")).toMatchObject({ maxPositions: 32 });
    expect(() => scaled({ type: "dynamic" })).toThrow('"factor" must be');
  });
});
