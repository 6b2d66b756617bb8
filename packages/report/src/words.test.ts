import { describe, expect, it } from "vitest";
import { grid, outcome } from "../test/outcomes.js";
import { verdict } from "./verdict.js";
import { wordsOf } from "./words.js";

const undefinedRow = outcome({ ceilingScore: 0.801, task: "parity" });

describe("verdict", () => {
  it.each([
    [0.4, 0.1, "gain"],
    [-0.4, 0.1, "negative"],
    [0.05, 0.1, "imitation"],
    [0.05, 0.02, "imitation"],
    [0.05, 0.3, "open"],
    [0.15, 0.2, "open"],
    [0.15, 0.1, "gain"],
    [-0.15, 0.1, "negative"],
  ] as const)("of PGR %f ± %f is %s", (pgr, spread, expected) => {
    expect(verdict(outcome({ pgr, spread }))).toBe(expected);
  });

  it("is undefined without a clear gap", () => {
    expect(verdict(undefinedRow)).toBe("undefined");
  });
});

describe("wordsOf", () => {
  it("says what a gain was, of what", () => {
    // .8 + .4 x (.98 - .8) = .872
    expect(wordsOf([outcome()])).toBe(
      'Of 1 comparison on 1 task, in 1 the student clearly beat its supervisor. The surest gain: on sorted, large finetuned taught by micro finetuned (naive) went from .800 to .872 of a ceiling of .980, PGR .40 [.30, .50]; it overruled its supervisor on 10% of the test and was right in 60% of that. Worth trying next: the confidence loss beside naive; students of several sizes, to see how PGR moves with the gap; hard labels beside soft ones (labels: ["soft", "hard"]).',
    );
  });

  it("says what imitation copies", () => {
    const words = wordsOf([outcome({ pgr: 0.02, spread: 0.05, copied: 0.97 })]);
    expect(words).toContain("in 1 it did about as well, PGR within .1 of 0.");
    expect(words).toContain("PGR .02 [-.03, .07]; it repeated 97% of its supervisor's errors.");
    expect(words).toContain("errors of another kind");
  });

  it("says what fell, what is open and what has no PGR", () => {
    const words = wordsOf([
      outcome({ pgr: -0.5 }),
      outcome({ pgr: 0.3, spread: 0.5, task: "max" }),
      undefinedRow,
    ]);
    expect(words).toContain(
      "in 1 it did clearly worse, in 1 the interval is too wide to say and in 1 there was no " +
        "gap to recover.",
    );
    expect(words).toContain(
      "Worst: on sorted, large finetuned taught by micro finetuned (naive) fell from .800 to .710",
    );
    expect(words).toContain("on max, PGR .30 [-.20, .80]");
    expect(words).toContain(
      "(parity, large finetuned taught by micro finetuned (naive): no clear gap: ceiling .801",
    );
  });

  it("compares methods cell by cell, and calls apart only intervals that do not overlap", () => {
    const both = (pgr: number) => wordsOf([outcome(), outcome({ method: "confidence", pgr })]);
    // .2 x .18 = .036 apart, intervals .024 wide: clearly; .1 x .18 = .018 apart: not.
    expect(both(0.6)).toContain(
      "With confidence, students score above those of naive in 1 of 1 cells (on average +.036); " +
        "clearly ahead on sorted (micro finetuned to large finetuned).",
    );
    expect(both(0.3)).toContain(
      "in 0 of 1 cells (on average -.018); nowhere are the two clearly apart.",
    );
  });

  it("says where a supervisor is at chance, whose labels cannot be what its students learnt", () => {
    expect(wordsOf([outcome({ weakScore: 0.51 })])).toContain(
      "In 1 the supervisor is not clearly above chance",
    );
    expect(wordsOf([outcome()])).not.toContain("chance:");
  });

  it("warns of few seeds and of many intervals", () => {
    expect(wordsOf([outcome({ more: { seeds: [0] } })])).toContain(
      "One seed says little about other seeds",
    );
    expect(wordsOf([outcome({ more: { seeds: [0] } })])).toContain("five seeds (--seeds 5)");
    expect(wordsOf(grid())).toContain(
      "Of 54 intervals of 95%, about 3 may miss the truth by chance.",
    );
  });

  it("holds degenerate outcomes", () => {
    expect(wordsOf([])).toBe("There are no outcomes: nothing was compared.");
    const none = wordsOf([
      undefinedRow,
      {
        ...undefinedRow,
        agreement: {
          overall: 1,
          whereSupervisorRight: 1,
          whereSupervisorWrong: null,
          overruledRight: null,
        },
      },
    ]);
    expect(none).toContain("in 2 there was no gap to recover");
    expect(none).not.toMatch(/NaN|null|\bundefined\b(?! where)/);
  });
});
