import { describe, expect, it } from "vitest";
import { answerLabels } from "./labels.js";
import { AnswerOptions, RightAnswers } from "./options.js";

const right = new RightAnswers([["55"], ["e4", "e2e4"], ["no"]], { ignore: ["blanks"] });
const said = (...answers: string[]) => answerLabels(Int32Array.of(4, 7, 9), answers);
const optionsOf = (options: AnswerOptions, ...answers: string[]) => {
  const { probabilities } = options.chosen(said(...answers));
  const width = probabilities.shape[1]!;
  return [0, 1, 2].map((row) =>
    probabilities.data.subarray(row * width, (row + 1) * width).indexOf(1),
  );
};

describe("AnswerOptions", () => {
  it("has the right answer, in any form, as option 0, and others as they come", () => {
    const options = new AnswerOptions(right, 3);
    expect(optionsOf(options, "5 5", "e2e4", "yes")).toEqual([0, 0, 1]);
    expect(optionsOf(options, "54", "d4", "y es")).toEqual([1, 1, 1]);
    expect(optionsOf(options, "5 4", "Nf3", "perhaps")).toEqual([1, 2, 2]);
    expect(options.chosen(said("", "", "")).probabilities.shape).toEqual([3, 4]);
  });

  it("takes later ones together where more were said than are told apart", () => {
    const options = new AnswerOptions(right, 2);
    const all = ["1", "2", "3", "4", "2"].map((answer) => optionsOf(options, answer, "", "no")[0]);
    expect(all).toEqual([1, 2, 2, 2, 2]);
  });
});

describe("RightAnswers", () => {
  it("is known by what is right, and by how answers are compared", () => {
    const names = [
      new RightAnswers([["a"], ["b"]], { ignore: [] }),
      new RightAnswers([["a", "b"]], { ignore: [] }),
      new RightAnswers([["a"], ["b"]], { ignore: ["case"] }),
    ].map(({ identity }) => identity);
    expect(new Set(names).size).toBe(3);
  });
});
