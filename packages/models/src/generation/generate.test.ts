import { nodeRuntime } from "@w2s/grad";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveModel } from "../hub/resolve.js";
import { type Model, openModel } from "../model.js";
import { sharedModel } from "../testing/fixtures.js";
import { type GenerateOptions, generate } from "./generate.js";

const options = { runtime: nodeRuntime, maxTokens: 6 };

describe("generate", () => {
  let model: Model;
  beforeAll(async () => {
    model = await openModel(await resolveModel("zoo:w2s-world-32"));
  });
  afterAll(() => model.close());

  const say = (prompts: readonly string[], more: Partial<GenerateOptions> = {}) =>
    generate(model, prompts, { ...options, ...more });

  it("goes on with a question by what the model learnt, in words", async () => {
    const said = await say(["max 4 9 2 =", "max 1 0 1 3 5 5 2 =", "sorted 1 4 3 ?"]);
    expect(said.map(({ text }) => text.split(" ")[0])).toEqual(["9", "5", "no"]);
    expect(said.every(({ ids }) => ids.length <= 6)).toBe(true);
  });

  it("says of several prompts what it says of each alone", async () => {
    const prompts = ["max 4 9 2 =", "take second of k d a =", "7 + 48 =", "even 3 2 1 ?"];
    const together = await say(prompts);
    for (const [i, prompt] of prompts.entries()) {
      expect((await say([prompt]))[0]!.text).toBe(together[i]!.text);
    }
  });

  it("ends where the model ends, at a text that it is told, or after maxTokens", async () => {
    // The world's models were never taught to end; here another of their words ends a text.
    expect(model.ends()).toEqual([2]);
    const [end] = model.tokenizer().piece("true");
    const ending = { ...model, ends: () => [end!] };
    const [own] = await generate(ending, ["even 3 2 1 ?"], options);
    expect(own).toMatchObject({ text: "no", ended: true });
    expect(own!.ids.at(-1)).toBe(end);
    const [whole] = await say(["max 4 9 2 ="]);
    const [first, second] = whole!.text.split(" ");
    expect(first).toBe("9");
    const [cut] = await say(["max 4 9 2 ="], { stop: [` ${second}`, "nothing of the kind"] });
    expect(cut).toMatchObject({ text: first, ended: true });
    expect(cut!.ids).toHaveLength(2);
    expect(await say(["max 4 9 2 ="], { maxTokens: 1 })).toMatchObject([
      { text: "9", ended: false },
    ]);
  });

  it("refuses what it cannot go on from, by the prompt's number", async () => {
    await expect(say(["even 3 ?", `max ${"3 ".repeat(70)}=`])).rejects.toThrow(
      "generate: prompt 2 has 73 tokens, which leave no room for 6 more in a context of 64; " +
        "shorten it, or ask for fewer",
    );
    await expect(say(["even 3 ?"], { maxTokens: 0 })).rejects.toThrow(
      "generate: maxTokens must be a whole number of at least 1, got 0",
    );
  });
});

const folder = sharedModel("SmolLM2-135M-Instruct-GGUF");

describe("SmolLM2-135M", () => {
  it.skipIf(folder === null)(
    "says what transformers' generate says: reference/models/shared_generation.py",
    async () => {
      const model = await openModel(await resolveModel(folder!));
      const said = await generate(model, ["The capital of France is", "One, two, three,"], {
        runtime: nodeRuntime,
        maxTokens: 12,
      });
      model.close();
      expect(said.map(({ text }) => text)).toEqual([
        " Paris.\n\nThe answer is: 201",
        " four, five, six, seven, eight, and nine",
      ]);
    },
    180_000,
  );
});
