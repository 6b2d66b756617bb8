import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import { type Rope, ropeFrequencies } from "../config/rope-scalings.js";
import { fixture, fixtureArrays, sharedModel } from "../testing/fixtures.js";
import { ggufFile, type Metadata, openedGguf } from "../testing/gguf-writer.js";
import { openGguf } from "./gguf.js";
import { decoderFromGguf, huggingFaceName } from "./gguf-decoder.js";
import { readAll } from "./tensor-file.js";

const tiny = { modelType: "llama", layers: 2, hiddenSize: 32, heads: 4, kvHeads: 2, headSize: 8 };
const tinyPath = fixture("tiny-llama-gguf", "model.gguf");
const f32 = { dimensions: [4], type: 0, offset: 0 };

describe("decoderFromGguf", () => {
  it("gives transformers' weights bit for bit: F32, F16, Q8_0, Q4_0, Q4_1, halves of Q, K", () => {
    const file = decoderFromGguf(openGguf(tinyPath), tiny);
    const reference = fixtureArrays("tiny-llama-gguf", "reference.safetensors");
    const expected = [...reference.tensors.keys()].filter((name) => name.startsWith("weight:"));
    expect([...file.tensors.keys()].map((name) => `weight:${name}`).sort()).toEqual(
      expected.sort(),
    );
    for (const name of file.tensors.keys()) {
      expect(file.read(name), name).toEqual(reference.read(`weight:${name}`));
    }
    const formats = new Set([...file.tensors.values()].map(({ stored }) => stored));
    expect([...formats].sort()).toEqual(["F16", "F32", "Q4_0", "Q4_1", "Q8_0"]);
    file.close();
  });

  it.each([
    ["qwen2", 4],
    ["qwen3", 6],
    ["mistral", 4],
    ["phi3-longrope", 8],
  ])("gives %s the weights of its checkpoint", (name, headSize) => {
    const config = readModelConfig(fixture("families", name, "config.json"));
    expect(config).toMatchObject({ heads: 4, kvHeads: 2, headSize });
    const shape = { kvHeads: 2, ...config };
    const file = decoderFromGguf(openGguf(fixture("families", name, "model.gguf")), shape);
    const checkpoint = fixtureArrays("families", name, "model.safetensors");
    expect([...file.tensors.keys()].sort()).toEqual([...checkpoint.tensors.keys()].sort());
    for (const tensor of file.tensors.keys()) {
      expect(file.read(tensor), tensor).toEqual(checkpoint.read(tensor));
    }
    file.close();
  });

  it("refuses a family whose GGUF is not read", () => {
    const file = openedGguf(
      ggufFile([], new Uint8Array(0), { "general.architecture": "bert" }),
      "m.gguf",
    );
    expect(() => decoderFromGguf(file, { ...tiny, modelType: "bert" })).toThrow(
      "m.gguf: GGUF is read for llama, mistral, qwen2, qwen3, gpt2, gemma2, gemma3_text, phi3, " +
        "not for bert; use safetensors",
    );
  });

  it("refuses another architecture, and heads or layers that the config does not have", () => {
    const open = (metadata: Record<string, string | number>) =>
      decoderFromGguf(openedGguf(ggufFile([], new Uint8Array(0), metadata), "m.gguf"), tiny);
    expect(() => open({ "general.architecture": "qwen2" })).toThrow(
      'm.gguf: architecture must be "llama", got "qwen2"',
    );
    expect(() =>
      open({ "general.architecture": "llama", "llama.attention.head_count": 9 }),
    ).toThrow('m.gguf: "llama.attention.head_count" must be 4 as in config.json, got 9');
  });

  it.each<[string, string | number | boolean | readonly number[], string]>([
    ["block_count", 3, "must be 2 as in config.json, got 3"],
    ["attention.head_count_kv", [2, 1], "must be one value for all layers, got several"],
    ["attention.head_count_kv", [1, 1], "must be 2 as in config.json, got 1"],
    ["attention.layer_norm_rms_epsilon", 0.25, "must be 0.00001 as in config.json, got 0.25"],
    ["rope.freq_base", 10_000, "must be 100 as in config.json, got 10000"],
    ["attention.key_length", 4, "must be 8 as heads are wide, got 4"],
    ["attention.value_length", 4, "must be 8 as heads are wide, got 4"],
    ["rope.dimension_count", 4, "must be 8 as so many dimensions of heads turn, got 4"],
    ["attention.causal", false, "must be true, got false; take another file, or safetensors"],
    ["expert_count", 4, "must be 0, got 4"],
    ["logit_scale", 0.5, "must be 1, got 0.5"],
  ])("refuses metadata that say another model: %s %s", (key, value, message) => {
    const shape = {
      ...tiny,
      normEps: 1e-5,
      rope: { type: "default", theta: 100 },
    } as const;
    const open = (said: Metadata) =>
      decoderFromGguf(
        openedGguf(
          ggufFile([], new Uint8Array(0), { "general.architecture": "llama", ...said }),
          "m.gguf",
        ),
        shape,
      );
    const right = {
      "llama.attention.head_count_kv": [2, 2],
      "llama.attention.layer_norm_rms_epsilon": 1e-5,
      "llama.attention.causal": true,
      "llama.expert_count": 0,
      "llama.rope.freq_base": 100,
      "llama.rope.dimension_count": 8,
    };
    expect(() => open(right)).not.toThrow();
    expect(() => open({ ...right, [`llama.${key}`]: value })).toThrow(
      `m.gguf: "llama.${key}" ${message}`,
    );
  });

  it("refuses another stretch of rotation than the config's, in metadata or as factors", () => {
    const llama3 = {
      type: "llama3",
      theta: 100,
      factor: 4,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalMaxPositions: 16,
    } as const;
    const plain = { type: "default", theta: 100 } as const;
    const open = (rope: Rope, factors: readonly number[], said: Metadata = {}) => {
      const tensors =
        factors.length === 0
          ? []
          : [{ name: "rope_freqs.weight", dimensions: [factors.length], type: 0, offset: 0 }];
      const data = new Uint8Array(Float32Array.from(factors).buffer);
      const metadata = { "general.architecture": "llama", ...said };
      return decoderFromGguf(openedGguf(ggufFile(tensors, data, metadata), "m.gguf"), {
        ...tiny,
        rope,
      });
    };
    const turns = ropeFrequencies(llama3, 8);
    const factors = [...ropeFrequencies(plain, 8)].map((turn, i) => turn / turns[i]!);
    expect(factors).not.toEqual([1, 1, 1, 1]);
    expect([...open(llama3, factors).tensors.keys()]).toEqual([]);
    expect(() => open(plain, [1, 1, 1, 1])).not.toThrow();
    for (const [rope, given] of [
      [plain, factors],
      [llama3, [1, 1, 1, 1]],
      [llama3, factors.slice(1)],
    ] as const) {
      expect(() => open(rope, given)).toThrow(
        "m.gguf: rope_freqs.weight turns otherwise than config.json says; are they of one model?",
      );
    }
    const linear = { type: "linear", theta: 100, factor: 4 } as const;
    for (const said of [
      { "llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": 4 },
      { "llama.rope.scaling.factor": 4 },
      { "llama.rope.scale_linear": 4 },
    ]) {
      expect(() => open(linear, [], said)).not.toThrow();
      expect(() => open(plain, [], said)).toThrow(
        "m.gguf: slows its rotation 4 times, and config.json 1 times; are they of one model?",
      );
    }
    const yarn = { "llama.rope.scaling.type": "yarn", "llama.rope.scaling.factor": 4 };
    expect(() => open(plain, [], yarn)).toThrow(
      'm.gguf: stretches its rotation ("yarn"), and config.json does not; are they of one model?',
    );
    const none = { "llama.rope.scaling.type": "none", "llama.rope.scaling.factor": 4 };
    expect(() => open(plain, [], none)).not.toThrow();
  });

  it("refuses a tensor that Llama does not have", () => {
    const bytes = ggufFile([{ name: "blk.0.ssm_in.weight", ...f32 }], new Uint8Array(16), {
      "general.architecture": "llama",
    });
    expect(() => decoderFromGguf(openedGguf(bytes, "m.gguf"), tiny)).toThrow(
      'm.gguf: tensor "blk.0.ssm_in.weight" is not part of a llama model',
    );
  });

  const shared = sharedModel("SmolLM2-135M-Instruct-GGUF");
  it.skipIf(shared === null)("reads the real model of 134.5M parameters", () => {
    const path = `${shared}/SmolLM2-135M-Instruct.Q4_1.gguf`;
    const file = decoderFromGguf(openGguf(path), {
      modelType: "llama",
      layers: 30,
      hiddenSize: 576,
      heads: 9,
      kvHeads: 3,
      headSize: 64,
    });
    const arrays = [...readAll(file).values()];
    const parameters = arrays.reduce((total, { data }) => total + data.length, 0);
    expect(parameters).toBe(134_515_008);
    expect(file.tensors.get("model.embed_tokens.weight")).toMatchObject({
      stored: "Q8_0",
      shape: [49152, 576],
    });
    file.close();
  });
});

describe("huggingFaceName", () => {
  it.each([
    ["token_embd.weight", "model.embed_tokens.weight"],
    ["output_norm.weight", "model.norm.weight"],
    ["output.weight", "lm_head.weight"],
    ["blk.12.attn_q.bias", "model.layers.12.self_attn.q_proj.bias"],
    ["blk.0.attn_output.weight", "model.layers.0.self_attn.o_proj.weight"],
    ["blk.0.attn_norm.weight", "model.layers.0.input_layernorm.weight"],
    ["blk.0.ffn_norm.weight", "model.layers.0.post_attention_layernorm.weight"],
    ["blk.0.ffn_down.weight", "model.layers.0.mlp.down_proj.weight"],
  ])("maps %s to %s", (ggufName, name) => {
    expect(huggingFaceName(ggufName)).toBe(name);
  });

  it.each([
    ["blk.1.ffn_norm.weight", "model.layers.1.pre_feedforward_layernorm.weight"],
    ["blk.1.post_attention_norm.weight", "model.layers.1.post_attention_layernorm.weight"],
    ["blk.1.post_ffw_norm.weight", "model.layers.1.post_feedforward_layernorm.weight"],
    ["blk.1.attn_k_norm.weight", "model.layers.1.self_attn.k_norm.weight"],
  ])("maps Gemma's %s to %s", (ggufName, name) => {
    expect(huggingFaceName(ggufName, "gemma3")).toBe(name);
  });

  it("is null for what Llama does not have", () => {
    expect(huggingFaceName("blk.0.output.weight")).toBeNull();
    expect(huggingFaceName("attn_q.weight")).toBeNull();
    expect(huggingFaceName("blk.x.attn_q.weight")).toBeNull();
  });
});

describe("readGguf", () => {
  it("reads a tensor outermost axis first", () => {
    const data = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    const file = openedGguf(
      ggufFile([{ name: "x", dimensions: [3, 2], type: 0, offset: 0 }], data),
      "m.gguf",
    );
    expect(file.read("x")).toEqual({
      dtype: "float32",
      shape: [2, 3],
      data: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it("reads version 2, scalars of the metadata and the length of its arrays", () => {
    const file = openedGguf(ggufFile([], new Uint8Array(0), { a: "text", b: 7 }, 2), "m.gguf");
    expect(file.metadata).toEqual({ a: "text", b: "7" });
    const tokens = openGguf(tinyPath).values.get("tokenizer.ggml.tokens");
    expect(tokens).toMatchObject({ arrayLength: 48 });
    expect(openGguf(tinyPath).list("tokenizer.ggml.tokens")?.at(-1)).toBe("t47");
    expect(file.list("a")).toBeUndefined();
  });

  it.each<[string, Uint8Array, string]>([
    [
      "another format",
      new Uint8Array(64),
      'm.gguf: expected a GGUF file, got one that does not begin with "GGUF"',
    ],
    [
      "the pointer of Git LFS",
      new TextEncoder().encode(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
      ),
      "m.gguf: is the pointer of Git LFS, not the file; fetch it with git lfs pull",
    ],
    [
      "version 1",
      ggufFile([], new Uint8Array(0), {}, 1),
      "m.gguf: expected little-endian GGUF version 2 or 3, got version 1",
    ],
    [
      "a quantisation that is not read, by name",
      ggufFile(
        [
          { name: "x", ...f32 },
          { name: "y", dimensions: [256], type: 18, offset: 32 },
        ],
        new Uint8Array(176),
      ),
      'm.gguf: quantisation IQ3_XXS is not supported (1 of 2 tensors, first "y"); choose a file ' +
        "in F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, " +
        "IQ4_NL, IQ4_XS",
    ],
    [
      "a type that ggml does not have",
      ggufFile([{ name: "x", dimensions: [4], type: 99, offset: 0 }], new Uint8Array(16)),
      "quantisation type 99 is not supported",
    ],
    [
      "rows that are not whole blocks",
      ggufFile([{ name: "x", dimensions: [16, 2], type: 8, offset: 0 }], new Uint8Array(34)),
      'tensor "x" in Q8_0 needs rows of a multiple of 32, got [2, 16]',
    ],
    [
      "data that ends early",
      ggufFile([{ name: "x", ...f32 }], new Uint8Array(12)),
      'm.gguf: truncated: tensor "x" needs bytes to',
    ],
    [
      "tensors over each other",
      ggufFile(
        [
          { name: "x", ...f32 },
          { name: "y", ...f32, offset: 8 },
        ],
        new Uint8Array(64),
      ),
      'm.gguf: tensor "y" overlaps "x"',
    ],
    [
      "two tensors of one name",
      ggufFile(
        [
          { name: "x", ...f32 },
          { name: "x", ...f32, offset: 32 },
        ],
        new Uint8Array(64),
      ),
      "m.gguf: two tensors have the same name",
    ],
    [
      "a big-endian file",
      ggufFile([], new Uint8Array(0), {}, 3 << 24),
      "m.gguf: is big-endian, which is not read; turn it round with gguf-convert-endian",
    ],
    [
      "an alignment of zero",
      ggufFile([], new Uint8Array(0), { "general.alignment": 0 }),
      '"general.alignment" must be a multiple of 8, got 0',
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => openedGguf(bytes, "m.gguf")).toThrow(message);
  });

  it("refuses any prefix of a file, never with anything but an InputError", () => {
    const whole = Uint8Array.from(readFileSync(tinyPath));
    for (let length = 0; length < whole.length; length += length < 2600 ? 7 : 997) {
      expect(() => openedGguf(whole.subarray(0, length), "cut"), `${length} bytes`).toThrow(
        expect.objectContaining({ name: "InputError" }),
      );
    }
  });
});
