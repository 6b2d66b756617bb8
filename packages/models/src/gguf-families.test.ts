// GGUF files that stand alone, of Llama, Qwen 2 and GPT-2. Made by
// reference/models/tiny_gguf_alone.py, which asks transformers. Gemma's are in gguf-alone.test.ts.

import { nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { extractFeatures } from "./features.js";
import { resolveModel } from "./hub/resolve.js";
import { openModel } from "./model.js";
import { configJson } from "./model-json.js";
import { fixture, fixtureArrays, floats, maxDifference, sharedModel } from "./testing/fixtures.js";
import { loadTokenizer } from "./tokenizer/tokenizer.js";

describe.each(["llama", "qwen2", "gpt2"])("a GGUF file of %s alone", (name) => {
  const reference = fixtureArrays("gguf-alone", `${name}.safetensors`);
  const texts: string[] = JSON.parse(reference.metadata.texts!);
  const ids: number[][] = JSON.parse(reference.metadata.ids!);
  const open = async () => openModel(await resolveModel(fixture("gguf-alone", `${name}.gguf`)));

  it("has transformers' token ids", async () => {
    const tokenizer = (await open()).tokenizer();
    expect(texts.map((text) => [...tokenizer.encode(text).ids])).toEqual(ids);
  });

  it("has transformers' activations at every layer", async () => {
    const model = await open();
    const layers = [0, 1, 2];
    const { features } = await extractFeatures(model, texts, { layers, runtime: nodeRuntime });
    const expected = floats(reference, "mean");
    const size = texts.length * model.width;
    for (const layer of layers) {
      const wanted = expected.subarray(layer * size, (layer + 1) * size);
      expect(maxDifference(features.get(layer)!.data, wanted), `layer ${layer}`).toBeLessThan(2e-5);
    }
    model.close();
  });
});

it("a GGUF file's token for what is unknown stands for itself in a text, as others do", () => {
  const tokenizer = loadTokenizer({ tokenizer: fixture("gguf-alone", "llama.gguf") }, 1000);
  expect([...tokenizer.piece("<unk></s><unk>")]).toEqual([0, 2, 0]);
});

const real = sharedModel("SmolLM2-135M-Instruct-GGUF");

describe.skipIf(real === null)("SmolLM2's GGUF file alone", () => {
  const file = `${real}/SmolLM2-135M-Instruct.Q4_1.gguf`;

  it("says what its config.json does", () => {
    const { rope_parameters, ...beside } = configJson(`${real}/config.json`);
    const alone = configJson(file);
    const { rope_theta } = rope_parameters as { rope_theta: number };
    expect({ rope_theta, ...beside }).toMatchObject({
      ...alone,
      head_dim: beside.head_dim,
      mlp_bias: false,
    });
  });

  it("has the ids of its tokenizer.json, which does not part the numerals beyond 0 to 9", () => {
    const texts = ["The film was good.", " 12,345 cafés\n\n\tand 😀", "isn't  it? 2024-11-28"];
    const [own, beside] = [file, `${real}/tokenizer.json`].map((tokenizer) =>
      loadTokenizer({ tokenizer }, 1000),
    );
    for (const text of texts) expect(own!.encode(text)).toEqual(beside!.encode(text));
  });
});
