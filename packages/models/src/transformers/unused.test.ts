import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import { openSafetensors } from "../formats/safetensors-read.js";
import { usualName } from "../formats/usual-names.js";
import { architectureOf } from "./build.js";
import { unusedIn } from "./unused.js";

const families = fileURLToPath(new URL("../fixtures/families", import.meta.url));

describe("what a file holds beyond its config", () => {
  it.each(readdirSync(families))("is nothing for %s", (name) => {
    const config = readModelConfig(join(families, name, "config.json"));
    const architecture = architectureOf(config);
    const { tensors, close } = openSafetensors(join(families, name, "model.safetensors"));
    close();
    const stored = [...tensors.keys()].map(usualName);
    const parameters = Object.keys(architecture.parameters(config.layers));
    expect(unusedIn(stored, architecture, parameters)).toEqual([]);
  });

  it("is what stands in a block and no parameter is stored under, buffers left out", () => {
    const storedNames = (name: string) => [name, `model.${name}`];
    const stored = [
      "model.layers.0.mlp.weight",
      "model.layers.0.mlp.bias",
      "model.layers.1.mlp.weight",
      "model.layers.0.attn.bias",
      "model.layers.0.rotary_emb.inv_freq",
      "lm_head.weight",
      "classifier.0.weight",
    ];
    expect(unusedIn(stored, { storedNames }, ["layers.0.mlp.weight"])).toEqual([
      "model.layers.0.mlp.bias",
      "model.layers.1.mlp.weight",
    ]);
  });
});
