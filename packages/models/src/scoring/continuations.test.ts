import { nodeRuntime } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { resolveModel } from "../hub/resolve.js";
import { openModel } from "../model.js";
import { openFamily } from "../testing/families.js";
import { sharedModel } from "../testing/fixtures.js";
import type { Tokenizer } from "../tokenizer/tokenizer.js";
import { scoreContinuations } from "./continuations.js";

/** Words w1, w2, ... are tokens 1, 2, ...; any other letter is token 0. */
const tokenizer: Tokenizer = {
  maxLength: 8,
  start: Int32Array.of(),
  end: undefined,
  unknown: undefined,
  decode: (ids) => Array.from(ids, (id) => `w${id}`).join(" "),
  piece: (text) => Int32Array.from(text.match(/\d+/g) ?? [], Number),
  continued: (text, continuation) => ({
    text: tokenizer.piece(text),
    continuation: tokenizer.piece(continuation),
  }),
  following: (piece) => tokenizer.piece(piece),
  encode: (text) => ({ ids: tokenizer.piece(text), truncated: false }),
  encodeWith: (text, ending) => tokenizer.encode(text + ending),
};

function tinyModel() {
  const { architecture, config, weights } = openFamily("llama");
  return {
    name: "tiny",
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    tokenizer: () => tokenizer,
    weights: (shapes: object) =>
      Object.fromEntries(Object.keys(shapes).map((key) => [key, weights[key]!])),
  };
}

const score = (prompts: Parameters<typeof scoreContinuations>[1]) =>
  scoreContinuations(tinyModel(), prompts, { runtime: nodeRuntime });
const total = (logs: Float32Array) => logs.reduce((sum, log) => sum + log, 0);

describe("scoreContinuations", () => {
  it("gives continuations their tokens' log-probabilities, whatever stands beside", async () => {
    const prompts = [
      { text: "w5 w7", continuations: ["w1", "w2 w3", "w2"] },
      { text: "w5", continuations: ["w7 w1", "w7 w2 w3"] },
    ];
    const [first, second] = await score(prompts);
    expect(first!.map(({ length }) => length)).toEqual([1, 2, 1]);
    expect(first![1]![0]).toBeCloseTo(first![2]![0]!, 6);
    // p(7 2 3 | 5) = p(7 | 5) p(2 3 | 5 7), and 7 1 likewise.
    expect(total(second![1]!) - total(first![1]!)).toBeCloseTo(
      total(second![0]!) - total(first![0]!),
      5,
    );
    expect((await score([prompts[1]!]))[0]![1]).toEqual(second![1]);
  });

  it("adds up to a probability of 1 over the vocabulary", async () => {
    const every = Array.from({ length: 32 }, (_, token) => `w${token}`);
    const [logs] = await score([{ text: "w5 w7", continuations: every }]);
    expect(logs!.reduce((sum, [log]) => sum + Math.exp(log!), 0)).toBeCloseTo(1, 5);
  });

  it("refuses what it cannot score, by the prompt's number", async () => {
    const refusals: readonly (readonly [string, string, string])[] = [
      ["", "w1", "score: prompt 2: has no token for a continuation to follow"],
      ["w1", "", "score: prompt 2: a continuation has no token"],
      [
        "w1 w2 w3 w4 w5",
        "w1 w2 w3 w4 w5",
        "score: prompt 2: with its continuation it has 10 tokens, the model reads 8",
      ],
    ];
    for (const [text, continuation, message] of refusals) {
      const prompts = [
        { text: "w1", continuations: ["w2"] },
        { text, continuations: [continuation] },
      ];
      await expect(score(prompts)).rejects.toThrow(message);
    }
  });
});

const folder = sharedModel("SmolLM2-135M-Instruct-GGUF");

describe("SmolLM2-135M", () => {
  it.skipIf(folder === null)(
    "has transformers' log-probabilities: reference/models/shared_scores.py",
    async () => {
      const model = await openModel(await resolveModel(folder!));
      const prompts = [
        { text: "The capital of France is", continuations: [" Paris", " London", " a small town"] },
        { text: "Review: a gripping film\nSentiment:", continuations: [" positive", " negative"] },
      ];
      const logs = await scoreContinuations(model, prompts, { runtime: nodeRuntime });
      model.close();
      const expected = [
        [-0.25807, -4.38435, -14.95763],
        [-3.20453, -4.8166],
      ];
      const totals = logs.map((continuations) => continuations.map(total));
      expected.forEach((row, i) => {
        for (const [k, value] of row.entries()) expect(totals[i]![k]).toBeCloseTo(value, 3);
      });
    },
  );
});
