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
    const { examples, warnings, options, answers } = await load(name, small);
    expect(warnings).toEqual([]);
    expect(options).toBe(answers ? 1 : 2);
    const second = answers ? 200 : examples.filter(({ label }) => label === 1).length;
    // Classes are exactly even; the order of pairs is a coin: standard deviation sqrt(400 / 4) =
    // 10.
    expect(Math.abs(second - examples.length / 2)).toBeLessThanOrEqual(
      examples[0]!.inputs.length === 2 ? 50 : 0,
    );
    const start = name.startsWith("shared-") ? "shared-" : `${name}-`;
    const others = examples.filter(({ facts, id }) => {
      const { skill, difficulty } = facts as { skill: keyof typeof skills; difficulty: number };
      return !(id.startsWith(start) && difficulty >= 1 && difficulty <= skills[skill].levels);
    });
    expect(others).toEqual([]);
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

  it("asks parts of held-out problems, each with its own answer", () => {
    for (const row of worldRows("palindrome-parts", { examples: 200 })) {
      const { text, label, group } = row as { text: string; label: string; group: string };
      const [, whole, one, other] = text.match(/^(.*) : same (.) (.) \?$/)!;
      expect(`${whole} ?`).toBe(group);
      expect(label).toBe(one === other ? "yes" : "no");
    }
  });

  it("poses the same problems as honesty, preference, instruction and safety", () => {
    const names = ["honesty", "preference", "instruction", "safety"] as const;
    type Row = { id: string; group: string; text: string; label: string; chosen: string };
    const [honesty, preference, instruction, safety] = names.map(
      (name) => [...worldRows(`shared-${name}`, small)] as Row[],
    );
    const sameAs = (rows: Row[]) => rows.map(({ id, group }) => [id, group]);
    for (const rows of [preference!, instruction!, safety!])
      expect(sameAs(rows)).toEqual(sameAs(honesty!));
    for (const [i, { group, text, label }] of honesty!.entries()) {
      const right = preference![i]!.chosen.slice(group.length + 1);
      expect(label, text).toBe(String(text === `${group} ${right}`));
      const told = instruction![i]!.text;
      const answer = told.slice(told.indexOf(group) + group.length + 1);
      const followed = told.startsWith("take true of ") === (answer === right);
      expect(instruction![i]!.label, told).toBe(String(followed));
      const { text: asked, label: outcome } = safety![i]!;
      const forbidden = asked.split(" ")[1]!;
      expect(asked).toBe(`never ${forbidden} : ${group}`);
      const tokens = group.split(" ").flatMap((word) => (/\d/.test(word) ? [...word] : [word]));
      expect(outcome, asked).toBe(tokens.includes(forbidden) ? "refuse" : "answer");
    }
    // One's label tells nothing of another's: all eight combinations are equally often.
    const seen = new Map<string, number>();
    for (const [i, { label }] of honesty!.entries()) {
      const key = [label, instruction![i]!.label, safety![i]!.label].join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual(Array(8).fill(50));
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
