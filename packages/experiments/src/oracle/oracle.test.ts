import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { zooLayer } from "../setting.js";
import { drawnOf, ranOf } from "../testing/tiny.js";
import { accuracyAt } from "./coverage.js";
import { budgetIn } from "./figure.js";
import { oracle } from "./oracle.js";

const study = oracle.study({
  tasks: [worldTask("maximum", { examples: 240 })],
  models: [8, 16].map(zooLayer),
});
let ran: Awaited<ReturnType<typeof ranOf>>;
beforeAll(async () => {
  ran = await ranOf(study);
}, 240_000);

describe("oracle", () => {
  it("draws the student by the share of right labels, from none on", () => {
    const { rows } = drawnOf(study, "oracle-budget", ran.outcomes)!;
    const scores = (random: string) =>
      ["", ", oracle 2%", ", oracle 10%", ", oracle 30%"].map((budget) => {
        const supervisor = `world-8:2/last${budget}${budget ? random : ""}`;
        return ran.outcomes.find((one) => one.supervisor === supervisor)!.scores.student.accuracy
          .value;
      });
    const line = (series: string) => rows.filter((row) => row.series === series);
    expect(line("asked where it is least sure").map(({ x }) => x)).toEqual([0, 0.02, 0.1, 0.3]);
    expect(line("asked where it is least sure").map(({ value }) => value)).toEqual(scores(""));
    expect(line("asked at random").map(({ value }) => value)).toEqual(scores(" random"));
  });

  it("draws accuracy by coverage, which ends at the accuracy of all answers", () => {
    const figure = ran.figures.find(({ name }) => name === "coverage")!;
    const { rows } = figure.draw(ran.outcomes, { width: 990 })!;
    const plain = ran.outcomes.find(({ supervisor }) => supervisor === "world-8:2/last")!;
    for (const [series, role] of [
      ["supervisor", "weak"],
      ["student", "student"],
      ["ceiling", "ceiling"],
    ] as const) {
      const own = rows.filter((row) => row.series === series);
      expect(own.length).toBe(10);
      expect(own.at(-1)!.value).toBeCloseTo(plain.scores[role].accuracy.value, 12);
    }
  });

  it("counts the surest answers", () => {
    const answers = [
      { sure: 0.9, right: true },
      { sure: 0.6, right: false },
      { sure: 0.8, right: true },
      { sure: 0.7, right: false },
    ];
    // The two surest are right; of all four, half.
    expect(accuracyAt(answers, 0.5)).toBe(1);
    expect(accuracyAt(answers, 0.75)).toBe(2 / 3);
    expect(accuracyAt(answers, 1)).toBe(0.5);
  });

  it("reads the budget from the name", () => {
    expect(budgetIn("a, oracle 30% random")).toEqual({ of: "a", share: 0.3, where: "random" });
    expect(budgetIn("a, oracle 2%")).toEqual({ of: "a", share: 0.02, where: "unsure" });
    expect(budgetIn("a")).toEqual({ of: "a", share: 0, where: null });
  });
});
