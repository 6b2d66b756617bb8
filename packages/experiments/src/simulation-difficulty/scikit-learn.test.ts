// Figure 24's panels beside a scikit-learn script's, number by number, on a matrix that a seed
// decides; and what its figure shows.

import { readFileSync } from "node:fs";
import { drawn, type Outcome, rows, type Study, table } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { simulationDifficulty } from "./simulation-difficulty.js";

interface Cell {
  readonly supervisor: string;
  readonly student: string;
  readonly weak: number;
  readonly accuracy: number;
  readonly agreement: number;
}

/** Made by reference/experiments/simulation_difficulty.py. */
const reference: {
  readonly rows: readonly (readonly [text: string, label: number])[];
  readonly width: number;
  readonly test: number;
  readonly cells: readonly Cell[];
} = JSON.parse(readFileSync(new URL("./fixtures/scikit-learn.json", import.meta.url), "utf8"));

describe("simulation-difficulty", () => {
  let study: Study;
  let outcomes: readonly Outcome[];

  beforeAll(async () => {
    const made = reference.rows.map(([text, label]) => ({ text, label }));
    const task = table(rows("made up", made), { text: "text", label: "label" });
    const { width } = reference;
    study = simulationDifficulty.study({ tasks: [task], models: [drawn(width)], widths: [width] });
    outcomes = await outcomesOf(study, { limit: made.length });
  }, 240_000);

  it("has the accuracies and agreements of scikit-learn's regressions, to a row", () => {
    const cellOf = ({ supervisor, student }: Pick<Cell, "supervisor" | "student">) =>
      outcomes.find((one) => one.supervisor === supervisor && one.student === student);
    expect(outcomes[0]!.testExamples).toBe(reference.test);
    const row = 1 / reference.test + 1e-9;
    const distances = reference.cells.flatMap((cell) => {
      const found = cellOf(cell)!;
      const { weak, student } = found.scores;
      return [
        weak.accuracy.value - cell.weak,
        student.accuracy.value - cell.accuracy,
        found.agreement.overall - cell.agreement,
      ].map(Math.abs);
    });
    expect(distances).toHaveLength(3 * outcomes.length);
    expect(Math.max(...distances)).toBeLessThan(row);
    // A row on the border may fall on either side of it; hardly any does.
    expect(distances.filter((distance) => distance > 1e-9).length).toBeLessThan(4);
  });

  it("draws six panels, and says how many examples there are", () => {
    const { svg, rows: marks } = drawnOf(study, "simulation-difficulty", outcomes)!;
    expect([...new Set(marks.map(({ panel }) => panel))]).toEqual([
      "a simulatable",
      "b random",
      "c first 30 and noise",
      "d simulatable",
      "e random",
      "f first 30 and noise",
    ]);
    const cell = reference.cells.find(
      ({ supervisor, student }) => supervisor === "first 10" && student === "first 30",
    )!;
    const mark = marks.find(
      ({ panel, series, x }) => panel === "d simulatable" && series === "first 10" && x === "30",
    );
    expect(mark!.value).toBeCloseTo(cell.agreement, 2);
    expect(svg).toMatch(/examples, where 10,000 \+ 13,000 were/);
  });
});

describe("what simulation-difficulty is made of", () => {
  const task = worldTask("sorted", { examples: 100 });
  const students = (width: number, widths: readonly number[] | undefined) =>
    simulationDifficulty
      .study({ tasks: [task], models: [drawn(width)], ...(widths && { widths }) })
      .students.map(({ label }) => label)
      .filter((label) => !label.endsWith("optimum"));

  it("is as many of the sources' features as the layer has, and all", () => {
    expect(students(384, [384])).toEqual(["first 10", "first 30", "first 100", "first 300", "all"]);
    expect(students(2048, [2048])).toContain("first 1000");
    expect(students(8, [8])).toEqual(["first 4", "all"]);
    expect(students(384, undefined)).toEqual(students(384, [384]));
  });

  it("asks for 10,000 and 13,000 examples of each task", () => {
    const { tasks } = simulationDifficulty.study({ tasks: [task], models: [drawn(8)] });
    expect(tasks[0]!.options.splits).toEqual({ supervise: 11_111, transfer: 13_000 });
  });

  it("refuses a task of more than two classes when it is planned", async () => {
    const many = Array.from({ length: 90 }, (_, i) => ({ text: `w${i % 9} n${i}`, label: i % 3 }));
    const three = table(rows("three", many), { text: "text", label: "label", classes: 3 });
    const study = simulationDifficulty.study({ tasks: [three], models: [drawn(8)], widths: [8] });
    await expect(outcomesOf(study)).rejects.toThrow('solver "lbfgs" takes two options, got 3');
  });
});
