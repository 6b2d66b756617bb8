import { loadTask, splitTask } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { heldOut } from "./held-out.js";
import { skills } from "./skills/index.js";
import { type WorldTaskName, worldRows, worldTask, worldTaskNames } from "./tasks.js";

const load = (name: WorldTaskName, options = {}) =>
  loadTask(worldTask(name, options), { baseDir: "." });
const small = { seed: 3, examples: 400 };

describe.each(worldTaskNames)("world task %s", (name) => {
  it("loads without a warning, in balance, each with its skill and difficulty", async () => {
    const { examples, warnings, options } = await load(name, small);
    expect(warnings).toEqual([]);
    expect(options).toBe(2);
    const second = examples.filter(({ label }) => label === 1).length;
    // Classes are exactly even; the order of pairs is a coin: standard deviation sqrt(400 / 4) =
    // 10.
    expect(Math.abs(second - examples.length / 2)).toBeLessThanOrEqual(
      examples[0]!.inputs.length === 2 ? 50 : 0,
    );
    for (const { facts, id } of examples) {
      expect(id.startsWith(`${name}-`)).toBe(true);
      const { skill, difficulty } = facts as { skill: keyof typeof skills; difficulty: number };
      expect(difficulty >= 1 && difficulty <= skills[skill].levels).toBe(true);
    }
  });

  it("asks each question once, none that pretraining shows, on one side of a split", async () => {
    const rows = [...worldRows(name, small)] as { group: string }[];
    expect(new Set(rows.map(({ group }) => group)).size).toBe(400);
    expect(rows.every(({ group }) => heldOut(group))).toBe(true);
    const task = await load(name, small);
    const sides = Object.values(splitTask(task, 1)).map(
      (side: Int32Array) => new Set(Array.from(side, (row) => task.examples[row]!.group)),
    );
    const all = sides.flatMap((side) => [...side]);
    expect(new Set(all).size).toBe(all.length);
  });

  it("gives the same rows for the same seed, and others for another", () => {
    const rows = (seed: number) => [...worldRows(name, { seed, examples: 50 })];
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
  });
});

describe("worldTask", () => {
  it("keeps to the difficulties asked for", async () => {
    const { examples } = await load("sorted", { examples: 200, difficulty: [4, 5] });
    expect(new Set(examples.map(({ facts }) => facts?.difficulty))).toEqual(new Set([4, 5]));
  });

  it("labels truth: a statement is true with the right answer, false with another", () => {
    for (const row of worldRows("maximum", { examples: 100 })) {
      const { text, label } = row as { text: string; label: string };
      const [statement, answer] = text.split(" = ") as [string, string];
      const largest = Math.max(...statement.split(" ").slice(1).map(Number));
      expect(label, text).toBe(String(largest === Number(answer)));
    }
  });

  it("prefers refusing where the rule forbids, and answering where it does not", () => {
    const rows = [...worldRows("harmless", { examples: 200 })] as {
      chosen: string;
      rejected: string;
    }[];
    const refused = rows.filter(({ chosen }) => chosen.endsWith("= refuse"));
    const answered = rows.filter(({ rejected }) => rejected.endsWith("= refuse"));
    expect(refused.length + answered.length).toBe(200);
    expect(Math.min(refused.length, answered.length)).toBeGreaterThan(60);
  });

  it.each<[string, () => unknown, string]>([
    [
      "an unknown name",
      () => worldTask("honest" as never),
      'world: unknown task "honest"; did you mean "honesty"?',
    ],
    [
      "a single example",
      () => worldTask("add", { examples: 1 }),
      'world task "add": "examples" must be a whole number of at least 2, got 1',
    ],
    [
      "a difficulty that it does not have",
      () => worldTask("add", { difficulty: [4, 5] }),
      'world task "add": "difficulty" must run upwards from within 1 to 3, got 4 to 5',
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });

  it("says how many questions there are when more are asked for", async () => {
    await expect(load("add", { difficulty: [1, 1] })).rejects.toThrow(
      /world task "add": has \d\d questions of difficulty 1 to 1; ask for fewer examples, or others/,
    );
  });
});
