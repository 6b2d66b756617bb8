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

  /** 40 rows of whatever. */
  const many = {
    roles: {
      weak: [predicting(...new Array<number>(40).fill(1))],
      student: [predicting(...new Array<number>(40).fill(0))],
      ceiling: [predicting(...new Array<number>(40).fill(1))],
    },
    truth: new Int32Array(40).fill(1),
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
    const ids = Array.from({ length: 17 }, (_, i) => `row ${i}`);
    expect(scoreParts(many, new Map([["id", ids]]))).toEqual([]);
  });

  it("bins numbers of more than 16 values by quartiles, with equal ones in one bin", () => {
    const binsOf = (values: (string | number | undefined)[]) =>
      scoreParts(many, new Map([["length", values]])).map(({ value, examples }) => [
        value,
        examples,
      ]);
    // 17 numbers, 5 + 4 + 4 + 4.
    const numbers = Array.from({ length: 17 }, (_, i) => 3 * i);
    const expected = [
      ["0 to 12", 5],
      ["15 to 24", 4],
      ["27 to 36", 4],
      ["39 to 48", 4],
    ];
    expect(binsOf(numbers)).toEqual(expected);
    // As a table has them, in any order, with examples without.
    expect(binsOf([...numbers.toReversed().map(String), undefined])).toEqual(expected);
    // 17 values, of which the first stands in 20 of 36 rows; 16 others in three bins.
    const tied = [...Array.from({ length: 20 }, () => 0), ...numbers.slice(1)];
    expect(binsOf(tied)).toEqual([
      ["0", 20],
      ["3 to 18", 6],
      ["21 to 33", 5],
      ["36 to 48", 5],
    ]);
    expect(binsOf([...numbers, "many"])).toEqual([]);
  });
});
