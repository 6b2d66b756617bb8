import { describe, expect, it } from "vitest";
import { parsedAnswer, saidOf } from "./choice.js";
import type { Answer } from "./service.js";

const letters = ["A", "B"];
const words = ["negative", "positive"];

const answer = (text: string, ...places: readonly Readonly<Record<string, number>>[]): Answer => ({
  text,
  places: places.map((place) => ({
    token: Object.keys(place)[0]!,
    alternatives: Object.entries(place).map(([token, probability]) => ({
      token,
      logprob: Math.log(probability),
    })),
  })),
  tokensIn: 1,
  tokensOut: 1,
  ended: true,
});

describe("parsedAnswer", () => {
  it.each(["B", " B\n", "B.", "(B)", '"B"', "**B**", "B)", "<think>A or B?</think>\n\nB"])(
    "takes %j as the letter",
    (text) => expect(parsedAnswer(text, letters)).toBe(1),
  );

  it.each(["positive", "Positive.", ' "positive"'])("takes %j as the word", (text) =>
    expect(parsedAnswer(text, words)).toBe(1),
  );

  it.each(["", "b", "C", "A positive review", "A or B", "The answer is B", "B A"])(
    "takes %j as none of the letters",
    (text) => expect(parsedAnswer(text, letters)).toBeUndefined(),
  );

  it.each(["", "pos", "not positive", "positive and negative"])("takes %j as no word", (text) =>
    expect(parsedAnswer(text, words)).toBeUndefined(),
  );
});

describe("saidOf", () => {
  it("takes the answers' probabilities among themselves, by whatever token says them", () => {
    // .45 and .05 + .10 for "B" with a blank: .75 and .25.
    const said = saidOf(answer("A", { A: 0.45, B: 0.05, " B": 0.1, The: 0.2 }), letters)!;
    expect(said[0]).toBeCloseTo(0.45 / 0.6, 12);
    expect(said[1]).toBeCloseTo(0.15 / 0.6, 12);
  });

  it("takes the beginning of a word for the word, where it begins no other", () => {
    const said = saidOf(answer("positive", { pos: 0.6, neg: 0.2, N: 0.1, p: 0.1 }), words)!;
    expect(said[1]).toBeCloseTo(0.7, 12);
    const both = ["unsound", "unproven"];
    expect(saidOf(answer("unsound", { un: 0.9, x: 0.1 }), both)).toEqual([1, 0]);
  });

  it("looks where the answer begins, behind blanks and brackets", () => {
    const said = saidOf(answer("(B", { "(": 1 }, { B: 0.8, A: 0.2 }), letters)!;
    expect(said[1]).toBeCloseTo(0.8, 12);
  });

  it("gives an answer that was not listed no more than the last that was", () => {
    // Listed are .6, .3 and .04; what is left is .06, and the least of the listed .04.
    const said = saidOf(answer("A", { A: 0.6, The: 0.3, I: 0.04 }), letters)!;
    expect(said[1]).toBeCloseTo(0.04 / 0.64, 12);
    // Here what is left is less: .01.
    const full = saidOf(answer("A", { A: 0.9, The: 0.09 }), letters)!;
    expect(full[1]).toBeCloseTo(0.01 / 0.91, 10);
  });

  it("takes the text where no token says an answer, and where none was given", () => {
    expect(saidOf(answer("B", { hm: 0.5, x: 0.5 }), letters)).toEqual([0, 1]);
    expect(saidOf(answer("B"), letters)).toEqual([0, 1]);
    expect(saidOf(answer("neither"), letters)).toBeUndefined();
  });

  it("takes no place of what was thought before the answer, or instead of it", () => {
    const thought = { "<think>": 0.9, A: 0.05, B: 0.01 };
    const said = "<think>A or B?</think>\n\nB";
    expect(saidOf(answer(said, thought), letters)).toEqual([0, 1]);
    // As servers that part thoughts from answers list them.
    expect(saidOf(answer("B", { Okay: 0.9, A: 0.1 }), letters)).toEqual([0, 1]);
    for (const cut of ["", "<think>A or B? I would", "\n<think>\nB"])
      expect(saidOf(answer(cut, thought), letters)).toBeUndefined();
  });

  it("sums to 1", () => {
    const said = saidOf(answer("A", { A: 0.999999, x: 0.000001 }), ["A", "B", "C"])!;
    expect(said.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  });
});
