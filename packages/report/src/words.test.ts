import { describe, expect, it } from "vitest";
import { arm, grid, outcome } from "../test/outcomes.js";
import { wordsOf } from "./words.js";

const undefinedRow = outcome({ ceilingScore: 0.801, task: "parity" });

describe("wordsOf", () => {
  it("says what a gain was, of what", () => {
    // .8 + .4 x (.98 - .8) = .872
    expect(wordsOf([outcome()])).toBe(
      "The surest gain: on sorted, large finetuned taught by micro finetuned (naive) went " +
        "from .800 to .872 of a ceiling of .980, PGR .40 [.30, .50]; it overruled its " +
        "supervisor on 10% of the test and was right in 60% of that. Worth trying next: the " +
        "confidence loss beside naive; students of several sizes, to see how PGR moves with " +
        'the gap; hard labels beside soft ones (labels: ["soft", "hard"]).',
    );
  });

  it("says what imitation copies", () => {
    const words = wordsOf([outcome({ pgr: 0.02, spread: 0.05, copied: 0.97 })]);
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
      "Worst: on sorted, large finetuned taught by micro finetuned (naive) fell from .800 to .710",
    );
    expect(words).toContain("on max, PGR .30 [-.20, .80]");
    expect(words).toContain(
      "(parity, large finetuned taught by micro finetuned (naive): no clear gap: ceiling .801",
    );
  });

  it("says how many of its supervisor's errors the ceiling makes by itself", () => {
    const half = { value: 0.25, low: 0.2, high: 0.3 };
    const errorsRepeated = { student: half, ceiling: half, difference: half };
    const copied = outcome({ pgr: 0.02, spread: 0.05, copied: 0.97, more: { errorsRepeated } });
    expect(wordsOf([copied])).toContain(
      "it repeated 97% of its supervisor's errors, of which the ceiling makes 25% by itself.",
    );
  });

  it("does not call two constants imitation", () => {
    const nearConstant = [
      {
        role: "student",
        kind: "one option",
        seeds: 5,
        share: 1,
        note: "the student says one option",
      },
    ] as const;
    const words = wordsOf([outcome({ pgr: 0.02, spread: 0.05, more: { nearConstant } })]);
    expect(words).toContain("In 1 a PGR near 0 is no imitation, as on sorted");
    expect(words).toContain("(naive): the student says one option.");
    expect(words).not.toContain("copied on");
  });

  it("compares methods by paired differences, clear after Holm's correction", () => {
    const against = (value: number, p: number, task = "sorted") =>
      outcome({
        task,
        method: "confidence",
        more: {
          comparison: {
            with: "naive",
            difference: { value, low: value - 0.01, high: value + 0.01 },
            p,
          },
        },
      });
    expect(wordsOf([outcome(), against(0.03, 0.001)])).toContain(
      "With confidence, students score above those of naive in 1 of 1 cells (on average over " +
        "tasks +.030 [.020, .040] (this task alone)); " +
        "clearly ahead on sorted (micro finetuned to large finetuned) (paired, Holm).",
    );
    // .03 twice over is .06: not clear among two, clear alone.
    expect(wordsOf([against(0.01, 0.03)])).toContain("clearly ahead on sorted");
    expect(wordsOf([against(0.01, 0.03), against(-0.01, 0.9, "max")])).toContain(
      "in 1 of 2 cells (on average over tasks +.000 (2 tasks, no interval)); nowhere " +
        "are the two clearly apart (paired, Holm).",
    );
  });

  it("separates gains that an arm or a supervisor at chance explains", () => {
    const words = wordsOf([outcome({ weakScore: 0.51 })]);
    expect(words).toContain(
      "In 1 a clear gain need not come from the supervisor's labels: on sorted, large finetuned " +
        "taught by micro finetuned (naive) went from .510 to .698, but its supervisor is not " +
        "clearly above chance, .500.",
    );
    expect(words).not.toContain("The surest gain");
    expect(wordsOf([outcome()])).not.toContain("need not come");
  });

  it("says where a gain is clear though PGR is undefined", () => {
    const gain = { value: 0.05, low: 0.02, high: 0.08 };
    expect(wordsOf([{ ...undefinedRow, gain }])).toContain(
      "In 1 of these the student's gain is clear all the same, as on parity, large finetuned " +
        "taught by micro finetuned (naive): +.050 [.020, .080].",
    );
    // One that the untouched student explains is none.
    const { arms } = undefinedRow;
    const untouched = arm(0.9, { value: -0.1, low: -0.2, high: 0 });
    expect(wordsOf([{ ...undefinedRow, gain, arms: { ...arms, untouched } }])).not.toContain(
      "clear all the same",
    );
  });

  it("warns of few seeds and of many intervals", () => {
    expect(wordsOf([outcome({ more: { seeds: [0] } })])).toContain(
      "One seed says little about other seeds: intervals may be too narrow.",
    );
    const difference = { value: 0.03, low: 0.01, high: 0.05 };
    const comparison = { with: "naive", difference, p: 0.001 };
    expect(wordsOf([outcome({ more: { seeds: [0, 1], comparison } })])).toContain(
      "2 seeds say little about other seeds: intervals may be too narrow, and a difference " +
        "between methods that is called clear may be luck.",
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
    expect(none).not.toMatch(/NaN|null|\bundefined\b(?! where)/);
  });
});
