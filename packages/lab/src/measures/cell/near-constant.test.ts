import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scoreCell } from "./score-cell.js";

const n = 200;
const truth = Int32Array.from({ length: n }, (_, row) => row % 2);
const saying = (of: (row: number) => number) => ({
  probabilities: ndarray(
    Float32Array.from({ length: n }, (_, row) => of(row)).reduce(
      (data, one, row) => {
        data[2 * row] = 1 - one;
        data[2 * row + 1] = one;
        return data;
      },
      new Float32Array(2 * n),
    ),
    [n, 2],
  ),
});
const right = saying((row) => (row % 2 === 1 ? 0.9 : 0.1));
const scored = (student: ReturnType<typeof saying>[], weak = [right, right]) =>
  scoreCell(
    { roles: { weak, student, ceiling: [right, right] }, truth },
    { metric: "accuracy", resamples: 100 },
  ).scores.nearConstant;

describe("nearConstant", () => {
  it("names a role that says one option of 98% of the test, and under how many seeds", () => {
    // 4 of 200 rows otherwise: 98%.
    const constant = saying((row) => (row < 4 ? 0.9 : 0.2));
    expect(scored([constant, right])).toEqual([
      {
        role: "student",
        kind: "one option",
        seeds: 1,
        share: 0.98,
        note: "the student says one option of 98% of the test in 1 of 2 seeds",
      },
    ]);
    const five = saying((row) => (row < 5 ? 0.9 : 0.2));
    expect(scored([five, right])).toEqual([]);
  });

  it("names a role that ranks examples at a threshold that says nothing", () => {
    // All below one half but every fifth row, a little higher where the truth is 1: accuracy about
    // .5, AUROC well above.
    const ranked = saying((row) => (row % 5 === 0 ? 0.6 : 0.2 + 0.1 * (row % 2)));
    const [note] = scored([ranked, ranked]);
    expect(note).toMatchObject({ role: "student", kind: "threshold", seeds: 2 });
    // 20 of 100 of either class at .6, 80 at .3 or .2: 1 - (.2 x .2 / 2 + .2 x .8) = .82.
    expect(note!.note).toBe(
      "the student ranks examples (AUROC .820) but its accuracy, .500, is not clearly above " +
        "chance, .500: its threshold is off",
    );
  });

  it("names a role that says one answer in words to 95% of the test, right or not", () => {
    // Free answers: option 0 is the right one, and every row has its own but one in ten.
    const right = Array.from({ length: n }, (_, row) => (row % 10 === 0 ? "Qxh7#" : `move ${row}`));
    const answering = (words: readonly string[]) => ({
      ...saying((row) => Number(words[row] !== right[row])),
      words,
    });
    const noted = (student: readonly string[][], weak: readonly string[] = right) =>
      scoreCell(
        {
          roles: {
            weak: [answering(weak), answering(right)],
            student: student.map(answering),
            ceiling: [answering(right), answering(right)],
          },
          truth: new Int32Array(n),
          chance: 0,
        },
        { metric: "accuracy", resamples: 100 },
      ).scores.nearConstant;
    // 10 of 200 rows otherwise: 95%.
    const same = (from: number, answer = "Qxh7#") =>
      right.map((own, row) => (row < from ? own : answer));
    const nine = right.findIndex((_, row) => same(row).filter((a) => a === "Qxh7#").length <= 190);
    expect(noted([same(nine), right])).toEqual([
      {
        role: "student",
        kind: "one answer",
        seeds: 1,
        share: 0.95,
        note: 'the student says one answer, "Qxh7#", to 95% of the test in 1 of 2 seeds',
      },
    ]);
    expect(noted([same(nine + 1), right])).toEqual([]);
    const [weak, student] = noted([same(0), same(0, "")], same(0));
    expect(weak!.note).toMatch(
      /^the supervisor says one answer, "Qxh7#", to 100% of the test in 1/,
    );
    expect(student!.note).toBe("the student says one answer to 100% of the test in 2 of 2 seeds");
  });

  it("says nothing of one answer where it is right of as many", () => {
    const all = { ...saying(() => 0), words: new Array<string>(n).fill("yes") };
    const cell = { roles: { weak: [all], student: [all], ceiling: [all] }, chance: 0 };
    const scored = scoreCell(
      { ...cell, truth: new Int32Array(n) },
      { metric: "accuracy", resamples: 100 },
    );
    expect(scored.scores.nearConstant).toEqual([]);
  });

  it("says nothing of roles that predict, and of tests that are constant themselves", () => {
    expect(scored([right, right])).toEqual([]);
    const zeros = new Int32Array(n);
    const said = saying(() => 0.1);
    const cell = { roles: { weak: [said], student: [said], ceiling: [said] }, truth: zeros };
    const { scores } = scoreCell(cell, { metric: "accuracy", resamples: 100 });
    expect(scores.nearConstant).toEqual([]);
  });
});
