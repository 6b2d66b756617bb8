import { ndarray, nodeRuntime } from "@w2s/grad";
import { type Model, openModel, resolveModel, scoreContinuations } from "@w2s/models";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { writeTinyDecoder } from "../../../test/tiny-decoder.js";
import { type PromptData, promptStudent } from "./predict.js";
import { type PromptOptions, promptRecipe } from "./recipe.js";

let folder: string;
let model: Model;
beforeAll(async () => {
  folder = scratchFolder("prompt");
  model = await openModel(await resolveModel(await writeTinyDecoder(folder)));
});
afterAll(() => model.close());

const texts = ["a b c", "d e", "f g h a", "b b", "c d 7", "e 7"];
const rows = (...which: number[]) => Int32Array.from(which);
const data = (changes: Partial<PromptData> = {}): PromptData => ({
  model,
  shape: "classify",
  options: 2,
  optionNames: ["no", "yes"],
  texts,
  train: rows(0, 1, 2, 3),
  // Rows 0 and 3 are "yes" by their labels.
  labels: ndarray(Float32Array.of(0.2, 0.8, 0.9, 0.1, 1, 0, 0.4, 0.6), [4, 2]),
  predict: rows(4, 5),
  ...changes,
});
const template = "{text} ? {label}";
const ask = (options: PromptOptions = {}, changes: Partial<PromptData> = {}, seed = 1) =>
  promptStudent(data(changes), promptRecipe({ template, ...options }), {
    runtime: nodeRuntime,
    seed,
  });

/** Probabilities of the two words among themselves after a prompt, straight from the model. */
async function wordProbabilities(prompt: string): Promise<number[]> {
  const prompts = [{ text: prompt, continuations: [" no", " yes"] }];
  const [logs] = await scoreContinuations(model, prompts, { runtime: nodeRuntime });
  const weights = logs!.map(([log]) => Math.exp(log!));
  return weights.map((weight) => weight / (weights[0]! + weights[1]!));
}

describe("promptStudent", () => {
  it("says what the model says of the words after the text", async () => {
    const { probabilities, shots, cut } = await ask({ calibration: "none" });
    const expected = [
      ...(await wordProbabilities("c d 7 ?")),
      ...(await wordProbabilities("e 7 ?")),
    ];
    expect(probabilities.shape).toEqual([2, 2]);
    probabilities.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
    expect([shots.length, cut]).toEqual([0, 0]);
  });

  it("divides by what texts that say nothing have, unless told otherwise", async () => {
    const { probabilities } = await ask();
    const empty = await Promise.all(["N/A ?", "[MASK] ?", " ?"].map(wordProbabilities));
    const prior = [0, 1].map((k) => (empty[0]![k]! + empty[1]![k]! + empty[2]![k]!) / 3);
    const [no, yes] = (await wordProbabilities("c d 7 ?")).map((p, k) => p / prior[k]!);
    expect(probabilities.data[1]).toBeCloseTo(yes! / (no! + yes!), 5);
  });

  it("shows labelled examples, as many of each label as can be, by the seed", async () => {
    const { shots, probabilities } = await ask({ shots: 2, calibration: "none", separator: " . " });
    const words = ["yes", "no", "no", "yes"];
    expect([...shots].map((row) => words[row]).sort()).toEqual(["no", "yes"]);
    const context = [...shots].map((row) => `${texts[row]} ? ${words[row]}`).join(" . ");
    const [, yes] = await wordProbabilities(`${context} . c d 7 ?`);
    expect(probabilities.data[1]).toBeCloseTo(yes!, 5);
    const seeds = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => ask({ shots: 2 }, {}, seed)));
    expect(seeds[0]!.shots).toEqual(shots);
    expect(new Set(seeds.map((one) => one.shots.join())).size).toBeGreaterThan(2);
    // Only one example is labelled "no": three shots have it, and two others.
    const labels = ndarray(Float32Array.of(0, 1, 0, 1, 1, 0, 0, 1), [4, 2]);
    expect([...(await ask({ shots: 3 }, { labels })).shots]).toContain(2);
  });

  it("compares texts by the odds of the right word after each", async () => {
    const { probabilities } = await ask(
      { shots: 1 },
      {
        shape: "compare",
        texts: [...texts, ...texts],
        predict: rows(4),
      },
    );
    const plain = await ask(
      {},
      { shape: "compare", texts: [...texts, ...texts], predict: rows(4) },
    );
    // Example 4 has texts 8 and 9 of the twelve: "f g h a" and "b b".
    const odds = (await Promise.all(["f g h a ?", "b b ?"].map(wordProbabilities))).map(
      ([no, yes]) => yes! / no!,
    );
    expect(plain.probabilities.data[0]).toBeCloseTo(odds[0]! / (odds[0]! + odds[1]!), 5);
    expect(probabilities.data[0]! + probabilities.data[1]!).toBeCloseTo(1, 6);
  });

  it("reads at most as many tokens as it is told to", async () => {
    const long = { texts: texts.with(4, "c d 7 a b c d e f g h"), predict: rows(4) };
    const whole = await ask({ calibration: "none" }, long);
    const short = await ask({ calibration: "none" }, { ...long, maxTokens: 5 });
    expect([whole.cut, short.cut]).toEqual([0, 1]);
    // The special token at the start, three words, "?".
    const expected = await wordProbabilities("c d 7 ?");
    short.probabilities.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  it("cuts the text that is asked about where the context is too small, and says so", async () => {
    const long = Array.from({ length: 80 }, () => "a").join(" ");
    const { cut, probabilities } = await ask(
      { calibration: "none" },
      { texts: [...texts.slice(0, 4), long, "e 7"] },
    );
    expect(cut).toBe(1);
    // 64 tokens: the special token at the start, 62 words, "?".
    const kept = Array.from({ length: 64 - 1 - model.tokenizer().start.length }, () => "a").join(
      " ",
    );
    expect(probabilities.data[1]).toBeCloseTo((await wordProbabilities(`${kept} ?`))[1]!, 5);
    const texts40 = texts.map(() => Array.from({ length: 40 }, () => "a").join(" "));
    await expect(ask({ shots: 2 }, { texts: texts40 })).rejects.toThrow(
      "prompt: with 2 shots no room is left for a text among the 64 tokens that the model reads",
    );
  });

  it("refuses label words that do not fit task or model, more shots than examples", async () => {
    await expect(ask({ labelWords: ["no", "yes", "or"] })).rejects.toThrow(
      'prompt: "labelWords" must be 2, one an option, got 3',
    );
    await expect(ask({ labelWords: ["no", "yes no"] })).rejects.toThrow(
      /a label word must be one token of .*, got " yes no", which is 2 \(ids \d+, \d+\); choose others with labelWords/,
    );
    await expect(ask({ labelWords: ["film", "movie"] })).rejects.toThrow(
      '"movie" is the same token',
    );
    await expect(ask({ shots: 5 })).rejects.toThrow(
      '"shots" must be at most 4, the labelled examples, got 5',
    );
  });
});

describe("promptRecipe", () => {
  it("refuses a template that does not end with its label, and equal words", () => {
    expect(() => promptRecipe({ template: "{label}: {text}" })).toThrow(
      'prompt: "template" must contain "{text}" and end with "{label}"',
    );
    expect(() => promptRecipe({ labelWords: ["a", "a"] })).toThrow(
      'prompt: "labelWords" has "a" twice',
    );
  });
});
