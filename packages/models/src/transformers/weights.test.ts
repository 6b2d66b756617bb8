import { type NdArray, ndarray, zerosArray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { readModelConfig } from "../config/config.js";
import type { TensorFile } from "../formats/tensor-file.js";
import { fixture, fixtureArrays } from "../testing/fixtures.js";
import { CONFIG_JSON, withDefaults } from "./absent-tensor.js";
import { architectureOf } from "./build.js";
import { WeightBudget } from "./weight-budget.js";
import { WeightStore } from "./weights.js";

/** Loads all that one family's config asks for from the checkpoint of another. */
function load(configOf: string, weightsOf: string) {
  const architecture = architectureOf(
    readModelConfig(fixture("families", configOf, "config.json")),
  );
  const file = fixtureArrays("families", weightsOf, "model.safetensors");
  const shapes = { ...architecture.parameters(architecture.layers), ...architecture.head?.shapes };
  return new WeightStore(file, architecture).load(shapes);
}

function bert() {
  const config = readModelConfig(fixture("families", "bert", "config.json"));
  const architecture = architectureOf(config);
  const file = fixtureArrays("families", "bert", "model.safetensors");
  return { architecture, shapes: architecture.parameters(config.layers), file };
}

describe("WeightStore", () => {
  it("finds parameters without the family's prefix, and passes over masks beside them", () => {
    expect(load("gpt2-untied", "gpt2-untied")["h.0.attn.c_attn.weight"]?.shape).toEqual([16, 48]);
    expect(load("gpt-neox", "gpt-neox")["embed_out.weight"]?.shape).toEqual([32, 16]);
  });

  it("rounds doubles to floats, and refuses whole numbers", () => {
    const { architecture, shapes, file } = bert();
    const made = (of: (values: Float32Array, shape: readonly number[]) => NdArray): TensorFile => ({
      ...file,
      read(name) {
        const { data, shape } = file.read(name);
        return of(data as Float32Array, shape);
      },
    });
    const doubles = made((values, shape) =>
      ndarray(
        Float64Array.from(values, (x) => x * (1 + 1e-10)),
        shape,
      ),
    );
    const loaded = new WeightStore(doubles, architecture).load(shapes);
    expect(loaded).toEqual(new WeightStore(file, architecture).load(shapes));
    const whole = made((values, shape) => ndarray(Int32Array.from(values), shape));
    expect(() => new WeightStore(whole, architecture).load(shapes)).toThrow(
      /must hold floats, got \w+; save the model as F32, F16 or BF16$/,
    );
  });

  it.each([
    ["roberta", "roberta.", "embeddings.word_embeddings.weight"],
    ["xlm-roberta", "roberta.", "encoder.layer.1.output.dense.weight"],
    ["camembert", "roberta.", "encoder.layer.0.attention.self.key.bias"],
    ["electra", "electra.", "embeddings_project.weight"],
    ["distilbert", "distilbert.", "transformer.layer.1.ffn.lin1.weight"],
    ["modernbert", "model.", "layers.2.attn.Wqkv.weight"],
    ["opt", "model.", "decoder.layers.0.fc1.weight"],
    ["opt-projected", "model.", "decoder.project_in.weight"],
    ["gemma2", "model.", "layers.0.pre_feedforward_layernorm.weight"],
    ["gemma3", "model.", "layers.1.self_attn.q_norm.weight"],
    ["gemma", "model.", "layers.0.post_attention_layernorm.weight"],
    ["smollm3", "model.", "layers.2.self_attn.k_proj.weight"],
    ["olmo3", "model.", "layers.3.self_attn.k_norm.weight"],
    ["olmo2", "model.", "layers.1.post_feedforward_layernorm.weight"],
    ["phi3", "model.", "layers.1.mlp.gate_up_proj.weight"],
  ])(
    "finds %s's parameters under the base model's prefix %s and without it",
    (name, prefix, one) => {
      const architecture = architectureOf(
        readModelConfig(fixture("families", name, "config.json")),
      );
      const file = fixtureArrays("families", name, "model.safetensors");
      const bareName = (stored: string) =>
        stored.startsWith(prefix) ? stored.slice(prefix.length) : stored;
      const own = [...Object.keys(architecture.head?.shapes ?? {})];
      const renamed = (rename: (bare: string) => string): TensorFile => {
        const names = [...file.tensors.keys()].map(
          (from) => [rename(bareName(from)), from] as const,
        );
        const sources = new Map(names);
        return {
          ...file,
          tensors: new Map(names.map(([to, from]) => [to, file.tensors.get(from)!])),
          read: (to, allocate) => file.read(sources.get(to)!, allocate),
        };
      };
      const shapes = {
        ...architecture.parameters(architecture.layers),
        ...architecture.head?.shapes,
      };
      const read = (rename: (bare: string) => string) =>
        new WeightStore(renamed(rename), architecture).load(shapes);
      const bare = read((stored) => stored);
      const isHead = (stored: string) => stored.startsWith("lm_head");
      expect(read((stored) => (isHead(stored) ? stored : prefix + stored))).toEqual(bare);
      expect(Object.keys(bare)).toEqual(expect.arrayContaining([one, ...own]));
    },
  );

  it("finds norms under TensorFlow's names, and all behind wrappers, as transformers does", () => {
    const { architecture, shapes, file } = bert();
    const plain = new WeightStore(file, architecture).load(shapes);
    const rename = (change: (name: string) => string): TensorFile => {
      const names = new Map([...file.tensors.keys()].map((name) => [change(name), name]));
      return {
        ...file,
        tensors: new Map([...names].map(([name, own]) => [name, file.tensors.get(own)!])),
        read: (name, allocate) => file.read(names.get(name)!, allocate),
      };
    };
    const older = (name: string) =>
      name
        .replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
        .replace(/LayerNorm\.bias$/, "LayerNorm.beta");
    for (const change of [
      older,
      (name: string) => `_orig_mod.${name}`,
      (name: string) => `module.${older(name)}`,
      (name: string) => `module._orig_mod.bert.${name}`,
      (name: string) => `_orig_mod.module.${older(name)}`,
      (name: string) => `0.auto_model.${name}`,
      (name: string) => name.replace(/(layer\.\d+\.)/, "$1_checkpoint_wrapped_module."),
    ])
      expect(new WeightStore(rename(change), architecture).load(shapes)).toEqual(plain);
    const twice = rename(older);
    const tensors = new Map(twice.tensors);
    const gamma = [...tensors.keys()].find((name) => name.endsWith(".gamma"))!;
    tensors.set(`module.${gamma}`, tensors.get(gamma)!);
    expect(() => new WeightStore({ ...twice, tensors }, architecture)).toThrow(
      `tensors "${gamma}" and "module.${gamma}" are both ` +
        `"${gamma.replace("gamma", "weight")}" of the model; keep one`,
    );
  });

  it("names a prefix that it does not know, and what stands behind it", () => {
    const { architecture, shapes, file } = bert();
    const under = (change: (name: string) => string) => {
      const tensors = new Map([...file.tensors].map(([name, info]) => [change(name), info]));
      return () => new WeightStore({ ...file, tensors }, architecture).load(shapes);
    };
    const count = file.tensors.size;
    const bare = (name: string) => name.replace(/^bert\./, "");
    const first = "embeddings.word_embeddings.weight";
    expect(under((name) => `module.encoder.${bare(name)}`)).toThrow(
      `no tensor "${first}", which config.json asks for, but "module.encoder.${first}": all ` +
        `${count} names begin with "module.encoder."; save the model without it, or take it off`,
    );
    const twoTowers = (name: string) =>
      `${name.includes("layer.1.") ? "image" : "text"}.${bare(name)}`;
    expect(under(twoTowers)).toThrow(/ of \d+ names begin with "text\."; save/);
    expect(under((name) => `tower.x${bare(name).replaceAll(".", "")}`)).toThrow(
      /asks for; all \d+ names begin with "tower\."; are they of one model\?$/,
    );
  });

  it("says which sizes a config leaves to transformers' defaults", () => {
    const { architecture, file } = bert();
    const wide = {
      ...architecture.parameters(1),
      "embeddings.position_embeddings.weight": [9, 16],
    };
    const source = withDefaults(["max_position_embeddings", "hidden_size"]);
    expect(() => new WeightStore(file, architecture, source).load(wide)).toThrow(
      'must be [9, 16] as config.json says, which leaves "max_position_embeddings", ' +
        `"hidden_size" to transformers' defaults, got [`,
    );
  });

  it.each(["qwen3-tied", "opt", "gpt2", "gpt-neox-serial", "gemma2"])(
    "takes the embeddings of %s stored once more as the output matrix, and refuses another one",
    (name) => {
      const architecture = architectureOf(
        readModelConfig(fixture("families", name, "config.json")),
      );
      const { matrix, twin } = architecture.head!;
      const file = fixtureArrays("families", name, "model.safetensors");
      const table = architecture.storedNames(matrix).find((stored) => file.tensors.has(stored))!;
      const own = file.tensors.get(table)!;
      const beside = (change: (value: number) => number, stored = own.stored): TensorFile => ({
        ...file,
        tensors: new Map([...file.tensors, [twin!, { ...own, stored }]]),
        read(wanted, allocate) {
          const { data, shape } = file.read(wanted === twin ? table : wanted, allocate);
          const values = Float32Array.from(data as Float32Array);
          return ndarray(wanted === twin ? values.map(change) : values, shape);
        },
      });
      const shapes = architecture.parameters(architecture.layers);
      const read = (given: TensorFile) => new WeightStore(given, architecture).load(shapes);
      expect(read(beside((value) => value))).toEqual(read(file));
      const refusal =
        `"${twin}" is not "${table}", as "tie_word_embeddings" of config.json says; set it to ` +
        "false, or take the tensor out";
      expect(() => read(beside((value) => value + 1))).toThrow(refusal);
      // In another width it is the same but for rounding; in blocks it never is.
      const rounded = (value: number) => value * (1 + 1 / 300);
      expect(read(beside(rounded, "BF16"))).toEqual(read(file));
      expect(() => read(beside((value) => value * 1.1, "BF16"))).toThrow(refusal);
      expect(read(beside((value) => value * 1.1, "Q8_0"))).toEqual(read(file));
    },
  );

  it.each(["bert", "gpt2", "gpt2-untied", "qwen3", "qwen3-tied", "gpt-neox"])(
    "leaves out the rows that fill the vocabulary of %s up to a multiple",
    (name) => {
      const architecture = architectureOf(
        readModelConfig(fixture("families", name, "config.json")),
      );
      const file = fixtureArrays("families", name, "model.safetensors");
      const { table } = architecture.embedding;
      const tokens = [table, architecture.head?.matrix ?? table].map(
        (one) => architecture.storedNames(one).find((stored) => file.tensors.has(stored))!,
      );
      const filled = (rows: number): TensorFile => ({
        ...file,
        tensors: new Map(
          [...file.tensors].map(([one, info]) => [
            one,
            tokens.includes(one) ? { ...info, shape: [rows, info.shape[1]!] } : info,
          ]),
        ),
        read(one, allocate) {
          const array = file.read(one, allocate);
          if (!tokens.includes(one)) return array;
          const more = new Float32Array(rows * Number(array.shape[1])).fill(9);
          more.set(array.data as Float32Array);
          return ndarray(more, [rows, Number(array.shape[1])]);
        },
      });
      const shapes = { ...architecture.parameters(1), ...architecture.head?.shapes };
      const read = (given: TensorFile) => new WeightStore(given, architecture).load(shapes);
      const vocabulary = Number(shapes[table]![0]);
      expect(read(filled(64 * Math.ceil(vocabulary / 64)))).toEqual(read(file));
      expect(() => read(filled(vocabulary + 3))).toThrow(
        `must be [${vocabulary}, 16] as config.json says, got [${vocabulary + 3}, 16]`,
      );
    },
  );

  it("keeps what it has read", () => {
    const architecture = architectureOf(
      readModelConfig(fixture("families", "qwen3", "config.json")),
    );
    const store = new WeightStore(
      fixtureArrays("families", "qwen3", "model.safetensors"),
      architecture,
    );
    const shapes = architecture.parameters(1);
    expect(store.load(shapes)["embed_tokens.weight"]).toBe(
      store.load(shapes)["embed_tokens.weight"],
    );
  });

  it("lets go of the models used longest ago where all are too large, and reads them again", () => {
    // Each model holds 100 floats, 400 bytes; two fit.
    const budget = new WeightBudget(800);
    const reads: string[] = [];
    const stores = ["a", "b", "c"].map((label) => {
      const file: TensorFile = {
        label,
        metadata: {},
        tensors: new Map([["w", { stored: "F32", shape: [100] }]]),
        read() {
          reads.push(label);
          return zerosArray("float32", [100]);
        },
        close() {},
      };
      return new WeightStore(
        file,
        { storedNames: (name) => [name], head: null, embedding: { table: "tokens" } },
        CONFIG_JSON,
        budget,
      );
    });
    const use = (at: number) => stores[at]!.load({ w: [100] });
    for (const at of [0, 1, 0, 2, 0]) use(at); // c makes b go, not a.
    expect(reads).toEqual(["a", "b", "c"]);
    expect(stores.map((store) => store.heldBytes())).toEqual([400, 0, 400]);
    use(1);
    expect(reads).toEqual(["a", "b", "c", "b"]);
    stores[0]!.close();
    expect(stores.map((store) => store.heldBytes())).toEqual([0, 400, 0]);
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
