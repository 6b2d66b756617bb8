import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ndarray, zerosArray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { parseModelConfig } from "./config/config.js";
import { openSafetensors } from "./formats/safetensors-read.js";
import { resolveModel } from "./hub/resolve.js";
import { openModel } from "./model.js";
import { type SavedModel, saveModel } from "./save.js";
import { fixture, fixtureArrays } from "./testing/fixtures.js";
import { architectureOf } from "./transformers/build.js";
import { WeightStore } from "./transformers/weights.js";

const root = scratchFolder("save");

const tokenizerFrom = join(root, "tokenizer");
mkdirSync(tokenizerFrom);
for (const name of ["tokenizer.json", "tokenizer_config.json", "merges.txt", "README.md"]) {
  writeFileSync(join(tokenizerFrom, name), name);
}

function family(name: string): SavedModel {
  const config = JSON.parse(readFileSync(fixture("families", name, "config.json"), "utf8"));
  const architecture = architectureOf(parseModelConfig(config, name));
  const file = fixtureArrays("families", name, "model.safetensors");
  const shapes = { ...architecture.parameters(architecture.layers), ...architecture.head?.shapes };
  const weights = new WeightStore(file, architecture).load(shapes);
  return { config, weights, tokenizerFrom };
}

const namesIn = (folder: string) => [
  ...openSafetensors(join(folder, "model.safetensors")).tensors.keys(),
];
const leftovers = () => readdirSync(root).filter((name) => name.startsWith("."));

describe("saveModel", () => {
  it("writes a folder that opens as the model it was", async () => {
    const folder = join(root, "whole", "qwen3");
    const saved = family("qwen3");
    await saveModel(folder, saved);
    const model = await openModel(await resolveModel(folder));
    const shapes = {
      ...model.architecture.parameters(model.layers),
      ...model.architecture.head!.shapes,
    };
    expect(model.weights(shapes)).toEqual(saved.weights);
    expect(model.config).toEqual(parseModelConfig(saved.config, "config"));
    model.close();
    expect(readdirSync(folder).sort()).toEqual([
      "config.json",
      "merges.txt",
      "model.safetensors",
      "tokenizer.json",
      "tokenizer_config.json",
      "w2s-files.json",
    ]);
  });

  it.each([
    ["gpt2-untied", "transformer.wte.weight", "lm_head.weight"],
    ["gpt-neox", "gpt_neox.embed_in.weight", "embed_out.weight"],
    ["llama", "model.embed_tokens.weight", "lm_head.weight"],
    ["bert", "embeddings.word_embeddings.weight", null],
    ["roberta", "embeddings.position_embeddings.weight", null],
    ["distilbert", "transformer.layer.0.attention.q_lin.weight", null],
    ["camembert", "embeddings.position_embeddings.weight", null],
    ["electra", "embeddings_project.bias", null],
    ["modernbert", "layers.0.attn.Wqkv.weight", null],
    ["opt-projected", "model.decoder.project_out.weight", "lm_head.weight"],
    ["gemma2-uncapped", "model.layers.0.pre_feedforward_layernorm.weight", "lm_head.weight"],
    ["gemma3-capped", "model.layers.0.self_attn.q_norm.weight", "lm_head.weight"],
    ["gemma-biased", "model.layers.0.self_attn.q_proj.bias", "lm_head.weight"],
    ["smollm3-biased", "model.layers.1.mlp.up_proj.bias", "lm_head.weight"],
    ["olmo3", "model.layers.3.self_attn.q_norm.weight", "lm_head.weight"],
    ["olmo2", "model.layers.0.self_attn.q_norm.weight", "lm_head.weight"],
    ["phi3", "model.layers.0.self_attn.qkv_proj.weight", "lm_head.weight"],
  ])("gives %s the names that its checkpoints have", async (name, embeddings, head) => {
    const folder = join(root, name);
    await saveModel(folder, family(name));
    expect(namesIn(folder)).toContain(embeddings);
    if (head !== null) expect(namesIn(folder)).toContain(head);
  });

  it("keeps the names of parameters that the architecture does not know", async () => {
    const folder = join(root, "classifier");
    const { config, weights } = family("qwen3");
    const { "lm_head.weight": _, ...backbone } = weights;
    await saveModel(folder, {
      config: { ...config, architectures: ["Qwen3ForSequenceClassification"] },
      weights: { ...backbone, "score.weight": zerosArray("float32", [2, 16]) },
      tokenizerFrom: null,
    });
    expect(namesIn(folder)).toContain("score.weight");
    expect(namesIn(folder)).not.toContain("lm_head.weight");
  });

  it("stores half floats on request, and says so where the config names a type", async () => {
    const folder = join(root, "half");
    const saved = family("gpt2");
    await saveModel(
      folder,
      { ...saved, config: { ...saved.config, torch_dtype: "bfloat16" } },
      { floats: "F16" },
    );
    expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).torch_dtype).toBe(
      "float16",
    );
    const file = openSafetensors(join(folder, "model.safetensors"));
    expect(file.tensors.get("transformer.wte.weight")?.stored).toBe("F16");
    file.close();
  });

  it("writes whole numbers with a point where transformers takes floats alone", async () => {
    const folder = join(root, "floats");
    const { config, weights } = family("gemma2");
    await saveModel(folder, { config, weights, tokenizerFrom: null });
    const text = readFileSync(join(folder, "config.json"), "utf8");
    expect(text).toContain('"final_logit_softcapping": 3.0');
    expect(text).toContain('"hidden_size": 16,');
    expect(JSON.parse(text)).toEqual(config);
  });

  it("refuses missing parameters, wrong shapes, no tokenizer, and leaves nothing", async () => {
    const saved = family("qwen3");
    const { "layers.1.self_attn.q_norm.weight": _, ...fewer } = saved.weights;
    const { "lm_head.weight": __, ...headless } = saved.weights;
    const folder = join(root, "refused");
    const refusal = (model: SavedModel) => expect(saveModel(folder, model)).rejects;
    await refusal({ ...saved, weights: fewer }).toThrow(
      'cannot be saved without "layers.1.self_attn.q_norm.weight"',
    );
    await refusal({ ...saved, weights: headless }).toThrow(
      'cannot be saved without "lm_head.weight"',
    );
    await refusal({
      ...saved,
      weights: { ...saved.weights, "norm.weight": zerosArray("float32", [4]) },
    }).toThrow('"norm.weight" must be [16] as the config says, got [4]');
    await refusal({ ...saved, tokenizerFrom: root }).toThrow("no tokenizer.json");
    await refusal({ ...saved, config: { ...saved.config, model_type: "qwen4" } }).toThrow(
      'model_type "qwen4" is not supported',
    );
    expect(readdirSync(root)).not.toContain("refused");
    expect(leftovers()).toEqual([]);
  });

  it("saves nothing that names code from elsewhere, in either config", async () => {
    const folder = join(root, "foreign");
    const from = join(root, "foreign-tokenizer");
    mkdirSync(from);
    const auto_map = { AutoTokenizer: ["someone/else--code.Tokenizer", null] };
    writeFileSync(join(from, "tokenizer.json"), "{}");
    writeFileSync(
      join(from, "tokenizer_config.json"),
      JSON.stringify({ auto_map, pad_token: "x" }),
    );
    const { config, weights } = family("qwen3");
    const named = { ...config, auto_map: { AutoConfig: "someone/else--code.Config" } };
    await saveModel(folder, { config: named, weights, tokenizerFrom: from });
    const json = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
    expect(json("config.json")).toEqual(config);
    expect(json("tokenizer_config.json")).toEqual({ pad_token: "x" });
  });

  it("follows links to the model's own files, as caches have them, and no others", async () => {
    const model = join(root, "models--org--tiny");
    const snapshot = join(model, "snapshots", "0".repeat(40));
    mkdirSync(snapshot, { recursive: true });
    mkdirSync(join(model, "blobs"));
    writeFileSync(join(model, "blobs", "abc"), "{}");
    symlinkSync("../../blobs/abc", join(snapshot, "tokenizer.json"));
    const saved = { ...family("qwen3"), tokenizerFrom: snapshot };
    await saveModel(join(root, "linked"), saved);
    expect(readFileSync(join(root, "linked", "tokenizer.json"), "utf8")).toBe("{}");
    writeFileSync(join(root, "secret"), "secret");
    symlinkSync(join(root, "secret"), join(snapshot, "vocab.txt"));
    await expect(saveModel(join(root, "leak"), saved)).rejects.toThrow(
      `${join(snapshot, "vocab.txt")}: must be a file of the model's folder, got a link to ` +
        `${join(root, "secret")}; put the file there, or take the link away`,
    );
    expect(readdirSync(root)).not.toContain("leak");
  });

  it("leaves the folder as it was when a write fails", async () => {
    const folder = join(root, "interrupted");
    const saved = family("qwen3");
    await saveModel(folder, saved);
    const before = readFileSync(join(folder, "model.safetensors"));
    const weights = { ...saved.weights, __metadata__: ndarray(Float32Array.of(1), [1]) };
    await expect(saveModel(folder, { ...saved, weights }, { overwrite: true })).rejects.toThrow(
      '"__metadata__"',
    );
    expect(readFileSync(join(folder, "model.safetensors"))).toEqual(before);
    expect(leftovers()).toEqual([]);
  });

  it("replaces a folder only when told to", async () => {
    const folder = join(root, "twice");
    await saveModel(folder, family("qwen2"));
    await expect(saveModel(folder, family("qwen3"))).rejects.toThrow(
      "twice: an earlier command of w2s wrote it; name another folder, or replace it with " +
        "--overwrite",
    );
    await saveModel(folder, family("qwen3"), { overwrite: true });
    expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).model_type).toBe("qwen3");
    expect(leftovers()).toEqual([]);
  });
});
