// That peft loads what is written, and computes the same with it:
// reference/models/check_adapters.py.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { openSafetensors } from "../formats/safetensors-read.js";
import { openFamily } from "../testing/families.js";
import { fixtureArrays } from "../testing/fixtures.js";
import { lora, loraParameters } from "./lora.js";
import { saveLora } from "./peft.js";

const folder = scratchFolder("peft");

function made(name: string) {
  const { architecture } = openFamily(name);
  const adapters = lora(architecture, { rank: 2, alpha: 6, targets: "all" });
  const file = fixtureArrays("families", name, "lora.safetensors");
  const weights = Object.fromEntries(
    Object.keys(loraParameters(adapters)).map((key) => [key, file.read(key)]),
  );
  return { architecture, adapters, weights, base: "some/base" };
}

describe("saveLora", () => {
  it.each([
    ["bert", "encoder.layer.0.attention.self.query", false],
    ["gpt2", "transformer.h.0.attn.c_attn", true],
    ["gpt-neox", "gpt_neox.layers.0.attention.query_key_value", false],
    ["llama", "model.layers.0.self_attn.q_proj", false],
  ])(
    "writes the adapters of %s under the names that peft gives them",
    async (name, module, transposed) => {
      const adapters = made(name);
      const place = join(folder, name);
      await saveLora(place, adapters);
      const config = JSON.parse(readFileSync(join(place, "adapter_config.json"), "utf8"));
      expect(config).toMatchObject({
        peft_type: "LORA",
        r: 2,
        lora_alpha: 6,
        fan_in_fan_out: transposed,
      });
      expect(config.target_modules).toHaveLength(adapters.adapters.layers.length);
      expect(config.target_modules).toContain(module);
      const file = openSafetensors(join(place, "adapter_model.safetensors"));
      expect(file.tensors.size).toBe(2 * adapters.adapters.layers.length);
      const own = adapters.adapters.layers[0]!.name;
      expect(file.read(`base_model.model.${module}.lora_A.weight`)).toEqual(
        adapters.weights[`${own}.lora_A.weight`],
      );
      file.close();
    },
  );

  it("refuses missing parameters and a folder with files, and leaves nothing behind", async () => {
    const adapters = made("llama");
    const { "layers.0.self_attn.q_proj.lora_A.weight": _, ...weights } = adapters.weights;
    await expect(saveLora(join(folder, "other"), { ...adapters, weights })).rejects.toThrow(
      '"layers.0.self_attn.q_proj.lora_A.weight" must be [2, 16], got nothing',
    );
    await expect(saveLora(join(folder, "llama"), adapters)).rejects.toThrow(
      "an earlier command of w2s wrote it",
    );
    await saveLora(join(folder, "llama"), adapters, { overwrite: true });
  });
});
