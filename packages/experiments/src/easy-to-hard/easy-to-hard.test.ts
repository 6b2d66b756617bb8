import { rows, table } from "@w2s/lab";
import { worldTask } from "@w2s/world";
import { beforeAll, describe, expect, it } from "vitest";
import { nothingGiven } from "../experiment.js";
import { zooLayer } from "../setting.js";
import { drawnOf, outcomesOf } from "../testing/tiny.js";
import { easyToHard } from "./easy-to-hard.js";
import { nameOf, variantIn } from "./variants.js";

const study = easyToHard.study({
  tasks: [worldTask("sorted", { examples: 600 })],
  models: [16, 32].map(zooLayer),
});
let outcomes: Awaited<ReturnType<typeof outcomesOf>>;
beforeAll(async () => {
  outcomes = await outcomesOf(study, { limit: 600, seeds: [0, 1] });
}, 240_000);

const outcomeOf = (task: string) => outcomes.find((one) => one.task === task)!;
const drawn = (name: string) => drawnOf(study, name, outcomes)!;

describe("easy-to-hard", () => {
  it("asks the same hard examples, whoever knows or is taught what", () => {
    const hard = ["easy, easy", "easy, hard", "hard, hard"].map((who) =>
      outcomeOf(`sorted: ${who} to hard`),
    );
    const asked = hard.map(({ parts }) =>
      parts
        .filter(({ fact }) => fact === "difficulty")
        .map(({ value, examples }) => [value, examples]),
    );
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
    expect(asked[0]!.map(([value]) => value)).toEqual([6, 7, 8]);
    // The same supervisor, of the same examples, teaches on easy and on hard ones.
    expect(hard[1]!.scores.weak).toEqual(hard[0]!.scores.weak);
    expect(hard[1]!.splits.supervise).toBe(hard[0]!.splits.supervise);
    expect(hard[1]!.scores.ceiling).toEqual(hard[2]!.scores.ceiling);
  });

  it("draws scores of hard tests, and what easy lessons are worth by difficulty", () => {
    const scores = drawn("easy-to-hard").rows;
    // Three variants of three roles.
    expect(scores.length).toBe(9);
    const [row] = scores.filter(
      ({ series, x }) =>
        series === "supervisor knows easy, student taught on hard" && x === "ceiling",
    );
    const { accuracy } = outcomeOf("sorted: easy, hard to hard").scores.ceiling;
    expect(row).toMatchObject({ panel: "sorted", ...accuracy });

    const { parts } = outcomeOf("sorted: easy, easy to any");
    const levels = parts.filter(({ fact }) => fact === "difficulty");
    const students = drawn("easy-taught-by-difficulty").rows.filter(
      ({ series }) => series === "student",
    );
    expect(students.map(({ x, value }) => [x, value])).toEqual(
      levels.map(({ value, student }) => [value, student]),
    );
    expect(levels.length).toBeGreaterThan(5);
  });

  it("tells easy from hard by difficulty, by subject, and else by length", () => {
    const own = (facts: string[] | undefined) =>
      table(rows("own", []), { text: "text", label: "label", ...(facts && { facts }) });
    const splitsOf = (facts?: string[]) =>
      easyToHard.study({ ...nothingGiven, tasks: [own(facts)] }).tasks[0]!.options.splits!;
    expect(splitsOf(["difficulty"])).toMatchObject({
      by: "difficulty",
      only: { supervise: { lowest: 0.4 }, test: { highest: 0.4 } },
    });
    expect(splitsOf(["subject"]).only!.test).toContain("college_physics");
    const { by } = splitsOf();
    const example = { id: "1", inputs: ["ab", "cde"], label: 0, group: "g" };
    expect(typeof by === "function" && by(example)).toBe(5);
  });

  it("keeps the variant in the task's name", () => {
    const variant = { supervise: "easy", transfer: "hard", test: "any" } as const;
    expect(nameOf("a: b", variant)).toBe("a: b: easy, hard to any");
    expect(variantIn(nameOf("a: b", variant))).toEqual({ task: "a: b", variant });
    expect(variantIn("sorted")).toBeUndefined();
  });
});
