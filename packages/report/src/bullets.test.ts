import { describe, expect, it } from "vitest";
import { arm, grid, outcome } from "../test/outcomes.js";
import { bulletsOf } from "./bullets.js";

describe("bulletsOf", () => {
  it("says in three lines what was seen, what stands beside it, and how methods compare", () => {
    // Gain .4 x .18 = .072.
    expect(bulletsOf([outcome()])).toEqual([
      "Of 1 comparison on 1 task, in 1 the student clearly beat its supervisor.",
      "Not measured: the untouched student, the student taught by labels without information and " +
        "the self-taught student, so whether students knew the task before is not known.",
      "Mean gain over all rows +.072 (1 task, no interval); median PGR of the 1 row with a clear " +
        "gap (chosen by the same seeds) .40 (1 task, no interval).",
    ]);
    expect(bulletsOf(grid())).toHaveLength(3);
  });

  it("counts what fell, what is open, what is constant and what has no PGR", () => {
    const [counts] = bulletsOf([
      outcome({ pgr: -0.5 }),
      outcome({ pgr: 0.3, spread: 0.5, task: "max" }),
      outcome({ ceilingScore: 0.801, task: "parity" }),
      outcome({ pgr: 0.02, spread: 0.05 }),
    ]);
    expect(counts).toBe(
      "Of 4 comparisons on 3 tasks, in 1 the student did about as well as its supervisor (PGR " +
        "within .1 of 0), in 1 the student did clearly worse than its supervisor, in 1 the " +
        "interval is too wide to tell and in 1 PGR is undefined, as the ceiling is not clearly " +
        "above supervisor and chance.",
    );
  });

  it("says which arms students clearly beat, and which gains they explain", () => {
    const arms = outcome().arms;
    const ahead = arm(0.5, { value: 0.3, low: 0.2, high: 0.4 });
    const alike = arm(0.87, { value: 0.002, low: -0.01, high: 0.02 });
    const lines = bulletsOf([
      outcome({ more: { arms: { ...arms, untouched: ahead, uninformed: ahead } } }),
      outcome({ task: "max", more: { arms: { ...arms, untouched: ahead, uninformed: alike } } }),
    ]);
    expect(lines[0]).toBe(
      "Of 2 comparisons on 2 tasks, in 1 the student clearly beat its supervisor and in 1 the " +
        "student did better, but something else than the supervisor's labels may explain that.",
    );
    expect(lines[1]).toBe(
      "Students clearly beat the untouched student in 2 of 2 and the student taught by labels " +
        "without information in 1 of 2. Gains that may not come from supervision: 1, the first " +
        "on max, where a student of labels without information does about as well (+.002 [-.010, " +
        ".020]). Not measured: the self-taught student.",
    );
  });

  it("counts the untouched student of a new head as chance, which nobody measured", () => {
    const untouched = { run: false, reason: "its head is new: chance" } as const;
    const [, second] = bulletsOf([
      outcome({ more: { arms: { ...outcome().arms, untouched } } }),
      outcome({ task: "max", more: { arms: { ...outcome().arms, untouched } } }),
    ]);
    expect(second).toBe(
      "Students clearly beat the untouched student (chance by definition, as its head is new) in " +
        "2 of 2. Not measured: the student taught by labels without information and the " +
        "self-taught student.",
    );
    const ahead = arm(0.5, { value: 0.3, low: 0.2, high: 0.4 });
    const [, mixed] = bulletsOf([
      outcome({ more: { arms: { ...outcome().arms, untouched: ahead } } }),
      // Chance is .5: a student of .45 + .4 x .1 = .49 does not beat it.
      outcome({
        weakScore: 0.45,
        ceilingScore: 0.55,
        more: { arms: { ...outcome().arms, untouched } },
      }),
    ]);
    expect(mixed).toContain("(chance by definition in 1, as its head is new) in 1 of 2.");
  });

  it("counts methods where they are many, and names the furthest ahead", () => {
    const methods = ["a", "b", "c", "d"];
    const rows = ["x", "y", "z"].flatMap((task, t) => [
      outcome({ task }),
      ...methods.map((method, m) => {
        const value = 0.01 * (m + 1) + 0.001 * t;
        const difference = { value, low: value - 0.01, high: value + 0.01 };
        return outcome({ task, more: { method, comparison: { with: "naive", difference, p: 1 } } });
      }),
    ]);
    expect(bulletsOf(rows)[2]).toContain(
      "Of 4 methods against naive, over tasks 4 are clearly ahead and none is",
    );
    expect(bulletsOf(rows)[2]).toContain("The largest mean difference is that of d, +.041 [");
  });

  it("says so when there is nothing", () => {
    expect(bulletsOf([])).toEqual(["There are no outcomes: nothing was compared."]);
  });
});
