import { readFileSync } from "node:fs";
import {
  argMax,
  compile,
  input,
  ndarray,
  nodeRuntime,
  type Signature,
  type Tensor,
} from "@w2s/grad";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScoringModel } from "../scoring/questions.js";
import { openFamily } from "../testing/families.js";
import { fixture } from "../testing/fixtures.js";
import { type Weights, weightInputs } from "../transformers/architecture.js";
import { tokenBatch } from "../transformers/padded-batch.js";
import { type DecoderOptions, decodeGreedily, type GreedyOptions } from "./greedy.js";
import { decoderShapes } from "./programs.js";

function open(name: string): ScoringModel {
  const { architecture, config, weights } = openFamily(name);
  return {
    name,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes) => Object.fromEntries(Object.keys(shapes).map((key) => [key, weights[key]!])),
  };
}

const say = (
  model: ScoringModel,
  prompts: readonly (readonly number[])[],
  options: Partial<GreedyOptions & DecoderOptions> = {},
) =>
  decodeGreedily(
    model,
    prompts.map((prompt) => Int32Array.from(prompt)),
    { runtime: nodeRuntime, maxTokens: 16, isOver: () => false, ...options },
  );

/** Made by reference/models/tiny_generation.py. */
const reference: Readonly<Record<string, { prompts: number[][]; said: number[][] }>> = JSON.parse(
  readFileSync(fixture("generated.json"), "utf8"),
);

describe("decodeGreedily", () => {
  it.each(Object.keys(reference))("says what transformers' generate says: %s", async (name) => {
    const { prompts, said } = reference[name]!;
    const model = open(name);
    // In one batch, in several, and in one with a text that ends early.
    for (const maxRows of [64, 3, 1]) {
      expect(await say(model, prompts, { maxRows })).toEqual(said);
    }
    const isOver = (ids: readonly number[]) => ids.at(-1) === said[2]![1];
    const ended = said.map((ids) => {
      const at = ids.findIndex((_, i) => isOver(ids.slice(0, i + 1)));
      return at < 0 ? ids : ids.slice(0, at + 1);
    });
    expect(await say(model, prompts, { isOver })).toEqual(ended);
    expect(ended.map(({ length }) => length).some((length) => length < 16)).toBe(true);
  });

  it("says the same as the whole text read anew for every token", async () => {
    const models = ["gpt2", "gpt-neox", "qwen3", "gemma2", "opt-projected", "phi3"].map(open);
    const prompt = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...models),
        fc.array(prompt, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        async (model, prompts, maxTokens) => {
          const said = await say(model, prompts, { maxTokens });
          expect(said).toEqual(await saidAnew(model, prompts, maxTokens));
        },
      ),
      { numRuns: 12 },
    );
  });

  it("goes on behind more than one stretch of room", async () => {
    const model = open("llama");
    const prompts = [[5], [1, 2, 3]];
    // Positions of the tiny model are rotary: nothing ends at its 32.
    expect(await say(model, prompts, { maxTokens: 70 })).toEqual(
      await saidAnew(model, prompts, 70),
    );
  });

  it("tells how far it is, and stops when told to", async () => {
    const { prompts } = reference.llama!;
    const seen: number[] = [];
    await say(open("llama"), prompts, { maxRows: 2, onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(4);
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(say(open("llama"), prompts, { signal })).rejects.toThrow("stop");
  });

  it("refuses an encoder by its name", async () => {
    await expect(say(open("bert"), [[1]])).rejects.toThrow(
      "bert: an encoder has no language-model head; use a decoder such as Llama or GPT-2",
    );
  });
});

/** Without anything kept: every text read from its first token for every token that is said. */
async function saidAnew(
  model: ScoringModel,
  prompts: readonly (readonly number[])[],
  maxTokens: number,
): Promise<number[][]> {
  const shapes = decoderShapes(model);
  const signature: Signature = { ...weightInputs(shapes), ids: input("int32", [1, "seq"]) };
  const program = compile(signature, (tensors) => {
    const weights: Weights = (name): Tensor => tensors[name]!;
    const states = model.architecture.pooled(tokenBatch(tensors.ids!), weights, "last");
    return { next: argMax(model.architecture.head!.run(states, weights), 1) };
  });
  const weights = model.weights(shapes);
  const executable = await nodeRuntime.load(program);
  const said: number[][] = [];
  for (const prompt of prompts) {
    const ids = [...prompt];
    while (ids.length < prompt.length + maxTokens) {
      const feeds = { ...weights, ids: ndarray(Int32Array.from(ids), [1, ids.length]) };
      ids.push(Number((await executable.run(feeds)).next!.data[0]));
    }
    said.push(ids.slice(prompt.length));
  }
  await executable.release();
  return said;
}
