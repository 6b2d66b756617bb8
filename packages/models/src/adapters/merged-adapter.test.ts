// Adapters that peft saved, merged into their bases as they are read, against peft's own outputs:
// reference/models/tiny_adapters.py.

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, input, type NdArray, ndarray, runOnce, type Tensor } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeSafetensors } from "../formats/safetensors-write.js";
import { resolveModel } from "../hub/resolve.js";
import { type Model, openModel } from "../model.js";
import { openFamily } from "../testing/families.js";
import { fixture, fixtureArrays, floats, maxDifference } from "../testing/fixtures.js";
import { weightInputs } from "../transformers/architecture.js";
import { tokenBatch } from "../transformers/padded-batch.js";
import { lora, loraParameters, mergeLora } from "./lora.js";
import { saveLora } from "./peft.js";

const root = scratchFolder("adapters");

/** A base as resolveModel finds it: `tiny/NAME` among folders of models. */
function placeBase(family: string): void {
  const folder = join(root, "tiny", family);
  mkdirSync(folder, { recursive: true });
  for (const file of ["config.json", "model.safetensors"])
    cpSync(fixture("families", family, file), join(folder, file));
  writeFileSync(join(folder, "tokenizer.json"), "{}");
}

for (const family of ["llama", "gpt2", "gpt2-untied", "qwen2", "qwen3-tied", "bert", "phi3"])
  placeBase(family);

const settings = { modelFolders: [root], cacheFolder: join(root, "cache"), offline: true } as never;

const open = async (folder: string): Promise<Model> =>
  openModel(await resolveModel(folder, { settings }));

/** Last activations and logits of the tiny batch, by the weights that a model gives. */
async function run(model: Model, family: string) {
  const reference = fixtureArrays("families", family, "reference.safetensors");
  const { architecture, layers } = model;
  const shapes = { ...architecture.parameters(layers), ...architecture.head?.shapes };
  const program = compile(
    {
      ...weightInputs(shapes),
      ids: input("int32", ["batch", "seq"]),
      lengths: input("int32", ["batch"]),
    },
    (inputs) => {
      const tensors: Readonly<Record<string, Tensor>> = inputs;
      const look = (name: string) => tensors[name]!;
      const batch = tokenBatch(inputs.ids, inputs.lengths);
      const states = architecture.hiddenStates(batch, look, layers).at(-1)!;
      const logits = architecture.head?.run(states, look);
      return { states, ...(logits && { logits }) } as Record<string, Tensor>;
    },
  );
  const results = await runOnce(program, {
    ...model.weights(shapes),
    ids: reference.read("ids"),
    lengths: reference.read("lengths"),
  });
  const lengths = [...reference.read("lengths").data].map(Number);
  const slots = reference.read("ids").shape[1]!;
  return (name: string): Float32Array => {
    const { data, shape } = results[name]!;
    const width = shape.at(-1)!;
    return Float32Array.from(data as Float32Array, (value, i) => {
      const place = Math.floor(i / width);
      return place % slots < lengths[Math.floor(place / slots)]! ? value : 0;
    });
  };
}

describe("an adapter of peft", () => {
  it.each([
    ["llama", "llama"],
    ["gpt2", "gpt2"],
    ["gpt2-untied", "gpt2-untied"],
    ["qwen2", "qwen2"],
    ["bert", "bert"],
    ["phi3-classifier", "phi3"],
  ])("%s has the activations and logits that it has with peft", async (name, family) => {
    const model = await open(fixture("adapters", name));
    const values = await run(model, family);
    const reference = fixtureArrays("adapters", name, "reference.safetensors");
    const plain = await run(await open(join(root, "tiny", family)), family);
    for (const key of reference.tensors.keys()) {
      expect(maxDifference(values(key), floats(reference, key)), key).toBeLessThan(5e-5);
      expect(maxDifference(plain(key), floats(reference, key)), key).toBeGreaterThan(0.05);
    }
    model.close();
  });

  it("is told from its base, and from the same adapter on another", async () => {
    const folder = fixture("adapters", "llama");
    const files = await resolveModel(folder, { settings });
    expect(Object.keys(files.sha256).sort()).toEqual([
      ...["adapter_config.json", "adapter_model.safetensors"],
      ...["base/config.json", "base/model.safetensors", "base/tokenizer.json"],
    ]);
    expect(files).toMatchObject({ name: folder, origin: "folder", folder });
    const base = await resolveModel("tiny/llama", { settings });
    expect(files.fingerprint).not.toBe(base.fingerprint);
    expect(base.adapter).toBeNull();
    const elsewhere = join(root, "elsewhere");
    cpSync(join(root, "tiny"), join(elsewhere, "tiny"), { recursive: true });
    writeFileSync(join(elsewhere, "tiny", "llama", "tokenizer.json"), "{ }");
    const other = { modelFolders: [elsewhere], cacheFolder: root, offline: true } as never;
    const { fingerprint } = await resolveModel(folder, { settings: other });
    expect(fingerprint).not.toBe(files.fingerprint);
  });

  it("has its own tokenizer where it brings one", async () => {
    const folder = join(root, "tokenized");
    cpSync(fixture("adapters", "llama"), folder, { recursive: true });
    writeFileSync(join(folder, "tokenizer_config.json"), "{}");
    const ofBase = await resolveModel(folder, { settings });
    expect(ofBase.tokenizer).toBe(join(root, "tiny", "llama", "tokenizer.json"));
    expect(ofBase.tokenizerConfig).toBeNull();
    writeFileSync(join(folder, "tokenizer.json"), "{}");
    const own = await resolveModel(folder, { settings });
    expect(own.tokenizer).toBe(join(folder, "tokenizer.json"));
    expect(own.tokenizerConfig).toBe(join(folder, "tokenizer_config.json"));
    expect(Object.keys(own.sha256)).toContain("tokenizer_config.json");
  });
});

describe("what saveLora wrote", () => {
  it.each(["llama", "gpt2", "bert", "phi3"])("%s is read as its merged weights", async (name) => {
    const { architecture, shapes, weights } = openFamily(name);
    const adapters = lora(architecture, { rank: 2, alpha: 6, targets: "all" });
    const file = fixtureArrays("families", name, "lora.safetensors");
    const trained = Object.fromEntries(
      Object.keys(loraParameters(adapters)).map((key) => [key, file.read(key)]),
    );
    const folder = join(root, `saved-${name}`);
    await saveLora(folder, { architecture, adapters, weights: trained, base: `tiny/${name}` });
    const model = await open(folder);
    expect(model.weights(shapes)).toEqual(mergeLora(weights, trained, adapters));
    model.close();
  });
});

describe("openAdapter", () => {
  const array = (...shape: number[]): NdArray<"float32"> =>
    ndarray(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i / 10),
      shape,
    );
  const at = "base_model.model.model.layers.0.self_attn.q_proj";
  let count = 0;

  async function weightsOf(
    base: string,
    arrays: Readonly<Record<string, NdArray>>,
    config: object = {},
  ) {
    const folder = join(root, `made-${++count}`);
    mkdirSync(folder);
    const said = { peft_type: "LORA", r: 2, base_model_name_or_path: `tiny/${base}`, ...config };
    writeFileSync(join(folder, "adapter_config.json"), JSON.stringify(said));
    await writeSafetensors(join(folder, "adapter_model.safetensors"), arrays, {});
    const model = await open(folder);
    return model.weights(model.architecture.parameters(model.layers));
  }

  it.each<[string, Record<string, NdArray>, string | RegExp]>([
    ["names of another program", { "a.lora_a": array(2, 2) }, '"a.lora_a" must begin with "base_'],
    [
      "a rank that its config does not say",
      { [`${at}.lora_A.weight`]: array(3, 16), [`${at}.lora_B.weight`]: array(16, 3) },
      /q_proj\.lora_A\.weight" must be \[2, 16\], got \[3, 16\]; is it an adapter of another model/,
    ],
    ["A without B", { [`${at}.lora_A.weight`]: array(2, 16) }, "must have its B beside it"],
    [
      "DoRA's magnitudes",
      { [`${at}.lora_magnitude_vector`]: array(16) },
      "is of nothing that LoRA changes in this base",
    ],
    [
      "a layer that the base does not have",
      { [`${at.replace(".0.", ".7.")}.lora_A.weight`]: array(2, 16) },
      '"base_model.model.model.layers.7.self_attn.q_proj.lora_A.weight" is of nothing that LoRA',
    ],
    [
      "nothing of a layer at all",
      { "base_model.model.score.weight": array(2, 16) },
      "none of its 1 tensors is of a layer of the base; is it an adapter of another model?",
    ],
    [
      "a vocabulary of another size",
      { "base_model.model.model.embed_tokens.weight": array(33, 16) },
      /must be \[32, 16\], got \[33, 16\]; its vocabulary was resized: merge it/,
    ],
  ])("refuses %s", async (_, arrays, message) => {
    await expect(weightsOf("llama", arrays)).rejects.toThrow(message);
  });

  it("keeps embeddings that are the output matrix in one", async () => {
    const table = "base_model.model.model.embed_tokens";
    const head = "base_model.model.lm_head";
    const both = { [`${table}.weight`]: array(32, 16), [`${head}.weight`]: array(32, 16) };
    const whole = { modules_to_save: ["embed_tokens", "lm_head"] };
    const weights = await weightsOf("qwen3-tied", both, whole);
    expect(weights["embed_tokens.weight"]!.data).toEqual(array(32, 16).data);
    const { [`${head}.weight`]: _, ...one } = both;
    expect((await weightsOf("qwen3-tied", one))["embed_tokens.weight"]!.data).toEqual(
      array(32, 16).data,
    );
    const parts = "parts the embeddings from the output matrix, which are one in the base";
    const pair = {
      [`${head}.lora_A.weight`]: array(2, 16),
      [`${head}.lora_B.weight`]: array(32, 2),
    };
    const rows = {
      [`${table}.lora_embedding_A`]: array(2, 32),
      [`${table}.lora_embedding_B`]: array(16, 2),
    };
    const other = { ...both, [`${head}.weight`]: ndarray(new Float32Array(512), [32, 16]) };
    await expect(weightsOf("qwen3-tied", one, whole)).rejects.toThrow(parts);
    for (const arrays of [pair, rows, other])
      await expect(weightsOf("qwen3-tied", arrays, whole)).rejects.toThrow(parts);
  });
});
