import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { readAdapterConfig } from "./peft-config.js";

const path = join(scratchFolder("peft-config"), "adapter_config.json");

function read(config: object) {
  const said = { peft_type: "LORA", base_model_name_or_path: "org/base", ...config };
  writeFileSync(path, JSON.stringify(said));
  return readAdapterConfig(path);
}

describe("readAdapterConfig", () => {
  it("has peft's rank and alpha where the file says none", () => {
    const { base, revision, rank, scale } = read({});
    expect([base, revision, rank("a.q_proj"), scale("a.q_proj")]).toEqual(["org/base", null, 8, 1]);
  });

  it("scales by alpha / r, by alpha / sqrt(r) of rsLoRA, and by what patterns say", () => {
    expect(read({ r: 4, lora_alpha: 6 }).scale("x")).toBe(1.5);
    expect(read({ r: 4, lora_alpha: 6, use_rslora: true }).scale("x")).toBe(3);
    const { scale, rank } = read({
      r: 4,
      lora_alpha: 4,
      rank_pattern: { "layers.1.q_proj": 2 },
      alpha_pattern: { "^q_proj": 64, "layers\\.(0|1)\\..*": 8, q_proj: 16 },
    });
    expect(rank("model.layers.1.q_proj")).toBe(2);
    expect(rank("model.layers.11.q_proj")).toBe(4);
    // 8 / 2, by the first pattern that fits; 16 / 4; none fits what only ends alike.
    expect(scale("model.layers.1.q_proj")).toBe(4);
    expect(scale("model.layers.2.q_proj")).toBe(4);
    expect(scale("model.layers.2.xq_proj")).toBe(1);
  });

  it.each<[object, string]>([
    [
      { peft_type: "IA3" },
      `${path}: "peft_type" "IA3" is not read, plain LoRA is; merge it with AutoPeftModel`,
    ],
    [
      { peft_type: "PREFIX_TUNING" },
      '"peft_type" "PREFIX_TUNING" is not read, plain LoRA is; it adds tokens to texts and leaves',
    ],
    [{ use_dora: true }, '"use_dora" (DoRA) is not read, plain LoRA is'],
    [{ trainable_token_indices: [1] }, '"trainable_token_indices" (rows of embeddings'],
    [
      { init_lora_weights: "pissa_niter_4" },
      '"init_lora_weights" is "pissa_niter_4", which changes the base before training; save it as',
    ],
    [{ base_model_name_or_path: null }, '"base_model_name_or_path" must be given: the model that'],
    [{ alpha_pattern: { "(": 1 } }, '"alpha_pattern": "(" must be a module\'s name or a regular'],
    [{ r: 0 }, '"r" must be'],
  ])("refuses %j", (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
