import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scoreParts } from "./parts.js";

const predicting = (...options: number[]) => ({
  probabilities: ndarray(Float32Array.from(options.flatMap((option) => [1 - option, option])), [
    options.length,
    2,
  ]),
});

describe("scoreParts", () => {
  const test = {
    roles: {
      weak: [predicting(1, 1, 0, 0)],
      student: [predicting(1, 0, 1, 0)],
      ceiling: [predicting(1, 1, 1, 0)],
    },
    truth: Int32Array.of(1, 1, 1, 1),
  };

  it("scores the examples of each value alone, values in order", () => {
    // Difficulty 2: rows 0 and 1, overruled on row 1, wrongly. 10: rows 2 and 3, overruled on row
    // 2, rightly.
    expect(scoreParts(test, new Map([["difficulty", [2, 2, 10, 10]]]))).toEqual([
      {
        fact: "difficulty",
        value: 2,
        examples: 2,
        weak: 1,
        student: 0.5,
        ceiling: 1,
        overruled: 0.5,
        overruledRight: 0,
      },
      {
        fact: "difficulty",
        value: 10,
        examples: 2,
        weak: 0,
        student: 0.5,
        ceiling: 0.5,
        overruled: 0.5,
        overruledRight: 1,
      },
    ]);
  });

  it("averages over seeds, and over those alone in which anything is overruled", () => {
    const two = {
      roles: {
        weak: [predicting(1, 1), predicting(1, 1)],
        student: [predicting(1, 1), predicting(0, 1)],
        ceiling: [predicting(1, 1), predicting(1, 1)],
      },
      truth: Int32Array.of(0, 1),
    };
    const [easy, hard] = scoreParts(two, new Map([["skill", ["a", "b"]]]));
    // Row 0: right of the student 0, then 1; overruled in the second seed alone, rightly.
    expect(easy).toMatchObject({ value: "a", student: 0.5, overruled: 0.5, overruledRight: 1 });
    expect(hard).toMatchObject({ value: "b", student: 1, overruled: 0, overruledRight: null });
  });

  it("leaves out facts that divide nothing or everything, and examples without a fact", () => {
    const facts = new Map<string, (string | number | undefined)[]>([
      ["same", [1, 1, 1, 1]],
      ["some", [1, undefined, 2, undefined]],
    ]);
    expect(
      scoreParts(test, facts).map(({ fact, value, examples }) => [fact, value, examples]),
    ).toEqual([
      ["some", 1, 1],
      ["some", 2, 1],
    ]);
    const many = { ...test, truth: new Int32Array(17) };
    expect(scoreParts(many, new Map([["id", Array.from({ length: 17 }, (_, i) => i)]]))).toEqual(
      [],
    );
  });
});
