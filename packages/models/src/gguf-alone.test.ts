// GGUF files that stand alone: config and tokenizer come from their metadata. Made by
// reference/models/tiny_gemma_gguf.py and gguf_token_ids.py, both of which ask transformers.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, input, ndarray, nodeRuntime, runOnce } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { extractFeatures } from "./features.js";
import { configOfGguf } from "./formats/gguf-config.js";
import { tokenizerOfGguf } from "./formats/gguf-tokenizer.js";
import { resolveModel } from "./hub/resolve.js";
import { openModel } from "./model.js";
import { configJson } from "./model-json.js";
import { saveModel } from "./save.js";
import { fixture, fixtureArrays, floats, maxDifference, sharedModel } from "./testing/fixtures.js";
import { ggufFile, type Metadata, openedGguf } from "./testing/gguf-writer.js";
import { weightInputs } from "./transformers/architecture.js";

const root = scratchFolder("gguf");

const tiny = fixture("tiny-gemma3-gguf");
const reference = fixtureArrays("tiny-gemma3-gguf.safetensors");
const texts: string[] = JSON.parse(reference.metadata.texts!);
const ids: number[][] = JSON.parse(reference.metadata.ids!);

describe("a GGUF file alone", () => {
  it("has the config that its metadata say", async () => {
    const model = await openModel(await resolveModel(tiny));
    expect(model.config).toMatchObject({
      modelType: "gemma3_text",
      vocabSize: 307,
      hiddenSize: 256,
      layers: 2,
      heads: 2,
      kvHeads: 1,
      headSize: 16,
      intermediateSize: 32,
      maxPositions: 64,
      windows: [3, 3],
      queryScalar: 256,
      ropes: { full_attention: { theta: 500 }, sliding_attention: { theta: 10_000 } },
      tiedEmbeddings: true,
    });
    expect(Object.keys(model.files.sha256)).toEqual(["model.gguf"]);
  });

  it("has transformers' token ids", async () => {
    const model = await openModel(await resolveModel(tiny));
    const tokenizer = model.tokenizer();
    expect(texts.map((text) => [...tokenizer.encode(text).ids])).toEqual(ids);
  });

  it("has transformers' activations at every layer, and its logits", async () => {
    const model = await openModel(await resolveModel(tiny));
    const layers = [0, 1, 2];
    const { features } = await extractFeatures(model, texts, { layers, runtime: nodeRuntime });
    const expected = floats(reference, "mean");
    const size = texts.length * model.width;
    for (const layer of layers) {
      const wanted = expected.subarray(layer * size, (layer + 1) * size);
      expect(maxDifference(features.get(layer)!.data, wanted), `layer ${layer}`).toBeLessThan(2e-5);
    }
    const { data: vectors } = (
      await extractFeatures(model, texts, { layers: [2], pooling: "last", runtime: nodeRuntime })
    ).features.get(2)!;
    const head = model.architecture.head!;
    const program = compile(
      { ...weightInputs(head.shapes), states: input("float32", ["texts", model.width]) },
      (tensors) => {
        const given: Readonly<Record<string, typeof tensors.states>> = tensors;
        return { logits: head.run(tensors.states, (name) => given[name]!) };
      },
    );
    const states = ndarray(vectors, [texts.length, model.width]);
    const { logits } = await runOnce(program, { ...model.weights(head.shapes), states });
    expect(maxDifference(logits.data as Float32Array, floats(reference, "logits"))).toBeLessThan(
      1e-4,
    );
    model.close();
  });

  it("is saved as a folder with a config and a tokenizer that give the same", async () => {
    const model = await openModel(await resolveModel(tiny));
    const { architecture, files, layers } = model;
    const shapes = { ...architecture.parameters(layers), ...architecture.head?.shapes };
    const folder = join(root, "saved");
    await saveModel(folder, {
      config: configJson(files.config),
      weights: model.weights(shapes),
      tokenizerFrom: files.tokenizer,
    });
    const saved = await openModel(await resolveModel(folder));
    expect(saved.config).toEqual(model.config);
    expect(saved.weights(shapes)).toEqual(model.weights(shapes));
    const tokenizer = saved.tokenizer();
    expect(texts.map((text) => [...tokenizer.encode(text).ids])).toEqual(ids);
  });

  it("is found among folders of models by its name", async () => {
    const settings = { modelFolders: [fixture()], cacheFolder: root, offline: true };
    const files = await resolveModel("org/tiny-gemma3-gguf", { settings } as never);
    expect(files.config).toBe(join(tiny, "model.gguf"));
  });

  const open = (metadata: Metadata) =>
    openedGguf(ggufFile([], new Uint8Array(0), metadata), "m.gguf");

  it("says what llama.cpp takes where its metadata do not", () => {
    const bare = {
      "general.architecture": "qwen3",
      "qwen3.block_count": 2,
      "qwen3.context_length": 64,
      "qwen3.embedding_length": 32,
      "qwen3.feed_forward_length": [48, 48],
      "qwen3.attention.head_count": 4,
      "qwen3.attention.layer_norm_rms_epsilon": 1e-6,
    };
    expect(configOfGguf(open(bare))).toMatchObject({
      head_dim: 8,
      num_key_value_heads: 4,
      intermediate_size: 48,
    });
    const stretched = { rope_scaling: { rope_type: "linear", factor: 4 } };
    for (const key of ["rope.scaling.factor", "rope.scale_linear"]) {
      expect(configOfGguf(open({ ...bare, [`qwen3.${key}`]: 4 }))).toMatchObject(stretched);
    }
    expect(() =>
      configOfGguf(open({ ...bare, "qwen3.attention.layer_norm_rms_epsilon": [1, 2] })),
    ).toThrow("must be one value for all layers, got several");
    const { "qwen3.attention.layer_norm_rms_epsilon": _, ...without } = bare;
    expect(() => configOfGguf(open(without))).toThrow(
      'm.gguf: its metadata lack "qwen3.attention.layer_norm_rms_epsilon"',
    );
  });

  it("has users' tokens of blanks alone where it is Gemma's, and is refused elsewhere", () => {
    const tokens = ["<unk>", "<s>", "</s>", "\u2581", "a", "   "];
    const [normal, control, own] = [1, 3, 4];
    const said = (architecture: string, kind: number) => ({
      "general.architecture": architecture,
      "tokenizer.ggml.model": "llama",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": [2, control, control, normal, normal, kind],
      "tokenizer.ggml.scores": [0, 0, 0, -1, -2, -1000],
      "tokenizer.ggml.bos_token_id": 1,
      "tokenizer.ggml.unknown_token_id": 0,
    });
    expect(tokenizerOfGguf(open(said("gemma2", own)))).toMatchObject({
      model: { vocab: { "\u2581\u2581\u2581": 5 } },
    });
    expect(() => tokenizerOfGguf(open(said("llama", own)))).toThrow(
      "m.gguf: its token 5 is nothing but 3 spaces, which programs read differently outside " +
        "Gemma; put the model's tokenizer.json beside it",
    );
    expect(() => tokenizerOfGguf(open(said("llama", normal)))).not.toThrow();
  });

  it("says which parameters its config does not ask for", async () => {
    const place = join(root, "more");
    mkdirSync(place);
    cpSync(fixture("tiny-llama-gguf", "config.json"), join(place, "config.json"));
    const norm = { name: "blk.0.attn_q_norm.weight", dimensions: [8], type: 0, offset: 0 };
    const said = { "general.architecture": "llama", "llama.block_count": 2 };
    writeFileSync(join(place, "model.gguf"), ggufFile([norm], new Uint8Array(32), said));
    writeFileSync(join(place, "tokenizer.json"), "{}");
    const model = await openModel(await resolveModel(place));
    expect(model.unused()).toEqual(["model.layers.0.self_attn.q_norm.weight"]);
  });

  it("is refused where its metadata are not enough", () => {
    expect(() => configOfGguf(open({ "general.architecture": "mamba" }))).toThrow(
      'm.gguf: a GGUF of "mamba" is not read alone, as one of llama, qwen2, qwen3, gpt2, gemma3 is',
    );
    expect(() => configOfGguf(open({ "general.architecture": "llama" }))).toThrow(
      'm.gguf: its metadata lack "llama.block_count"; put the model\'s config.json and ' +
        "tokenizer.json beside it",
    );
    const pre = { "general.architecture": "llama", "tokenizer.ggml.model": "gpt2" };
    expect(() => tokenizerOfGguf(open({ ...pre, "tokenizer.ggml.pre": "tekken" }))).toThrow(
      'm.gguf: "tokenizer.ggml.pre" must be one of gpt-2, llama-bpe, llama-v3, llama3, qwen2, ' +
        'smollm, got "tekken"; put the model\'s tokenizer.json beside it',
    );
    const gemma = { "general.architecture": "gemma3", "tokenizer.ggml.model": "gpt2" };
    expect(() => tokenizerOfGguf(open(gemma))).toThrow(
      'm.gguf: the tokenizer "gpt2" of a GGUF of "gemma3" is not read alone; put the ' +
        "model's tokenizer.json beside it",
    );
    expect(() => tokenizerOfGguf(open({ ...gemma, "tokenizer.ggml.model": "llama" }))).toThrow(
      'm.gguf: its metadata lack "tokenizer.ggml.tokens"',
    );
  });
});

const real = sharedModel("gemma3-270m");

describe("Gemma 3 270M in Q4_K_M", () => {
  it.skipIf(real === null)("has transformers' ids of awkward texts", async () => {
    const awkward = JSON.parse(readFileSync(fixture("token-ids.json"), "utf8")).texts as string[];
    const wanted = JSON.parse(readFileSync(fixture("gguf-token-ids.json"), "utf8"));
    const tokenizer = (await openModel(await resolveModel(real!))).tokenizer();
    expect(awkward.length).toBeGreaterThan(300);
    expect(awkward.map((text) => [...tokenizer.encode(text).ids])).toEqual(wanted);
  });
});
