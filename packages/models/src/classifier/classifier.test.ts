import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  add,
  compile,
  input,
  matmul,
  type NdArray,
  ndarray,
  runOnce,
  type Signature,
  type Tensor,
} from "@w2s/grad";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { resolveModel } from "../hub/resolve.js";
import { openModel } from "../model.js";
import { openFamily } from "../testing/families.js";
import { fixture } from "../testing/fixtures.js";
import { weightInputs } from "../transformers/architecture.js";
import { tokenBatch } from "../transformers/padded-batch.js";
import type { Pooling } from "../transformers/token-batch.js";
import type { Classifier } from "./classifier.js";
import { saveClassifier } from "./huggingface.js";

const root = scratchFolder("classifier");

const tokenizerFrom = join(root, "tokenizer");
mkdirSync(tokenizerFrom);
writeFileSync(join(tokenizerFrom, "tokenizer.json"), "{}");

const waves = (shape: readonly number[], step: number): NdArray =>
  ndarray(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
      Math.sin(step * i + 1),
    ),
    shape,
  );

/** A classifier on a tiny random model; `layer` -1 is the last. */
function classifier(family: string, layer: number, pooling: Pooling, outputs: number, bias = true) {
  const opened = openFamily(family);
  const { layers, hiddenSize } = opened.config;
  const made: Classifier = {
    config: JSON.parse(readFileSync(fixture("families", family, "config.json"), "utf8")),
    layer: layer < 0 ? layers : layer,
    pooling,
    weights: opened.weights,
    head: {
      weight: waves([outputs, hiddenSize], 0.7),
      ...(bias ? { bias: waves([outputs], 1.1) } : {}),
    },
    tokenizerFrom,
    about: ["A test."],
  };
  return { ...made, architecture: opened.architecture };
}

const texts = [[3, 4, 5], [6, 7, 8, 9, 10], [11]];
const seq = 5;

async function expectedLogits({
  architecture,
  layer,
  pooling,
  weights,
  head,
}: ReturnType<typeof classifier>) {
  const shapes = architecture.parameters(layer);
  const heads: Record<string, NdArray> = {
    weight: head.weight,
    ...(head.bias ? { bias: head.bias } : {}),
  };
  const tokens: Signature = {
    ids: input("int32", ["texts", "seq"]),
    lengths: input("int32", ["texts"]),
  };
  const program = compile(
    { ...weightInputs(shapes), ...tokens, ...heads },
    (tensors: Readonly<Record<string, Tensor>>) => {
      const batch = tokenBatch(tensors.ids!, tensors.lengths!);
      const pooled = architecture.pooled(
        batch,
        (name) => tensors[name]!,
        pooling,
        undefined,
        layer,
      );
      const product = matmul(pooled, tensors.weight!, { transposeB: true });
      return { logits: tensors.bias ? add(product, tensors.bias) : product };
    },
  );
  const ids = ndarray(Int32Array.from(padded("right").ids, Number), [texts.length, seq]);
  const lengths = ndarray(
    Int32Array.from(texts, ({ length }) => length),
    [texts.length],
  );
  const own = Object.fromEntries(Object.keys(shapes).map((name) => [name, weights[name]!]));
  return (await runOnce(program, { ...own, ids, lengths, ...heads })).logits!.data as Float32Array;
}

function padded(side: "left" | "right") {
  const [ids, mask] = [
    new BigInt64Array(texts.length * seq),
    new BigInt64Array(texts.length * seq),
  ];
  texts.forEach((text, i) => {
    const from = i * seq + (side === "left" ? seq - text.length : 0);
    ids.set(text.map(BigInt), from);
    mask.fill(1n, from, from + text.length);
  });
  return { ids, mask };
}

const cases = [
  ["bert", -1, "mean", 2, true],
  ["bert", 0, "first", 3, true],
  ["gpt2", 1, "last", 2, true],
  ["gpt2", -1, "mean", 2, true],
  ["gpt-neox", -1, "last", 1, false],
  ["llama", -1, "last", 1, false],
  ["llama", 1, "mean", 2, true],
  ["mistral", -1, "first", 2, true],
  ["qwen2", -1, "last", 3, true],
  ["qwen3", 0, "mean", 2, true],
  ["roberta", -1, "first", 2, true],
  ["camembert", 1, "mean", 2, true],
  ["distilbert", 1, "mean", 2, true],
  ["electra", -1, "first", 2, true],
  ["modernbert", 1, "first", 3, true],
  ["opt", -1, "last", 1, false],
  ["opt-projected", -1, "last", 1, false],
  ["gemma2", -1, "last", 1, false],
  ["gemma3", 1, "mean", 2, true],
  ["gemma", -1, "last", 1, false],
  ["smollm3", 2, "mean", 2, true],
  ["olmo2", -1, "last", 2, false],
  ["olmo3", -1, "last", 1, false],
  ["phi3", -1, "last", 1, false],
] as const;

describe("saveClassifier, onnx", () => {
  it.each(cases)(
    "%s, layer %i, %s token, %i outputs: the plain runtime gives our logits under either padding",
    async (...one) => {
      const made = classifier(...one);
      const folder = join(root, `onnx ${one.join(" ")}`);
      await saveClassifier(folder, made, { format: "onnx" });
      const bytes = readFileSync(join(folder, "model.onnx"), "latin1");
      expect(bytes).not.toMatch(/FusedMatMul|SimplifiedLayerNormalization|RotaryEmbedding/);
      const session = await ort.InferenceSession.create(join(folder, "model.onnx"));
      expect([session.inputNames, session.outputNames]).toEqual([
        ["input_ids", "attention_mask"],
        ["logits"],
      ]);
      const expected = await expectedLogits(made);
      for (const side of ["right", "left"] as const) {
        const { ids, mask } = padded(side);
        const { logits } = await session.run({
          input_ids: new ort.Tensor("int64", ids, [texts.length, seq]),
          attention_mask: new ort.Tensor("int64", mask, [texts.length, seq]),
        });
        expected.forEach((value, i) => {
          expect(Math.abs(Number(logits!.data[i]) - value)).toBeLessThan(1e-5);
        });
      }
      await session.release();
      const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
      expect(Object.keys(config.id2label).length).toBe(one[3]);
      expect(config.auto_map).toBeUndefined();
      expect(readdirSync(folder).sort()).toEqual([
        "README.md",
        "config.json",
        "model.onnx",
        "tokenizer.json",
        "w2s-files.json",
      ]);
    },
  );
});

describe("saveClassifier, hf", () => {
  it.each(cases)(
    "%s, layer %i, %s token, %i outputs: opens as a model with the same weights",
    async (...one) => {
      const made = classifier(...one);
      const folder = join(root, `hf ${one.join(" ")}`);
      await saveClassifier(folder, made);
      const model = await openModel(await resolveModel(folder));
      expect(model.layers).toBe(Math.max(made.layer, 1));
      const shapes = made.architecture.parameters(made.layer);
      const expected = Object.fromEntries(
        Object.keys(shapes).map((name) => [name, made.weights[name]]),
      );
      expect(model.weights(shapes)).toEqual(expected);
      expect(() => model.weights(model.architecture.parameters(model.layers))).not.toThrow();
      model.close();
    },
  );

  it("takes a class of transformers' own where it computes the same, else brings one", async () => {
    const configOf = async (name: string, made: Classifier) => {
      await saveClassifier(join(root, name), made);
      return JSON.parse(readFileSync(join(root, name, "config.json"), "utf8"));
    };
    const reward = await configOf("reward", classifier("llama", -1, "last", 1, false));
    expect(reward).toMatchObject({
      architectures: ["LlamaForSequenceClassification"],
      pad_token_id: 0,
    });
    expect(existsSync(join(root, "reward", "modeling_w2s.py"))).toBe(false);
    const choice = await configOf("choice", classifier("llama", -1, "last", 2));
    expect(choice).toMatchObject({
      architectures: ["W2sForSequenceClassification"],
      auto_map: { AutoModelForSequenceClassification: "modeling_w2s.W2sForSequenceClassification" },
      w2s: { layer: 2, pooling: "last", normalized: true, bias: true },
    });
    expect(existsSync(join(root, "choice", "modeling_w2s.py"))).toBe(true);
    const native = async (family: string) =>
      (await configOf(`native ${family}`, classifier(family, -1, "last", 1, false))).architectures;
    expect(await native("opt")).toEqual(["OPTForSequenceClassification"]);
    expect(await native("opt-projected")).toEqual(["W2sForSequenceClassification"]);
    expect(await native("gemma3")).toEqual(["Gemma3TextForSequenceClassification"]);
    const fewer = await configOf("fewer", classifier("distilbert", 1, "mean", 1));
    expect(fewer).toMatchObject({ n_layers: 1 });
    const inner = await configOf("inner", classifier("llama", 1, "last", 1, false));
    expect(inner).toMatchObject({
      num_hidden_layers: 1,
      w2s: { layer: 1, normalized: false, bias: false },
    });
  });
});

describe("saveClassifier", () => {
  it("asks for trust in its own class alone, never in code that the base model names", async () => {
    const auto_map = { AutoConfig: "someone/else--code.Config", AutoModel: "code.Model" };
    const mapOf = async (name: string, made: Classifier, format: "hf" | "onnx") => {
      await saveClassifier(
        join(root, name),
        { ...made, config: { ...made.config, auto_map } },
        { format },
      );
      return JSON.parse(readFileSync(join(root, name, "config.json"), "utf8")).auto_map;
    };
    const native = classifier("llama", -1, "last", 1, false);
    const own = classifier("llama", -1, "last", 2);
    expect(await mapOf("foreign native", native, "hf")).toBeUndefined();
    expect(await mapOf("foreign onnx", own, "onnx")).toBeUndefined();
    expect(await mapOf("foreign own", own, "hf")).toEqual({
      AutoModelForSequenceClassification: "modeling_w2s.W2sForSequenceClassification",
    });
  });

  it("refuses what does not fit before it writes, and leaves nothing behind", async () => {
    const made = classifier("llama", -1, "last", 2);
    const folder = join(root, "refused");
    const refusal = (changed: Partial<Classifier>) =>
      expect(saveClassifier(folder, { ...made, ...changed })).rejects;
    await refusal({ layer: 3 }).toThrow("layer must be 0 to 2, got 3");
    await refusal({ head: { weight: waves([2, 8], 1) } }).toThrow(
      '"head.weight" must be [2, 16], got [2, 8]',
    );
    await refusal({ head: { ...made.head, bias: waves([3], 1) } }).toThrow(
      '"head.bias" must be [2], got [3]',
    );
    const { "norm.weight": _, ...fewer } = made.weights;
    await refusal({ weights: fewer }).toThrow('cannot be saved without "norm.weight" [16]');
    await refusal({ tokenizerFrom: root }).toThrow("no tokenizer.json");
    await refusal({ config: { ...made.config, model_type: "t5" } }).toThrow(
      'model_type "t5" is not supported',
    );
    expect(readdirSync(root).filter((name) => name.startsWith(".") || name === "refused")).toEqual(
      [],
    );
  });

  it("replaces a folder only when told to", async () => {
    const folder = join(root, "taken");
    const made = classifier("bert", -1, "mean", 2);
    await saveClassifier(folder, made);
    await expect(saveClassifier(folder, made)).rejects.toThrow(
      "an earlier command of w2s wrote it; name another folder",
    );
    await saveClassifier(folder, made, { format: "onnx", overwrite: true });
    expect(readdirSync(folder)).toContain("model.onnx");
    expect(readdirSync(folder)).not.toContain("model.safetensors");
  });
});
